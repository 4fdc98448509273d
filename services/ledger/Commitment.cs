using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// A salted commitment to a part: HMAC over the plaintext, keyed by the part's own random salt. The salt is stored
/// with the part and destroyed with it; then the commitment can no longer be tied to any guessed text.
/// </summary>
public static class Commitment
{
    /// <summary>Exact length of a salt. HMAC pads shorter keys with zeros, so any other length would open a second preimage.</summary>
    public const int SaltSize = 32;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltSize);

    /// <summary>Salts for all parts of an entry. One request for randomness: the request, not its length, is what costs.</summary>
    public static byte[][] NewSalts(int count)
    {
        var bytes = RandomNumberGenerator.GetBytes(count * SaltSize);
        var salts = new byte[count][];
        for (var i = 0; i < count; i++) salts[i] = bytes[(i * SaltSize)..((i + 1) * SaltSize)];
        CryptographicOperations.ZeroMemory(bytes);
        return salts;
    }

    /// <summary>HMAC-SHA-256 (RFC 2104), 32 bytes.</summary>
    /// <exception cref="ArgumentException">The salt is not exactly 32 bytes.</exception>
    public static byte[] Compute(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> plaintext)
    {
        RequireSalt(salt);
        return HMACSHA256.HashData(salt, plaintext);
    }

    /// <summary>HMAC-SM3 (GB/T 32905), 32 bytes, for the national-cryptography profile.</summary>
    /// <exception cref="ArgumentException">The salt is not exactly 32 bytes.</exception>
    public static byte[] ComputeSm3(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> plaintext)
    {
        RequireSalt(salt);
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(salt));
        mac.BlockUpdate(plaintext);
        var digest = new byte[mac.GetMacSize()];
        mac.DoFinal(digest, 0);
        return digest;
    }

    /// <summary>True if <paramref name="part"/> commits to this salt and plaintext; a salt of any other length never does.</summary>
    public static bool Verify(PartDigest part, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> plaintext) =>
        salt.Length == SaltSize
        && part.Length == plaintext.Length
        && CryptographicOperations.FixedTimeEquals(part.Digest, Compute(salt, plaintext))
        && (part.Sm3 is null || CryptographicOperations.FixedTimeEquals(part.Sm3, ComputeSm3(salt, plaintext)));

    private static void RequireSalt(ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltSize)
            throw new ArgumentException($"A salt is exactly {SaltSize} bytes, not {salt.Length}.", nameof(salt));
    }
}
