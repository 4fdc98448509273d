using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// A decision fell: what was not published never will be, what was published must be withdrawn within three working days (行政处罚法 48, 85).
/// It may be told before the decision itself, which another handler hears.
/// </summary>
internal sealed class OnDecisionAnnulled(Streams<DisclosureState> disclosures) : INoticeHandler<DecisionAnnulled>
{
    public Task Handle(DecisionAnnulled annulled, HandlerRun run) =>
        run.Act(disclosures, annulled.CaseId, (state, _) => ValueTask.FromResult(state.NoteAnnulment(annulled)));
}

internal sealed partial record DisclosureState
{
    /// <summary>The notice is the fact. What is public is marked in the same entry, so that nobody takes the decision for one that stands.</summary>
    public Decision NoteAnnulment(DecisionAnnulled annulled)
    {
        Require(DisclosureAction.NoteAnnulment);
        var decision = Decision.Of(annulled);
        return Published is null ? decision : decision.WithNotice(new DisclosedDecisionAnnulled
        {
            DisclosureId = Id,
            Version = Published.Number,
            DocumentNumber = Issued!.Number,
            OrganName = Issued.OrganName,
            Ground = annulled.Ground,
            AnnulledOn = annulled.AnnulledOn,
        });
    }
}
