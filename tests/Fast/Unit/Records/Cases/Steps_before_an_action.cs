using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>What is said to whoever does a step before its time or after it: lawful to obey, or nothing.</summary>
public sealed class Steps_before_an_action
{
    private const string Review = "法制审核通过（第五十八条）";

    [Fact]
    public void Are_told_as_committed() => Verified.Matches("Steps", string.Join('\n', Forbidden.Select(one => $"{one.Stage,-14} {one.Action,-20} {CaseLifecycle.Advice(one.Stage, one.Action)}")));

    [Fact]
    public void Lead_to_a_stage_that_allows_it()
    {
        foreach (var (stage, action) in Forbidden.Where(one => !Before(one.Stage, one.Action).IsEmpty))
        {
            var there = Before(stage, action).Aggregate((CaseStage?)stage, (at, step) => CaseLifecycle.Next(at!.Value, Enum.Parse<CaseAction>(step.Step)));
            Assert.NotNull(CaseLifecycle.Next(there!.Value, action));
        }

        Assert.Contains(Forbidden, one => Before(one.Stage, one.Action).Length > 2);
        Assert.Contains(Forbidden, one => Before(one.Stage, one.Action).IsEmpty);
    }

    [Fact]
    public void Never_decide_what_no_legal_review_has_passed()
    {
        Assert.All(Advice, said => Assert.False(DecidesUnreviewed(said), said));
        Assert.Contains(Advice, said => said.Contains("作出处罚决定", StringComparison.Ordinal));

        Assert.True(DecidesUnreviewed("请先告知拟处罚内容，然后作出处罚决定。"));
        Assert.True(DecidesUnreviewed($"请先依次办理：作出处罚决定；{Review}。然后记录送达。"));
    }

    [Fact]
    public void Never_lead_back_from_the_discussion_to_the_draft()
    {
        Assert.All(Forbidden.Where(one => one.Stage == CaseStage.Discussed), one => Assert.DoesNotContain("保存决定草稿", CaseLifecycle.Advice(one.Stage, one.Action), StringComparison.Ordinal));
        Assert.Contains("保存决定草稿", CaseLifecycle.Advice(CaseStage.Concluded, CaseAction.IssueDecision), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_not_made_up_where_the_ordinary_course_does_not_lead_there() => Assert.All(
        new[]
        {
            (CaseStage.Concluded, CaseAction.ConfirmRecord), (CaseStage.Concluded, CaseAction.RecordHearing), (CaseStage.Discussed, CaseAction.RecordHearing),
            (CaseStage.Discussed, CaseAction.AgreeInDiscussion), (CaseStage.Clue, CaseAction.AnnulDecision), (CaseStage.Decided, CaseAction.SaveDraft),
        },
        one => Assert.Equal("请核对案件的办理进度。", CaseLifecycle.Advice(one.Item1, one.Item2)));

    [Fact]
    public void Follow_the_order_in_which_the_gate_asks() => Assert.Equal(
        [
            CaseAction.SaveDraft, CaseAction.TellParty, CaseAction.RecordPartyResponse, CaseAction.NoteReviewPassed, CaseAction.AgreeInDiscussion,
        ],
        Before(CaseStage.Concluded, CaseAction.IssueDecision).Select(step => Enum.Parse<CaseAction>(step.Step)));

    private static ImmutableArray<CourseStep> Before(CaseStage stage, CaseAction action) => OrdinaryPenalty.Table.Before(CaseLifecycle.CodeOf(stage), action.ToString());

    private static bool DecidesUnreviewed(string said) =>
        said.IndexOf("作出处罚决定", StringComparison.Ordinal) is >= 0 and var decided
        && said.IndexOf("法制审核通过", StringComparison.Ordinal) is var reviewed
        && (reviewed < 0 || reviewed > decided);

    private static string[] Advice => [.. Forbidden.Select(one => CaseLifecycle.Advice(one.Stage, one.Action))];

    private static (CaseStage Stage, CaseAction Action)[] Forbidden { get; } =
    [
        .. from stage in Enum.GetValues<CaseStage>()
           from action in Enum.GetValues<CaseAction>()
           where CaseLifecycle.Next(stage, action) is null
           select (stage, action),
    ];
}
