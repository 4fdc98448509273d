using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<ServeDecisionResponse> ServeDecision(ServeDecisionRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Mode, "mode")
            .Text(request.Receipt, "receipt", max: 500)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.ServeDecision(act, request, law),
            state => new ServeDecisionResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>
    /// 送达 within seven working days (行政处罚法 61). A late service stands; that it is late is recorded with it. Whether it is late is asked of the
    /// day on which the organ acted: 公告送达 takes thirty days more to have effect, which are the law's and not the organ's.
    /// </summary>
    public Decision ServeDecision(IActContext act, ServeDecisionRequest request, LawInForce law)
    {
        Require(CaseAction.ServeDecision);
        var actedOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, Penalty!.DecidedAt, "作出处罚决定"));
        RequireConsent(request.Mode, request.ElectronicConsent);
        return Decision
            .Of(new DecisionServed { Mode = request.Mode, ReceiptPart = 0, EffectiveOn = DeemedOn(request.Mode, actedOn, law) })
            .WithPersonal(new WrittenText { Text = request.Receipt })
            .Citing(Citing.Of(PenaltyRules.ServedInTime, law.Derive("PENALTY_SERVE", Penalty.DecidedOn).LastDay, actedOn));
    }

    /// <summary>The day on which 公告送达 is held to be served; empty for the other modes, which take effect on the day of the act.</summary>
    private static string DeemedOn(ServiceMode mode, DateOnly announcedOn, LawInForce law) =>
        mode == ServiceMode.Announcement ? IsoDay.Write(law.Derive("SERVICE_ANNOUNCED", announcedOn).LastDay) : "";
}
