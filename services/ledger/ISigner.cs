using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace EnforcementPlatform.Ledger;

/// <summary>A private key that may live in a file, a token or a cryptographic server (服务器密码机).</summary>
public interface ISigner
{
    /// <summary>32 bytes, RFC 8032 section 5.1.5.</summary>
    byte[] PublicKey { get; }

    /// <summary>Ed25519 signature, 64 bytes. MUST be safe for several threads; MUST NOT log what it signs.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}

/// <summary>An Ed25519 key held in memory.</summary>
public sealed class Ed25519Signer : ISigner
{
    /// <summary>Length of the seed, which is the whole secret.</summary>
    public const int SeedSize = 32;

    private readonly byte[] seed;

    public Ed25519Signer(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize) throw new ArgumentException($"An Ed25519 seed is {SeedSize} bytes.", nameof(seed));
        this.seed = seed.ToArray();
        PublicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(this.seed, 0, PublicKey, 0);
    }

    public byte[] PublicKey { get; }

    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedSize);

    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, message.ToArray(), 0, message.Length, signature, 0);
        return signature;
    }
}
