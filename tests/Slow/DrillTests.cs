using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Host.Product;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>The kill drill against the real product, and against one whose store forgets what it acknowledged.</summary>
public class DrillTests
{
    private const int Seed = 2026;

    [Fact]
    public async Task Three_kills_lose_nothing_and_double_nothing()
    {
        var (code, printed) = await Command.Run("drill", "kill", "--rounds", "3", "--seed", $"{Seed}");
        Assert.True(code == CommandLine.Done, printed);
        Assert.Empty(Command.Children());
    }

    /// <summary>Three quick plays of <c>drill faults</c>; the others are played by hand and by <c>./test --all</c>.</summary>
    [Theory]
    [InlineData("stop")]
    [InlineData("changed-row")]
    [InlineData("few-descriptors")]
    public async Task A_fault_is_noticed_and_its_cure_cures(string play)
    {
        var (code, printed) = await Command.Run("drill", "faults", "--only", play, "--seed", $"{Seed}");
        Assert.True(code == CommandLine.Done, printed);
        Assert.Empty(Command.Children());
    }

    [Fact]
    public async Task A_store_that_loses_its_newest_commits_with_the_power_is_caught()
    {
        using var folder = new TemporaryFolder();
        await using var victim = new ForgetfulPlatform(ProductFolders.In(folder.Path));
        await using var printed = new StringWriter();
        var summary = await new KillDrill(victim, Command.Ledgers, stories: 0, rounds: 3, Seed, printed).Run(TestContext.Current.CancellationToken);
        Assert.Contains(summary.Faults, fault => fault.Contains("已确认的操作丢失", StringComparison.Ordinal));
    }
}
