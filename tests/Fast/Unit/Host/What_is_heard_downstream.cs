using EnforcementPlatform.Host.Drill;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>The kill drill counts downstream: what records told is kept by supervision once.</summary>
public sealed class What_is_heard_downstream
{
    private const string Origin = "ep.test/records/1";

    private static readonly Told[] Progress = [new(Origin, 3, "cases/a"), new(Origin, 5, "cases/a"), new(Origin, 6, "cases/b")];

    [Fact]
    public void Once_each_is_right() => Assert.Empty(Downstream.Check(Progress, [Of(3, "a"), Of(5, "a"), Of(6, "b")]));

    [Fact]
    public void News_that_was_overtaken_need_not_be_kept() => Assert.Empty(Downstream.Check(Progress, [Of(5, "a"), Of(6, "b")]));

    [Fact]
    public void News_that_did_not_come_is_lost()
    {
        Assert.Equal([Finding.NotHeard], Downstream.Check(Progress, [Of(3, "a"), Of(6, "b")]).Select(fault => fault.Finding));
        Assert.Equal([Finding.NotHeard], Downstream.Check(Progress, [Of(5, "a")]).Select(fault => fault.Finding));
    }

    [Fact]
    public void News_that_is_kept_twice_is_doubled() =>
        Assert.Equal([Finding.HeardTwice], Downstream.Check(Progress, [Of(3, "a"), Of(5, "a"), Of(5, "a"), Of(6, "b")]).Select(fault => fault.Finding));

    private static Heard Of(long position, string key) => new(Origin, position, $"oversight/{key}", "enforcement.supervision.facts.v1.CaseNoted");
}
