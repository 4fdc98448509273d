using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Clock;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

public sealed class ClockExplainTests
{
    [Fact]
    public async Task A_publication_limit_over_the_national_day_is_counted_step_by_step()
    {
        var printed = await Run("PUB_PENALTY", "2026-09-30");

        Assert.Contains("2026年10月15日", printed, StringComparison.Ordinal);
        Assert.Contains("国庆", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arguments_every_key_is_listed()
    {
        var printed = await Run();

        Assert.All(EnforcementPlatform.Law.DeadlineCatalogue.All, rule => Assert.Contains(rule.Key, printed, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("没有“NO_SUCH”这个期限代码", "NO_SUCH", "2026-09-30")]
    [InlineData("yyyy-MM-dd格式", "PUB_PENALTY", "30.9.2026")]
    [InlineData("2000年至2099年", "PUB_PENALTY", "2131-01-01")]
    [InlineData("yyyy-MM-ddTHH:mm", "COERCE_EMERGENCY_REPORT", "2026-09-30")]
    [InlineData("期限代码和起算日", "PUB_PENALTY")]
    public async Task A_wrong_call_says_what_is_wrong(string sentence, params string[] args)
    {
        var refused = await Assert.ThrowsAsync<UsageException>(() => Run(args));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<string> Run(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await new ClockExplainCommand(output).Run(args, TestContext.Current.CancellationToken));
        return output.ToString();
    }
}
