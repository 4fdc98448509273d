using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Supervision;

internal sealed partial class SupervisionRpcs
{
    /// <summary>From the ledger: what was told last is in it, whatever the view has seen.</summary>
    public override async Task<GetCaseOversightResponse> GetCaseOversight(GetCaseOversightRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var state = await oversight.Read(request, context);
        var (law, today) = (await editions.Of(state.Organ, context.CancellationToken), Today);
        return new() { Case = state.ToMessage(law, today), JudgedOn = IsoDay.Write(today) };
    }
}
