using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class RetentionRpcs
{
    public override async Task<LiftHoldResponse> LiftHold(LiftHoldRequest request, ServerCallContext context)
    {
        new Check()
            .RequestId(request.RequestId)
            .Id(request.CaseId, "case_id")
            .Text(request.PaperNumber, "paper_number", 100, min: 2)
            .ThrowIfAny();
        var file = await cases.Read(request, context);
        return await retentions.Add(
            request,
            context,
            request.CaseId,
            file,
            (state, _) => ValueTask.FromResult(state.Lift(request)),
            state => new LiftHoldResponse { Retention = state.ToMessage(request.CaseId) });
    }
}

internal sealed partial record RetentionState
{
    public Decision Lift(LiftHoldRequest request) => OnHold
        ? Decision.Of(new HoldLifted { PaperNumber = request.PaperNumber })
        : throw RetentionFaults.HoldNotPlaced.Now();
}
