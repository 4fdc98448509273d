using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
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
            .Date(request.EffectiveOn, "effective_on")
            .Text(request.EffectSource, "effect_source", max: 200)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.AnnulDecision(act, request, law),
            state => new AnnulDecisionResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>
    /// 撤销 (行政处罚法 75). What was published of the decision must be withdrawn within three working days of the day of effect (48, 85), whenever it
    /// is recorded: so that day is claimed, with what it is taken from.
    /// </summary>
    public Decision AnnulDecision(IActContext act, AnnulDecisionRequest request, LawInForce law)
    {
        if (Penalty?.AnnulledOn is { } annulledOn)
        {
            throw CaseFaults.AlreadyAnnulled.With(("date", $"{annulledOn:yyyy年M月d日}"));
        }

        Require(CaseAction.AnnulDecision);
        var effectiveOn = IsoDay.Parse(request.EffectiveOn);
        RecordRules.NotInFuture.Require(new(ShanghaiTime.StartOf(effectiveOn), act.Now, ""));
        if (effectiveOn < Penalty!.DecidedOn)
        {
            throw CaseFaults.OccurredTooEarly.With(("after", "作出处罚决定"));
        }

        return Decision
            .Of(new PenaltyAnnulled { Ground = request.Ground, ReasonPart = 0, EffectiveOn = request.EffectiveOn, EffectSourcePart = 1 })
            .WithPersonal(new WrittenText { Text = request.Reason })
            .WithPersonal(new WrittenText { Text = request.EffectSource })
            .WithNotice(new DecisionAnnulled { CaseId = Id, Number = Penalty.Number, Ground = request.Ground, AnnulledOn = request.EffectiveOn })
            .Citing(Citing.Of(law.Derive("PUB_WITHDRAW", effectiveOn), effectiveOn));
    }
}
