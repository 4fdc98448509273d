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
            .Text(request.NewFacts, "new_facts", max: 5_000, min: 0)
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
    /// party's time anew, and none may be heavier than one that the party already answered (45), unless it tells of facts that were found since.
    /// </summary>
    public Decision TellParty(IActContext act, TellPartyRequest request, LawInForce law)
    {
        Require(CaseAction.TellParty);
        var draft = Draft ?? throw CaseFaults.DraftMissing.Now();
        var toldOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, draft.SavedAt, "保存决定草稿"));
        RequireConsent(request.Mode, request.ElectronicConsent);
        var renewed = request.NewFacts.Length > 0;
        if (renewed)
        {
            RequireNewFacts(draft);
        }
        else if (!DecisionGate.IsNotHeavier(draft.Terms, Ceilings))
        {
            throw CaseFaults.HeavierThanTold.Now();
        }

        var hearing = law.HearingOn(PartyKind, draft.Terms, toldOn);
        var told = new PartyTold
        {
            DraftNumber = draft.Number,
            DraftDigest = ByteString.CopyFrom(draft.Digest),
            Terms = draft.Terms.ToMessage(),
            HearingOffered = hearing.Offered,
            Mode = request.Mode,
            ReceiverPart = 0,
            EffectiveOn = DeemedOn(request.Mode, toldOn, law),
        };
        var servedOn = told.EffectiveOn.Length > 0 ? IsoDay.Parse(told.EffectiveOn) : toldOn;
        if (renewed)
        {
            told.NewFactsPart = 1;
        }

        var decision = Decision.Of(told).WithPersonal(new WrittenText { Text = request.Receiver });
        return (renewed ? decision.WithPersonal(new WrittenText { Text = request.NewFacts }) : decision).Citing(
            Citing.Of(PenaltyRules.NotHeavierAfterDefence),
            Citing.Of(hearing.Threshold),
            Citing.Of(law.Derive(GivenTelling.AnswerRule, servedOn), servedOn));
    }

    /// <summary>行政处罚法 45(2) forbids a heavier penalty because of the defence, not because of what was found since: so the draft must find other facts.</summary>
    private void RequireNewFacts(SavedDraft draft)
    {
        if (Telling is null || Telling.Content.Require().FactsFound == draft.Content.Require().FactsFound)
        {
            throw CaseFaults.NewFactsNotFound.Now();
        }
    }

    private static void RequireConsent(ServiceMode mode, bool electronicConsent)
    {
        if (mode == ServiceMode.Electronic && !electronicConsent)
        {
            throw CaseFaults.ElectronicServiceNotAgreed.Now();
        }
    }
}
