using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What vouches for ledgers of tests: one key for all of them.</summary>
public static class TestRing
{
    public const string Origin = "ep.example.cn/records/0123456789ab";

    private static readonly byte[] key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    /// <summary>The ring without a file.</summary>
    public static VouchRing Ring { get; } = Of(Origin);

    /// <summary>Opens any ledger as that of this ring.</summary>
    public static OpenRing Open { get; } = (_, _) => Ring;

    /// <summary>The same key for another log.</summary>
    public static VouchRing Of(string origin) => new(origin, [new(1, KeyedTags.HmacSha256, key, origin)]);

    /// <summary>Tags of one purpose, of the ring that all tests share.</summary>
    public static KeyedTags Tags(string purpose) => Ring.For(purpose);

    /// <summary>The ring in a key directory, made where there is none.</summary>
    public static VouchRing In(string directory)
    {
        if (VouchRing.Read(directory, "records", Origin) is null)
        {
            RingFile.Write(VouchRing.FileIn(directory, "records"), [.. RingFile.Read(VouchRing.FileIn(directory, "records")), new(1, KeyedTags.HmacSha256, key, Origin)]);
        }

        return VouchRing.Read(directory, "records", Origin)!;
    }
}
