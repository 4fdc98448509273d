using EnforcementPlatform.Records.Cases;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>The exhaustive walk: with every condition it finds no way past the law, and without any single one of them it finds one.</summary>
public sealed class The_gate_walked
{
    public static TheoryData<string> Conditions => [.. DecisionGate.Standing.Conditions.Select(condition => condition.Name)];

    [Fact]
    public void Is_passed_on_no_path_that_lacks_what_the_law_demands()
    {
        var walk = GateWalk.Of(DecisionGate.Standing).Run();

        Assert.Empty(walk.Holes);
        Assert.True(walk.Decisions > 0, "the walk must reach decisions, or it proves nothing");
        TestContext.Current.TestOutputHelper?.WriteLine($"{walk.States} states, {walk.Refusals} refusals, {walk.Decisions} decisions");
    }

    /// <summary>Each condition that stands, removed alone from discussion and decision: a condition that nobody would miss is none.</summary>
    [Theory]
    [MemberData(nameof(Conditions))]
    public void G2_Would_be_found_open_by_the_walk_without(string condition)
    {
        var open = DecisionGate.Standing.Without(condition);
        Assert.Equal(DecisionGate.Standing.Conditions.Length - 1, open.Conditions.Length);

        var hole = condition == "hearing right told" ? LowThresholdWalk(open).Run().Holes : GateWalk.Of(open).Run().Holes;

        Assert.NotEmpty(hole);
        TestContext.Current.TestOutputHelper?.WriteLine(hole[0]);
    }

    /// <summary>A fine that gave no right to a hearing when the party was told, and gives it by the law of the day of the decision.</summary>
    [Fact]
    public void Is_passed_on_no_path_when_the_threshold_falls_after_the_notice()
    {
        var walk = LowThresholdWalk(DecisionGate.Standing).Run();

        Assert.Empty(walk.Holes);
        Assert.True(walk.States > 100, $"only {walk.States} states");
    }

    private static GateWalk LowThresholdWalk(DecisionGate gate)
    {
        var small = Fine(40_000) with { ArticleApplied = "《民用爆炸物品安全管理条例》第五十条" };
        return new(gate, small, small, LawWithThreshold(10_000_00));
    }
}
