using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

public sealed class H8_The_order_of_the_course
{
    [Fact]
    public void Every_stage_but_the_annulled_one_has_one_place() =>
        Assert.Equal(Enum.GetValues<CaseStage>().Where(stage => stage != CaseStage.Annulled).ToHashSet(), CourseOrder.Stages.ToHashSet());

    [Fact]
    public void No_stage_stands_twice() => Assert.Equal(CourseOrder.Stages.Length, CourseOrder.Stages.Distinct().Count());

    [Fact]
    public void A_stage_is_reached_from_itself_on()
    {
        foreach (var (place, stage) in CourseOrder.Stages.Index())
        {
            Assert.All(CourseOrder.Stages[..place], earlier => Assert.False(earlier.HasReached(stage)));
            Assert.All(CourseOrder.Stages[place..], later => Assert.True(later.HasReached(stage)));
        }
    }

    [Fact]
    public void A_case_whose_decision_was_annulled_has_reached_no_stage_of_the_course() =>
        Assert.All(CourseOrder.Stages, stage => Assert.False(CaseStage.Annulled.HasReached(stage)));

    [Fact]
    public void Nothing_reaches_the_annulled_stage_on_the_course() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CaseStage.Archived.HasReached(CaseStage.Annulled));

    /// <summary>The lifecycle leads from each stage to the next one of the course in one action.</summary>
    [Fact]
    public void The_lifecycle_leads_along_the_course()
    {
        foreach (var (from, to) in CourseOrder.Stages.Zip(CourseOrder.Stages.Skip(1)))
        {
            Assert.Contains(Enum.GetValues<CaseAction>(), action => CaseLifecycle.Next(from, action) == to);
        }
    }
}
