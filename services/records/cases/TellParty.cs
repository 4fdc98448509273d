using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<TellPartyResponse> TellParty(TellPartyRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Mode, "mode")
            .Text(request.Receiver, "receiver", max: 100)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.TellParty(act, request, law),
            state => new TellPartyResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>
    /// 事先告知 in the terms of the current draft, with 听证告知 where the threshold is reached (行政处罚法 44, 63). A later notice starts the
    /// party's time anew, and none may be heavier than one that the party already answered (45).
    /// </summary>
    public Decision TellParty(IActContext act, TellPartyRequest request, LawInForce law)
    {
        Require(CaseAction.TellParty);
        var draft = Draft ?? throw CaseFaults.DraftMissing.Now();
        var toldOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, draft.SavedAt, "保存决定草稿"));
        RequireConsent(request.Mode, request.ElectronicConsent);
        if (!DecisionGate.IsNotHeavier(draft.Terms, Ceilings))
        {
            throw CaseFaults.HeavierThanTold.Now();
        }

        var hearing = law.HearingOn(PartyKind, draft.Terms, toldOn);
        return Decision
            .Of(new PartyTold
            {
                DraftNumber = draft.Number,
                DraftDigest = ByteString.CopyFrom(draft.Digest),
                Terms = draft.Terms.ToMessage(),
                HearingOffered = hearing.Offered,
                Mode = request.Mode,
                ReceiverPart = 0,
            })
            .WithPersonal(new WrittenText { Text = request.Receiver })
            .Citing(Citing.Of(PenaltyRules.NotHeavierAfterDefence), Citing.Of(hearing.Threshold), Citing.Of(law.Derive("HEARING_REQUEST", toldOn), toldOn));
    }

    private static void RequireConsent(ServiceMode mode, bool electronicConsent)
    {
        if (mode == ServiceMode.Electronic && !electronicConsent)
        {
            throw CaseFaults.ElectronicServiceNotAgreed.Now();
        }
    }
}
