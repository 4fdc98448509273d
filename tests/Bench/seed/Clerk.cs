using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using Google.Protobuf;

namespace EnforcementPlatform.Bench.Seed;

/// <summary>
/// Acts in the name of one person of the demonstration through the kernel's write path, without the network: decisions, claims, commitments,
/// encryption and durable commit as always.
/// </summary>
internal sealed class Clerk(Actor actor, Streams<CaseState> cases)
{
    private const string Service = "enforcement.records.v1.CaseService";

    /// <summary>Who acts.</summary>
    public Actor Actor => actor;

    /// <summary>The person behind a user name, as a sign-in finds them.</summary>
    public static async Task<Clerk> Find(string userName, HeldKeys keys, IPeople people, Streams<CaseState> cases, CancellationToken ct)
    {
        var account = await keys.Find(keys.OfUserName(userName), ct);
        var now = TimeProvider.System.GetUtcNow();
        var actor = await people.Find(Issuers.Accounts, account.Holder, now, ct) ?? throw new InvalidOperationException($"no account {userName}");
        return new(actor with { Amr = ["pwd"], AuthTime = now }, cases);
    }

    /// <summary>Keeps one act.</summary>
    public Task<CaseState> Keep(string caseId, string rpc, IMessage request, Func<CaseState, IActContext, ValueTask<Decision>> decide, CancellationToken ct)
    {
        var method = $"{Service}/{rpc}";
        return cases.Run(caseId, CommandId.Of(actor.AccountId, method, Guid.NewGuid()), actor, method, request, decide, ct);
    }
}
