using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Kernel;

/// <summary>The contract every ledger serves, for the role whose port was called.</summary>
internal sealed class LedgerRpcs(IServiceProvider services) : LedgerService.LedgerServiceBase
{
    private static readonly int LongestWaitMs = (int)IFeed.LongestWait.TotalMilliseconds;
    private const int DefaultPage = 50;

    public override Task<GetCheckpointResponse> GetCheckpoint(GetCheckpointRequest request, ServerCallContext context) =>
        Task.FromResult(new GetCheckpointResponse { Note = ByteString.CopyFrom(Public(Of(context)).Note.ToBytes()) });

    public override Task<GetTileResponse> GetTile(GetTileRequest request, ServerCallContext context)
    {
        new Check().Range(request.Level, "level", 0, 63).Range(request.Index, "index", 0, long.MaxValue).Range(request.Width, "width", 0, Tiles.Width).ThrowIfAny();
        var role = Of(context);
        var width = request.Width == 0 ? Tiles.Width : request.Width;
        var hashes = Log(role).Tile(request.Level, request.Index, width, Public(role)) ?? throw FeedFaults.TileUnknown.Now();
        return Task.FromResult(new GetTileResponse { Hashes = ByteString.CopyFrom(hashes) });
    }

    public override async Task<GetProofResponse> GetProof(GetProofRequest request, ServerCallContext context)
    {
        new Check().Range(request.Position, "position", 0, long.MaxValue - 1).ThrowIfAny();
        var role = Of(context);
        await RequireEntry(role, request.Position, context.CancellationToken);
        if (!IsServed((await role.Ledger.Store.ReadFrom(request.Position, 1, context.CancellationToken))[0].Bytes, context.Actor()))
        {
            throw FeedFaults.EntryUnknown.With(("position", $"{request.Position}"));
        }

        var proof = await new LedgerProofs(role.Running).Of(request.Position, context.CancellationToken);
        var response = new GetProofResponse { Note = ByteString.CopyFrom(proof.Head.Note.ToBytes()) };
        response.Hashes.Add(proof.Path.Select(hash => ByteString.CopyFrom(hash)));
        return response;
    }

    public override async Task<GetEntriesResponse> GetEntries(GetEntriesRequest request, ServerCallContext context)
    {
        new Check().Range(request.Position, "position", 0, long.MaxValue - 1).Page(request.PageSize, "").ThrowIfAny();
        var max = request.PageSize == 0 ? DefaultPage : request.PageSize;
        var entries = await Of(context).Ledger.Store.ReadFrom(request.Position, max, context.CancellationToken);
        var response = new GetEntriesResponse { NextPosition = request.Position + entries.Length };
        response.Entries.Add(entries.Select(entry => IsServed(entry.Bytes, context.Actor()) ? ByteString.CopyFrom(entry.Bytes) : ByteString.Empty));
        return response;
    }

    public override async Task<ReadFeedResponse> ReadFeed(ReadFeedRequest request, ServerCallContext context)
    {
        new Check().Range(request.Position, "position", 0, long.MaxValue).Range(request.WaitMs, "wait_ms", 0, LongestWaitMs).ThrowIfAny();
        var subscriber = context.Actor().Service ?? throw KernelFaults.NotPermitted.Now();
        var feed = Of(context).Feed;
        var (place, ct) = (new FeedPlace(request.Position, request.Leaf.ToByteArray()), context.CancellationToken);
        var page = request switch
        {
            { Position: long.MaxValue } => new("", [], request.Position, (await feed.Head(ct)).Leaf, []),
            { Stream.Length: > 0 } => new("", await feed.ReadStream(subscriber, request.Stream, request.Position, ct), request.Position, [], []),
            _ => await feed.Read(subscriber, place, TimeSpan.FromMilliseconds(request.WaitMs), ct),
        };
        var head = await feed.Head(ct);
        var response = new ReadFeedResponse
        {
            Origin = head.Origin,
            NextPosition = page.Next,
            Count = head.Count,
            Leaf = ByteString.CopyFrom(page.Leaf),
            Note = ByteString.CopyFrom(page.Note),
        };
        response.Notices.Add(page.Notices.Select(ToMessage));
        response.Losses.Add(head.Losses.Select(ToMessage));
        return response;
    }

    public override async Task<ShowHeadResponse> ShowHead(ShowHeadRequest request, ServerCallContext context)
    {
        var subscriber = context.Actor().Service ?? throw KernelFaults.NotPermitted.Now();
        return new() { Stopped = await Of(context).Feed.ShowHead(subscriber, request.Note.ToByteArray(), context.CancellationToken) };
    }

