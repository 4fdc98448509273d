using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<AnnulDecisionResponse> AnnulDecision(AnnulDecisionRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Ground, "ground")
            .Text(request.Reason, "reason", max: 2_000)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.AnnulDecision(act, request),
            state => new AnnulDecisionResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>撤销 (行政处罚法 75). What was published of the decision must then be withdrawn within three working days (48, 85).</summary>
    public Decision AnnulDecision(IActContext act, AnnulDecisionRequest request)
    {
        if (Penalty?.AnnulledOn is { } annulledOn)
        {
            throw CaseFaults.AlreadyAnnulled.With(("date", $"{annulledOn:yyyy年M月d日}"));
        }

        Require(CaseAction.AnnulDecision);
        return Decision
            .Of(new PenaltyAnnulled { Ground = request.Ground, ReasonPart = 0 })
            .WithPersonal(new WrittenText { Text = request.Reason })
            .WithNotice(new DecisionAnnulled { CaseId = Id, Number = Penalty!.Number, Ground = request.Ground, AnnulledOn = $"{act.Today:yyyy-MM-dd}" });
    }
}
