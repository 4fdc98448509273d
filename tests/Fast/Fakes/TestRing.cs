using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What vouches for ledgers of tests.</summary>
public static class TestRing
{
    public const string Origin = "ep.example.cn/records/0123456789ab";

    private static readonly Lazy<VouchRing> shared = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("enforce-ring-").FullName;
        try
        {
            return In(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    /// <summary>Tags of one purpose, of a ring that all tests of a run share.</summary>
    public static KeyedTags Tags(string purpose) => shared.Value.For(purpose);

    /// <summary>The ring in a key directory, made where there is none.</summary>
    public static VouchRing In(string directory) => VouchRing.ReadOrMake(directory, "records", Origin);
}
