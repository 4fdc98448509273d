using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Records.Facts;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// The notice that a review passed becomes a fact of the case: it opens the gate for that very draft, if it is still the draft and the
/// reviewer had no part in the case. Whatever the stage of the case, the notice is kept and nothing refused. Only a notice about a case
/// that this ledger does not hold is refused, and so waits for two persons: somebody must find out whose it is.
/// </summary>
internal sealed class OnReviewPassed(Streams<CaseState> cases) : INoticeHandler<ReviewPassed>
{
    public Task Handle(ReviewPassed passed, HandlerRun run) =>
        run.Act(cases, passed.CaseId, (state, _) => ValueTask.FromResult(state.NoteReviewPassed(passed, run.Notice.Origin, run.Notice.Position)));
}

internal sealed partial record CaseState
{
    /// <summary>Keeps what review said, whatever the draft is by now, and where in its ledger it said so.</summary>
    public Decision NoteReviewPassed(ReviewPassed notice, string origin, long position)
    {
        if (Stage == CaseStage.Unspecified)
        {
            throw CaseFaults.ReviewedCaseUnknown.Now();
        }

        return Decision.Of(new ReviewPassNoted
        {
            DraftDigest = notice.DraftDigest,
            ReviewerId = notice.ReviewerId,
            PassedAt = notice.PassedAt,
            CaseVersion = notice.CaseVersion,
            FileVersion = notice.FileVersion,
            Origin = origin,
            Position = position,
        });
    }
}
