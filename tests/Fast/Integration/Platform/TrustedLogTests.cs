using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Microsoft.Extensions.DependencyInjection;
using EnforcementPlatform.Review;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Whose checkpoints a process believes: the key it was given, or its own role's; never anybody else's.</summary>
public sealed class TrustedLogTests(CaseFixture records) : IClassFixture<CaseFixture>
{
    [Fact]
    public async Task The_key_in_the_settings_is_believed()
    {
        var policy = await Logs.Of("review", Ct);

        Assert.Equal(records.Review.Log.Key.ToString(), Assert.Single(policy!.Logs).ToString());
    }

    [Fact]
    public async Task The_ledger_of_a_role_in_this_process_is_believed_by_its_own_key_which_lies_beside_its_data()
    {
        var policy = await Logs.Of("records", Ct);
        var options = records.Services.GetRequiredService<PlatformOptions>();

        var key = NoteKey.Parse((await File.ReadAllTextAsync(Path.Combine(options.DataDirectory, "records", "vkey"), Ct)).TrimEnd('\n'));

        Assert.Equal(key.ToString(), Assert.Single(policy!.Logs).ToString());
        Assert.StartsWith($"{options.Installation}/records/", key.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_elsewhere_that_nobody_named_is_not_believed() => Assert.Null(await Logs.Of("public", Ct));

    [Theory]
    [InlineData("not a key")]
    [InlineData("ep.test/review+00000000+AUZSLNldG6BCdDo4Xg9jfmjIV2dBZFzp1G7nTdvg6C0K")]
    public void A_key_that_is_none_stops_the_start(string key)
    {
        var options = new PlatformOptions { TrustedLogs = new() { ["review"] = key } };

        var refused = Assert.Throws<SettingsException>(() => options.ThrowIfWrong([new ReviewModule()]));

        Assert.Contains("TrustedLogs:review", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ITrustedLogs Logs => records.Services.GetRequiredService<ITrustedLogs>();
}
