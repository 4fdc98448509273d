using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

public sealed class H8_The_order_of_the_course
{
    /// <summary>Of the contract, in the order of the table.</summary>
    private static ImmutableArray<CaseStage> Course { get; } =
    [
        CaseStage.Unspecified,
        .. OrdinaryPenalty.Table.Stages.Where(stage => stage.GoesOnFrom is null).Select(stage => Enum.GetValues<CaseStage>().Single(one => CaseLifecycle.CodeOf(one) == stage.Code)),
    ];

    [Fact]
    public void Every_stage_but_the_annulled_one_has_one_place() =>
        Assert.Equal(Enum.GetValues<CaseStage>().Where(stage => stage != CaseStage.Annulled).ToHashSet(), Course.ToHashSet());

    [Fact]
    public void No_stage_stands_twice() => Assert.Equal(Course.Length, Course.Distinct().Count());

    [Fact]
    public void The_contract_names_the_stages_as_the_table_does() => Assert.All(
        OrdinaryPenalty.Table.Stages,
        stage => Assert.Equal(stage.Words, Words.Of(Enum.GetValues<CaseStage>().Single(one => CaseLifecycle.CodeOf(one) == stage.Code))));

    /// <summary>Every action is a step of the table, and every step an action.</summary>
    [Fact]
    public void The_actions_are_the_steps_of_the_table() =>
        Assert.Equal(OrdinaryPenalty.Table.Steps.Select(step => step.Code).Order(), Enum.GetNames<CaseAction>().Order());

    [Fact]
    public void A_stage_is_reached_from_itself_on()
    {
        foreach (var (place, stage) in Course.Index())
        {
            Assert.All(Course[..place], earlier => Assert.False(earlier.HasReached(stage)));
            Assert.All(Course[place..], later => Assert.True(later.HasReached(stage)));
        }
    }

    [Fact]
    public void A_case_whose_decision_was_annulled_has_reached_no_stage_of_the_course() =>
        Assert.All(Course, stage => Assert.False(CaseStage.Annulled.HasReached(stage)));

    [Fact]
    public void Nothing_reaches_the_annulled_stage_on_the_course() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CaseStage.Archived.HasReached(CaseStage.Annulled));

    /// <summary>The lifecycle leads from each stage to the next one of the course in one action.</summary>
    [Fact]
    public void The_lifecycle_leads_along_the_course()
    {
        foreach (var (from, to) in Course.Zip(Course.Skip(1)))
        {
            Assert.Contains(Enum.GetValues<CaseAction>(), action => CaseLifecycle.Next(from, action) == to);
        }
    }
}
