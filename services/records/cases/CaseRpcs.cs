using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The rpcs of enforcement.records.v1.CaseService: one file each, its pure decision beside it. Here: what they need.</summary>
internal sealed partial class CaseRpcs(
    Streams<CaseState> cases,
    Streams<CaseFileState> files,
    ServiceLedger ledger,
    IOfficers officers,
    IOrganFacts organs,
    IReviews reviews,
    RoleViews views,
    TimeProvider clock)
    : CaseService.CaseServiceBase
{
    /// <summary>The case as the change left it: a repeated request gets the same answer.</summary>
    private static Case Show(CaseState state, LawInForce law) => state.ToMessage(law, state.At);

    /// <summary>What the caller's organ goes by; a case of another organ is refused anyway.</summary>
    private ValueTask<LawInForce> LawOf(ServerCallContext context) => organs.LawOf(context.Actor().Organ, context.CancellationToken);

    /// <summary>The persons as of the Shanghai day on which an act is said to have happened.</summary>
    private async ValueTask<ImmutableArray<Officer>> OfficersOn(IEnumerable<string> ids, Occurrence? occurred, IActContext act)
    {
        var day = ShanghaiTime.DateOf(Occurred.Claimed(act, occurred));
        var found = ImmutableArray.CreateBuilder<Officer>();
        foreach (var id in ids)
        {
            found.Add(await officers.Find(id, day, act.Ct));
        }

        return found.ToImmutable();
    }
}
