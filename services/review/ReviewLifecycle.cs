using System.ComponentModel;
using EnforcementPlatform.Contracts.Review;
using static EnforcementPlatform.Contracts.Review.ReviewStage;
using static EnforcementPlatform.Review.ReviewAction;

namespace EnforcementPlatform.Review;

/// <summary>What can be done with a review. Where the outcome decides the next stage, each outcome is an action of its own.</summary>
internal enum ReviewAction
{
    [Description("送审")]
    SubmitForReview,

    [Description("指定审核人员")]
    AssignReviewer,

    [Description("延长审核期限")]
    ExtendReview,

    [Description("作出通过意见")]
    PassDraft,

    [Description("作出退回意见")]
    ReturnDraft,

    [Description("重新送审")]
    ResubmitToReviewer,

    [Description("重新送审")]
    ResubmitForAssignment,

    [Description("登记草稿变更")]
    NoteNewerDraft,

    [Description("登记草稿变更")]
    NoteKnownDraft,
}

/// <summary>
/// The whole course of the legal review of a case (行政处罚法 58; 平工信〔2019〕99号 二(三)) in one table: the stage after an action, or null
/// where the stage does not allow it. What else must hold is said by each use case.
/// </summary>
internal static class ReviewLifecycle
{
    public static ReviewStage? Next(ReviewStage stage, ReviewAction action) => (stage, action) switch
    {
        (Unspecified, SubmitForReview) => Submitted,

        (Submitted or Assigned, AssignReviewer) => Assigned,
        (Submitted or Assigned, ExtendReview) => stage,
        (Assigned, PassDraft) => Passed,
        (Assigned, ReturnDraft) => Returned,

        // A draft that changed, or a case that learned more, is submitted again at any time; what is under way counts no more then.
        (Submitted or Assigned or Returned or Passed or Superseded, ResubmitToReviewer) => Assigned,
        (Submitted or Assigned or Returned or Passed or Superseded, ResubmitForAssignment) => Submitted,

        // A returned draft is expected to change; a reviewer's unfinished or finished work on an older one is void.
        (Submitted or Assigned or Passed or Superseded, NoteNewerDraft) => Superseded,
        (Returned, NoteNewerDraft) => Returned,
        (Submitted or Assigned or Returned or Passed or Superseded, NoteKnownDraft) => stage,

        _ => null,
    };
}
