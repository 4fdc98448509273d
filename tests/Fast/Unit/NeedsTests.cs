using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;
using Xunit.Sdk;

namespace EnforcementPlatform.Tests.Fast.Unit;

public sealed class NeedsTests
{
    [Fact]
    public void A_missing_tool_skips_a_test_on_a_desk_and_fails_it_in_CI()
    {
        Assert.Equal(typeof(TrueException), Thrown(isThere: false, isCi: true));
        Assert.Equal(typeof(SkipException), Thrown(isThere: false, isCi: false));
        Assert.Null(Thrown(isThere: true, isCi: true));
    }

    /// <summary>By hand: the test library's own ways let a skip through to the test that catches it.</summary>
    private static Type? Thrown(bool isThere, bool isCi)
    {
        try
        {
            Needs.Tool(isThere, "no tool", isCi);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown.GetType();
        }
    }
}
