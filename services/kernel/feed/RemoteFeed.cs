using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>The feed of a ledger of another process.</summary>
/// <param name="publisher">Role that publishes.</param>
/// <param name="peer">Calls to it, in the name of the subscriber: who that is, its token says.</param>
/// <param name="types">Notices this release knows. Others are passed over: a handler that wants them comes with a release that knows them, and starts where it says.</param>
/// <param name="patience">How long an answer is waited for, beside what the publisher waits itself.</param>
internal sealed class RemoteFeed(string publisher, CallInvoker peer, MessageTypes types, TimeSpan patience) : IFeed
{
    private readonly LedgerService.LedgerServiceClient _client = new(peer);

    public string Publisher => publisher;

    public async ValueTask<FeedHead> Head(CancellationToken ct)
    {
        var head = await Ask(new() { Position = long.MaxValue }, ct);
        return new(head.Origin, head.Count, head.Leaf.ToByteArray())
        {
            Losses = Losses(head),
        };
    }

    public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct)
    {
        var request = new ReadFeedRequest { Position = from.Next, Leaf = ByteString.CopyFrom(from.Leaf), WaitMs = (int)wait.TotalMilliseconds };
        var page = await Ask(request, ct, DateTime.UtcNow + wait + patience); // gRPC counts on the system's clock
        return new(page.Origin, Notices(page), page.NextPosition, page.Leaf.ToByteArray(), page.Note.ToByteArray());
    }

    public async ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) =>
        Notices(await Ask(new() { Position = from, Stream = stream }, ct));

    public async ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) =>
        (await _client.ShowHeadAsync(new() { Note = ByteString.CopyFrom(note) }, cancellationToken: ct)).Stopped;

    /// <summary>Asks; without a deadline of its own the time limit of every call between roles counts.</summary>
    private async Task<ReadFeedResponse> Ask(ReadFeedRequest request, CancellationToken ct, DateTime? deadline = null)
    {
        try
        {
            return await _client.ReadFeedAsync(request, deadline: deadline, cancellationToken: ct);
        }
        catch (RpcException refused) when (refused.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info && info.Reason == FeedFaults.CursorOffHistory.Reason)
        {
            throw FeedFaults.CursorOffHistory.With(("origin", info.Metadata["origin"]), ("position", info.Metadata["position"]));
        }
    }

    private static ImmutableArray<FeedLoss> Losses(ReadFeedResponse page) =>
        [.. page.Losses.Select(loss => new FeedLoss(new(loss.Kept, loss.Leaf.ToByteArray()), loss.NextLeaf.ToByteArray()))];

    private ImmutableArray<Notice> Notices(ReadFeedResponse page)
    {
        var losses = Losses(page);
        return
        [
            .. from notice in page.Notices
               where types.Knows(notice.Type)
               select new Notice(
                   page.Origin, notice.Position, notice.Part, notice.Stream, notice.Organ, notice.Recorded.ToDateTimeOffset(), types.Parse(notice.Type, notice.Body))
               {
                   History = FeedLoss.HistoryOf(losses, notice.Position),
               },
        ];
    }
}
