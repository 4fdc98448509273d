using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<IssueDecisionResponse> IssueDecision(IssueDecisionRequest request, ServerCallContext context)
    {
        new Check().Change(request.CaseId, request.Etag, request.RequestId).ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) =>
            {
                var shown = await reviews.FindClearance(state.Id, state.DraftToDecide().Digest, act.Ct);
                state.RequireDecidable(act, shown, law, await files.Load(state.Id, act.Ct));
                var (number, file) = await TakeNumber(state, act);

                // Read after it was taken: what is added to the file from now on clashes with this entry.
                return state.IssueDecision(act, shown, number, law, await files.Load(state.Id, act.Ct)).WithFactOf(file, new FileDecided());
            },
            state => new IssueDecisionResponse { Case = Show(state, law) });
    }

    /// <summary>The next number of the organ's series of this year, without gaps, since it is a claim of the same entry; and with it the file of the case.</summary>
    private async ValueTask<(OfficialNumber Number, Taken File)> TakeNumber(CaseState state, IActContext act)
    {
        var word = await organs.DocumentWordOf(state.Organ, act.Ct);
        var series = new NumberSeries(state.Organ, NumberSeries.Penalty, act.Today.Year);
        var taken = await act.Take(series.Stream, files.NameOf(state.Id));
        return (series.NumberOf(word, "罚", taken[0], act.Today), taken[1]);
    }
}

internal sealed partial record CaseState
{
    /// <summary>The draft that review is asked about; refused where the stage allows no decision.</summary>
    public SavedDraft DraftToDecide()
    {
        Require(CaseAction.IssueDecision);
        return Draft!;
    }

    /// <summary>The gate. <paramref name="shown"/> is what review answered a moment ago; null: it has none.</summary>
    public void RequireDecidable(IActContext act, ShownClearance? shown, LawInForce law, CaseFileState file, DecisionGate? gate = null)
    {
        Require(CaseAction.IssueDecision);
        (gate ?? DecisionGate.Standing).Require(GateStep.Deciding, GateFacts.Of(this, file, act, law, shown));
    }

    /// <summary>行政处罚决定 (行政处罚法 57, 59). The facts carry where and how anyone can check that the review came first (58).</summary>
    public Decision IssueDecision(IActContext act, ShownClearance? shown, OfficialNumber number, LawInForce law, CaseFileState file, DecisionGate? gate = null)
    {
        RequireDecidable(act, shown, law, file, gate);
        var clearance = shown!.Clearance;
        var decided = new PenaltyDecided
        {
            Number = number.Text,
            IssuerId = act.Actor.PersonId,
            DraftDigest = ByteString.CopyFrom(Draft!.Digest),
            Terms = Draft.Terms.ToMessage(),
            Clearance = new()
            {
                Origin = clearance.Origin,
                Position = clearance.Position,
                LeafHash = clearance.LeafHash,
                Checkpoint = clearance.Checkpoint,
                ReviewerId = clearance.ReviewerId,
                InclusionProof = { clearance.InclusionProof },
            },
        };
        var filedOn = ShanghaiTime.DateOf(FiledAt!.Value);
        return Decision
            .Of(decided)
            .WithFactOf(number.Taken, new NumberTaken { Number = number.Text, CaseId = Id })
            .WithValue("number", number.Text)
            .WithNotice(Announcing(decided, act.Today))
            .Citing(
                Citing.Of(PenaltyRules.LegalReviewPassed),
                Citing.Of(PenaltyRules.ReviewerNotHandler),
                Citing.Of(PenaltyRules.ReviewerNotIssuer),
                Citing.Of(PenaltyRules.ToldBeforeDecision),
                Citing.Of(PenaltyRules.PartyHeard),
                Citing.Of(PenaltyRules.HearingHeldOrWaived),
                Citing.Of(PenaltyRules.NotHeavierAfterDefence),
                Citing.Of(PenaltyRules.CollectivelyDiscussed),
                Citing.Of(PenaltyRules.DiscussedAfterReview),
                Citing.Of(law.HearingOn(PartyKind, Draft.Terms, act.Today).Threshold),
                Citing.Of(PenaltyRules.DecidedInTime, law.Derive("PENALTY_DECIDE", filedOn).LastDay, act.Today))
            .Citing(Citing.Of(law.FineRangeOn(Draft.Terms, act.Today)));
    }

    private DecisionIssued Announcing(PenaltyDecided decided, DateOnly today) => new()
    {
        CaseId = Id,
        Department = Department,
        Number = decided.Number,
        DecidedOn = IsoDay.Write(today),
        DraftDigest = decided.DraftDigest,
        Terms = decided.Terms,
        PartyKind = PartyKind,
        HandlerIds = { Handlers },
        IssuerId = decided.IssuerId,
        Clearance = decided.Clearance,
        PartyDigest = ByteString.CopyFrom(Party!.Commitment),
    };
}
