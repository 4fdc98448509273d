using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<SaveDraftResponse> SaveDraft(SaveDraftRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Draft(request.Content)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.SaveDraft(act, request, law),
            state => new SaveDraftResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>
    /// The draft of the decision (行政处罚法 57, 59). Its digest is the salted commitment of the text, new with every saving; so this very
    /// entry closes the gate that a review of an earlier draft had opened.
    /// </summary>
    public Decision SaveDraft(IActContext act, SaveDraftRequest request, LawInForce law)
    {
        Require(CaseAction.SaveDraft);
        var content = request.Content;
        var age = AgeOfParty();
        PenaltyRules.PartyNotUnder14.Require(age);
        PenaltyRules.PartyUnder18Lightened.Require(new(age, content.Discretion is Discretion.Lighter or Discretion.Mitigated));
        var terms = Terms.Of(content.Terms);
        var range = law.FineRangeOn(terms, act.Today);
        if (range?.Range is { } known)
        {
            PenaltyRules.FineWithinRange.Require(new(
                terms.FineFen, known.Number("min_fen"), known.Number("max_fen"), content.Discretion == Discretion.Mitigated));
        }

        return Decision
            .Of(new DraftSaved
            {
                Number = (Draft?.Number ?? 0) + 1,
                DrafterId = act.Actor.PersonId,
                Terms = content.Terms,
                ContentPart = 0,
            })
            .WithPersonal(content)
            .WithNotice(new DraftChanged { CaseId = Id, DraftNumber = (Draft?.Number ?? 0) + 1, Department = Department })
            .Citing(Citing.Of(range))
            .Citing(age.IsUnder(18) ? [Citing.Of(PenaltyRules.PartyUnder18Lightened)] : []);
    }
}
