using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>What stands in the way of a decision, by which article, and who has to clear it.</summary>
internal static class Hindrances
{
    private static readonly string Reviewed = new Citation(Instruments.PenaltyLaw, 58).ToChinese();
    private static readonly string TwoOfficers = new Citation(Instruments.PenaltyLaw, 42).ToChinese();

    public static ImmutableArray<Block> OfDecision(OversightState state, CaseCourse course) =>
    [
        .. course.Pending
            ? [Of(BlockReason.RecordsPending, TwoOfficers, "有笔录待第二名执法人员确认，或者更正、作废待审批。请承办人员、审批人员办理。")]
            : Nothing,
        .. state.IsCleared ? Nothing : state.Review is { Stage: ReviewStage.Returned } returned
            ? [Of(BlockReason.DraftReturned, Reviewed, $"第{returned.Round}轮送审的草稿被法制审核退回，未经法制审核通过不得作出决定。请承办机构修改后重新送审。")]
            : IsPrepared(course)
                ? [Of(BlockReason.ReviewNotPassed, Reviewed, WhyNotPassed(state, course))]
                : Nothing,
    ];

    private static string WhyNotPassed(OversightState state, CaseCourse course) => (UnderReview(state), course.Cleared) switch
    {
        (true, _) => "当前草稿正在法制审核，未经审核通过不得作出决定。",
        (_, true) => "法制审核通过后，案卷又增加了证据或者笔录，未经重新审核通过不得作出决定。请承办机构重新送审。",
        _ => "当前草稿没有通过的法制审核，未经审核通过不得作出决定。请承办机构送审。",
    };

    /// <summary>Who has to act next for the decision, and in which department.</summary>
    public static (Bearer Bearer, string Department) BearerOfDecision(OversightState state, CaseCourse course)
    {
        if (state.IsCleared && !course.Pending && IsPrepared(course))
        {
            return (Bearer.OrganHead, "");
        }

        return IsPrepared(course) && UnderReview(state) && !course.Pending
            ? (Bearer.LegalDepartment, state.LegalDepartment)
            : (Bearer.Handlers, course.Department);
    }

    /// <summary>Once the party was told, the decision is the next step (行政处罚法 44, 57).</summary>
    private static bool IsPrepared(CaseCourse course) => course.Stage is CaseStage.Told or CaseStage.Discussed;

    private static bool UnderReview(OversightState state) => state.Review is { Stage: ReviewStage.Submitted or ReviewStage.Assigned };

    private static ImmutableArray<Block> Nothing => [];

    private static Block Of(BlockReason reason, string article, string explanation) => new() { Reason = reason, Article = article, Explanation = explanation };
}
