using Xunit;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What a test needs of the machine.</summary>
internal static class Needs
{
    /// <summary>Without it a developer's test is skipped; where CI=true (<c>.ci/run</c>) it fails, so that no proof is lost in silence.</summary>
    public static void Tool(bool isThere, string otherwise) => Tool(isThere, otherwise, Environment.GetEnvironmentVariable("CI") == "true");

    internal static void Tool(bool isThere, string otherwise, bool isCi)
    {
        Assert.True(isThere || !isCi, otherwise);
        Assert.SkipUnless(isThere, otherwise);
    }
}
