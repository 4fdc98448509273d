using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

public sealed class AfterTokensTests
{
    [Fact]
    public void A_token_reads_back_as_it_was_written()
    {
        var token = AfterTokens.Format(new Dictionary<string, long> { ["review"] = 7, ["records"] = 120 });

        Assert.Equal("records@120,review@7", token);
        Assert.Equal([("records", 120L), ("review", 7L)], AfterTokens.Parse(token).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("records@120", "review@7", "records@120,review@7")]
    [InlineData("records@120", "records@7", "records@120")]
    [InlineData("records@7,review@9", "records@120,review@1", "records@120,review@9")]
    [InlineData("", "records@1", "records@1")]
    public void Two_tokens_together_keep_the_later_position_of_each_role(string first, string second, string merged) =>
        Assert.Equal(merged, AfterTokens.Merge(first, second));

    [Theory]
    [InlineData("records")]
    [InlineData("@5")]
    [InlineData("records@")]
    [InlineData("records@-1")]
    [InlineData("records@1x")]
    [InlineData("records@99999999999999999999")]
    public void A_token_that_we_did_not_write_is_a_violation(string token)
    {
        var fault = Assert.Throws<Fault>(() => AfterTokens.Parse(token));

        Assert.Equal(AfterTokens.Header, Assert.Single(fault.Violations).Field);
    }
}
