using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Review.Facts;

namespace EnforcementPlatform.Review;

/// <summary>
/// A newer draft voids the review of an older one, and its pass. A case that was never submitted is passed over (what is submitted later is
/// its draft of that moment), and so is old news: it would only make what somebody is about to send stale.
/// </summary>
internal sealed class OnDraftChanged(Streams<ReviewState> reviews) : INoticeHandler<DraftChanged>
{
    public async Task Handle(DraftChanged changed, HandlerRun run)
    {
        var review = await reviews.Load(changed.CaseId, run.Ct);
        if (review.Exists && review.IsVoidedBy(changed.DraftNumber))
        {
            await run.Act(reviews, changed.CaseId, (state, _) => ValueTask.FromResult(state.NoteDraftChanged(changed)));
        }
    }
}

internal sealed partial record ReviewState
{
    /// <summary>True when a draft of this number changes anything: what was returned is expected to change.</summary>
    public bool IsVoidedBy(int draftNumber) =>
        draftNumber > Current.DraftNumber && Stage is ReviewStage.Submitted or ReviewStage.Assigned or ReviewStage.Passed;

    /// <summary>Kept whatever the draft under review is: no order of notices and submissions is refused here.</summary>
    public Decision NoteDraftChanged(DraftChanged notice)
    {
        Require(notice.DraftNumber > Current.DraftNumber ? ReviewAction.NoteNewerDraft : ReviewAction.NoteKnownDraft);
        return Decision.Of(new DraftChangeNoted { DraftNumber = notice.DraftNumber });
    }
}
