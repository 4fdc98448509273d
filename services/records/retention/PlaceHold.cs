using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class RetentionRpcs
{
    public override async Task<PlaceHoldResponse> PlaceHold(PlaceHoldRequest request, ServerCallContext context)
    {
        new Check()
            .RequestId(request.RequestId)
            .Id(request.CaseId, "case_id")
            .Enum(request.Reason, "reason")
            .Text(request.PaperNumber, "paper_number", 100, min: 2)
            .ThrowIfAny();
        var file = await cases.Read(request, context);
        return await retentions.Add(
            request,
            context,
            request.CaseId,
            file,
            (state, _) => ValueTask.FromResult(state.Hold(request)),
            state => new PlaceHoldResponse { Retention = state.ToMessage(request.CaseId) });
    }
}

internal sealed partial record RetentionState
{
    public Decision Hold(PlaceHoldRequest request) => OnHold
        ? throw RetentionFaults.HoldStands.Now()
        : Decision.Of(new HoldPlaced { Reason = (int)request.Reason, PaperNumber = request.PaperNumber });
}
