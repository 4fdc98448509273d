using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>Says that an act was refused, and with what.</summary>
internal static class Refused
{
    public static void With(FaultType expected, Action act)
    {
        var fault = Assert.Throws<Fault>(act);
        Assert.Equal(expected.Reason, fault.Type.Reason);
        Assert.DoesNotContain('{', fault.Sentence);
    }
}
