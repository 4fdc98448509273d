using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Host.Drill;

/// <summary>Everything that was sent, and what its senders know. Written by all workers at once.</summary>
internal sealed class History
{
    private readonly Lock _lock = new();
    private readonly List<DrillAct> _acts = [];
    private readonly List<RepeatedAct> _repeated = [];

    /// <summary>All acts, in the order they were begun.</summary>
    public IReadOnlyList<DrillAct> Acts
    {
        get
        {
            lock (_lock)
            {
                return [.. _acts];
            }
        }
    }

    /// <summary>All repetitions that were answered or refused.</summary>
    public IReadOnlyList<RepeatedAct> Repeated
    {
        get
        {
            lock (_lock)
            {
                return [.. _repeated];
            }
        }
    }

    /// <summary>Puts an act on record before its first byte is sent.</summary>
    public DrillAct Begin(string accountId, string method, Guid requestId, SendAct send)
    {
        var act = new DrillAct(CommandId.Of(accountId, method, requestId), method, send);
        lock (_lock)
        {
            _acts.Add(act);
        }

        return act;
    }

    /// <summary>Sends an act once more, and keeps how that was answered.</summary>
    public async Task Repeat(DrillAct act, CancellationToken ct)
    {
        var again = await act.Repeat(ct);
        lock (_lock)
        {
            _repeated.Add(again);
        }
    }
}

/// <summary>Sends one request, the same bytes each time it is called.</summary>
internal delegate Task<IMessage> SendAct(CancellationToken ct);

/// <summary>One act of the drill and what its sender knows of it.</summary>
/// <param name="commandId">Id under which the ledger keeps it.</param>
/// <param name="method">Full name of the rpc.</param>
/// <param name="send">Sends it.</param>
internal sealed class DrillAct(string commandId, string method, SendAct send)
{
    private volatile SentAct _known = new(commandId, method, ActOutcome.Unknown);

    /// <summary>What its sender knows now.</summary>
    public SentAct Known => _known;

    /// <summary>The piece of evidence that its answer told of, or null.</summary>
    public Evidence? Evidence { get; private set; }

    /// <summary>The answer, null when it was refused for certain. Throws <see cref="RpcException"/> when the outcome stays unknown.</summary>
    public async Task<IMessage?> Send(CancellationToken ct)
    {
        try
        {
            return await SendOrThrow(ct);
        }
        catch (RpcException error) when (Refusal.Of(error).IsCertain)
        {
            return null;
        }
    }

    /// <summary>The answer; throws whatever it was refused with, for a caller who expects that.</summary>
    public async Task<IMessage> SendOrThrow(CancellationToken ct)
    {
        try
        {
            var answer = await send(ct);
            Evidence = (answer as CollectEvidenceResponse)?.Evidence;
            _known = _known with { Outcome = ActOutcome.Acknowledged, Answer = DigestOf(answer), Number = NumberOf(answer) };
            return answer;
        }
        catch (RpcException error) when (Refusal.Of(error).IsCertain)
        {
            _known = _known with { Outcome = ActOutcome.Refused };
            throw;
        }
    }

    /// <summary>Sends it once more and says how that was answered, without changing what is known of the first time.</summary>
    public async Task<RepeatedAct> Repeat(CancellationToken ct)
    {
        try
        {
            return new(commandId, DigestOf(await send(ct)));
        }
        catch (RpcException error) when (Refusal.Of(error).IsCertain)
        {
            return new(commandId, "", Refusal.Of(error).Reason);
        }
    }

    private static string DigestOf(IMessage answer) => Convert.ToHexStringLower(SHA256.HashData(answer.ToByteArray()));

    private static string NumberOf(IMessage answer) =>
        answer is IssueDocumentResponse issued ? issued.Document.Number : "";
}
