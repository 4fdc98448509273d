using System.Buffers;

namespace EnforcementPlatform.Ledger;

/// <summary>What a value of an entry may be. The writer and the reader both ask here, so neither makes what the other refuses.</summary>
internal static class EntryRules
{
    /// <summary>Largest integer that every JSON reader keeps exactly (RFC 7493 section 2.2).</summary>
    public const long LargestInteger = (1L << 53) - 1;

    public const int MostClaims = 16;
    public const int LongestToken = 255;

    /// <summary>Names are plain ASCII: an entry outlives every retention term, and a Chinese name has no place in it.</summary>
    private static readonly SearchValues<char> tokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~:/-");

    private static readonly SearchValues<char> idCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static void Token(string value, string key)
    {
        if (value.Length is 0 or > LongestToken || value.AsSpan().ContainsAnyExcept(tokenCharacters))
            throw new EntryFormatException(key, $"must be 1 to {LongestToken} of A-Z a-z 0-9 . _ ~ : / -");
    }

    public static void Id(string value)
    {
        if (value.Length != CommandId.Length || value.AsSpan().ContainsAnyExcept(idCharacters))
            throw new EntryFormatException("id", "must be 22 characters of base64url");
    }

    public static void By(string value)
    {
        Token(value, "by");
        var opaque = value.StartsWith("staff/", StringComparison.Ordinal)
            ? Guid.TryParseExact(value.AsSpan(6), "D", out _) && !value.AsSpan().ContainsAnyInRange('A', 'Z')
            : value.StartsWith("service/", StringComparison.Ordinal) && value.Length > 8;
        if (!opaque) throw new EntryFormatException("by", "must be staff/<uuid> in lower case, or service/<role>");
    }

    public static void Stream(string value)
    {
        Token(value, "c.s");
        if (value.IndexOf('/') <= 0 || value[^1] == '/')
            throw new EntryFormatException("c.s", "must be <kind>/<key>");
    }

    public static void Claim(Claim claim)
    {
        Stream(claim.Stream);
        Integer(claim.Version, "c.n");
        if (claim.Version < 1) throw new EntryFormatException("c.n", "versions start at 1");
        if (claim.Prev.Length != (claim.Version == 1 ? 0 : Leaf.Size))
            throw new EntryFormatException("c.prev", "must be empty for version 1 and 32 bytes after it");
    }

    public static void DistinctStreams(ReadOnlySpan<Claim> claims)
    {
        if (claims.Length is 0 or > MostClaims) throw new EntryFormatException("c", $"must hold 1 to {MostClaims} claims");
        for (var i = 1; i < claims.Length; i++)
            for (var j = 0; j < i; j++)
                if (claims[i].Stream == claims[j].Stream)
                    throw new EntryFormatException("c.s", "an entry claims a stream once");
    }

    public static void ClaimIndex(int index, int claims)
    {
        if (index < 0 || index >= claims) throw new EntryFormatException("typ", "names a claim that is not there");
    }

    public static void Digest(ReadOnlySpan<byte> digest, string key)
    {
        if (digest.Length != Leaf.Size) throw new EntryFormatException(key, "must be 32 bytes");
    }

    public static void Integer(long value, string key)
    {
        if (value is < 0 or > LargestInteger) throw new EntryFormatException(key, "must be an integer from 0 to 2^53-1");
    }

    public static void Ascending(string? before, string name)
    {
        Token(name, "x");
        if (before is not null && string.CompareOrdinal(before, name) >= 0)
            throw new EntryFormatException("x." + name, "is a duplicate, or keys are not in ascending order");
    }

    public static void Text(string value, string key)
    {
        if (!Nfc.Holds(value)) throw new EntryFormatException(key, "must be in Unicode normal form C");
    }
}
