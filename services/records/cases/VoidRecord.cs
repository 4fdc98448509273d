using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<VoidRecordResponse> VoidRecord(VoidRecordRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Range(request.RecordNumber, "record_number", 1, int.MaxValue)
            .Text(request.Reason, "reason", max: 500)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.VoidRecord(act, request),
            state => new VoidRecordResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>Proposes to void a record. It stands until another person approves, and stays readable after.</summary>
    public Decision VoidRecord(IActContext act, VoidRecordRequest request)
    {
        Require(CaseAction.VoidRecord);
        return Decision
            .Of(Propose(act, request.RecordNumber, AmendmentKind.Voiding))
            .WithPersonal(new WrittenText { Text = request.Reason });
    }
}
