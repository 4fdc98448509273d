using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// The notice that a review passed becomes a fact of the case: it opens the gate for that very draft, if it is still the draft and the
/// reviewer had no part in the case. Once the case has a draft nothing is refused here, so that no order of notices can park the case.
/// </summary>
internal sealed class OnReviewPassed(Streams<CaseState> cases) : INoticeHandler
{
    public string Publisher => ServiceRole.Review;

    public MessageDescriptor NoticeType => ReviewPassed.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var passed = (ReviewPassed)notice.Body;
        return run.Act(cases, passed.CaseId, (state, _) => ValueTask.FromResult(state.NoteReviewPassed(passed)));
    }
}

internal sealed partial record CaseState
{
    /// <summary>Keeps what review said, whatever the draft is by now.</summary>
    public Decision NoteReviewPassed(ReviewPassed notice)
    {
        Require(CaseAction.NoteReviewPassed);
        return Decision.Of(new ReviewPassNoted { DraftDigest = notice.DraftDigest, ReviewerId = notice.ReviewerId, PassedAt = notice.PassedAt });
    }
}
