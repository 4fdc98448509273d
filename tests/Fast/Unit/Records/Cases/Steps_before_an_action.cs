using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>What is said to whoever does a step before its time or after it.</summary>
public sealed class Steps_before_an_action
{
    [Fact]
    public void Are_told_as_committed() => Verified.Matches("Steps", string.Join('\n', Forbidden.Select(one => $"{one.Stage,-14} {one.Action,-20} {CaseSteps.ToChinese(one.Stage, one.Action)}")));

    [Fact]
    public void Lead_to_a_stage_that_allows_it()
    {
        foreach (var (stage, action) in Forbidden)
        {
            if (CaseSteps.Before(stage, action) is { } steps)
            {
                var there = steps.Aggregate((CaseStage?)stage, (at, step) => CaseLifecycle.Next(at!.Value, step));
                Assert.NotNull(CaseLifecycle.Next(there!.Value, action));
            }
        }

        Assert.Contains(Forbidden, one => CaseSteps.Before(one.Stage, one.Action) is { Length: > 2 });
        Assert.Contains(Forbidden, one => CaseSteps.Before(one.Stage, one.Action) is null);
    }

    private static (CaseStage Stage, CaseAction Action)[] Forbidden { get; } =
    [
        .. from stage in Enum.GetValues<CaseStage>()
           from action in Enum.GetValues<CaseAction>()
           where CaseLifecycle.Next(stage, action) is null
           select (stage, action),
    ];
}
