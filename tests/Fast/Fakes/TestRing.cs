using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What vouches for ledgers of tests.</summary>
public static class TestRing
{
    public const string Origin = "ep.example.cn/records/0123456789ab";

    /// <summary>The ring in a key directory, made where there is none.</summary>
    public static VouchRing In(string directory) => VouchRing.ReadOrMake(directory, "records", Origin);
}
