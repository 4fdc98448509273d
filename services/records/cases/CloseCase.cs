using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<CloseCaseResponse> CloseCase(CloseCaseRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Text(request.Report, "report", max: 5_000)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.CloseCase(act, request),
            state => new CloseCaseResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>结案, approved by the leader who calls it: the penalty is performed, or annulled.</summary>
    public Decision CloseCase(IActContext act, CloseCaseRequest request)
    {
        Require(CaseAction.CloseCase);
        if (Handlers.Contains(act.Actor.PersonId))
        {
            throw CaseFaults.ApproverIsHandler.Now();
        }

        return Decision.Of(new CaseClosed { ReportPart = 0 }).WithPersonal(new WrittenText { Text = request.Report });
    }
}