    public override async Task<ListParkedResponse> ListParked(ListParkedRequest request, ServerCallContext context)
    {
        var parked = Of(context).Parked;
        var response = new ListParkedResponse();
        foreach (var listed in await parked.List(context.CancellationToken))
        {
            var decided = await parked.Streams.Load(listed.Id, context.CancellationToken);
            response.Parked.Add(ToMessage(listed, decided));
        }

        return response;
    }

    public override async Task<RetryParkedResponse> RetryParked(RetryParkedRequest request, ServerCallContext context)
    {
        Named(request.RequestId, request.ParkedId, request.Position, request.Part).ThrowIfAny();
        var parked = Of(context).Parked;
        return await parked.Streams.Add(
            request,
            context,
            request.ParkedId,
            owner: null,
            async (_, act) =>
            {
                await parked.Require(request.ParkedId, request.Position, request.Part, act.Ct);
                return Decision.Of(new Facts.RetryAsked { Position = request.Position, Part = request.Part });
            },
            _ => new RetryParkedResponse());
    }

    public override async Task<SkipParkedResponse> SkipParked(SkipParkedRequest request, ServerCallContext context)
    {
        Named(request.RequestId, request.ParkedId, request.Position, request.Part)
            .Text(request.Reason, "reason", 500, min: 5)
            .Range(request.SupersededBy, "superseded_by", 0, long.MaxValue - 1)
            .ThrowIfAny();
        var role = Of(context);
        var supersededBy = request.HasSupersededBy ? request.SupersededBy : (long?)null;
        return await role.Parked.Streams.Add(
            request,
            context,
            request.ParkedId,
            owner: null,
            async (state, act) =>
            {
                await role.Parked.Require(request.ParkedId, request.Position, request.Part, act.Ct);
                if (supersededBy is { } position)
                {
                    await RequireEntry(role, position, act.Ct);
                }

                return state.Skip(act.Actor, request.Position, request.Part, supersededBy, request.Reason);
            },
            state => new SkipParkedResponse { AwaitsSecondPerson = state.Pending is not null });
    }

    private static Check Named(string requestId, string parkedId, long position, int part) => new Check()
        .RequestId(requestId).Text(parkedId, "parked_id", 240).Range(position, "position", 0, long.MaxValue - 1).Range(part, "part", 0, int.MaxValue);

    private RoleParts Of(ServerCallContext context) => services.GetRequiredKeyedService<RoleParts>(RoleOfConnection.Of(context.GetHttpContext()));

    /// <summary>An entry says whose act it is: a person is served those of their own organ, a service all.</summary>
    private static bool IsServed(byte[] entry, Actor caller) => caller.Service is not null || EntryCodec.Decode(entry).Organ == caller.Organ;

    /// <summary>Where the rollback guard objects, nothing is signed and nothing can be proved.</summary>
    private static CheckpointLog Log(RoleParts role) => role.Running.Checkpoints ?? throw KernelFaults.LedgerReadOnly.Now();

    private static SignedHead Public(RoleParts role) => Log(role).Public ?? throw FeedFaults.CheckpointNotReady.Now();

    private static async ValueTask RequireEntry(RoleParts role, long position, CancellationToken ct)
    {
        if (position < 0 || position >= await role.Entries.Count(ct))
        {
            throw FeedFaults.EntryUnknown.With(("position", $"{position}"));
        }
    }

    private static Contracts.Ledger.StatedLoss ToMessage(FeedLoss loss) =>
        new() { Kept = loss.From.Next, Leaf = ByteString.CopyFrom(loss.From.Leaf), NextLeaf = ByteString.CopyFrom(loss.NextLeaf) };

    private static FeedNotice ToMessage(Notice notice) => new()
    {
        Position = notice.Position,
        Part = notice.Part,
        Stream = notice.Stream,
        Organ = notice.Organ,
        Recorded = Timestamp.FromDateTimeOffset(notice.At),
        Type = notice.Type,
        Body = notice.Body.ToByteString(),
    };

    private static Contracts.Ledger.ParkedNotice ToMessage(ParkedNotices.Listed parked, ParkedState decided) => new()
    {
        ParkedId = parked.Id,
        Origin = parked.Origin,
        Position = parked.Notice.Position,
        Part = parked.Notice.Part,
        Attempts = parked.Notice.Attempts,
        Reason = parked.Notice.Reason,
        Since = Timestamp.FromDateTimeOffset(parked.Notice.Since),
        RetryAt = parked.Notice.RetryAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        AwaitsSecondPerson = decided.Pending is { Fact: var fact } && (fact.Position, fact.Part) == (parked.Notice.Position, parked.Notice.Part),
    };
}
