using System.Buffers.Binary;
using System.Security.Cryptography;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Adapters.Files;

/// <summary>
/// Format of a blob's file. A header of 256 bytes: magic (8), root (32), plaintext length (8, big-endian), length of the wrapped key (2),
/// wrapped key, zeros, and in the last 32 bytes HMAC-SHA-256 over the 224 before under a key derived from the blob's. Then chunks of
/// 64 KiB plaintext, each AES-256-GCM under the blob's key with its index as nonce, and a tag of 16 bytes. The header binds the chunks to
/// the root and to their number: no chunk can be moved, cut off or taken from another blob.
/// </summary>
internal static class SealedFile
{
    public const int HeaderSize = 256;
    public const int ChunkSize = 64 * 1024;
    public const int TagSize = 16;
    public const int KeySize = 32;

    private const int RootAt = 8;
    private const int LengthAt = 40;
    private const int WrappedLengthAt = 48;
    private const int WrappedAt = 50;
    private const int MacAt = HeaderSize - 32;

    private static ReadOnlySpan<byte> Magic => "EPBLOB1\n"u8;

    public static byte[] Header(byte[] key, byte[] wrapped, byte[] root, long length)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        root.CopyTo(header.AsSpan(RootAt));
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(LengthAt), length);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(WrappedLengthAt), checked((short)wrapped.Length));
        wrapped.CopyTo(header.AsSpan(WrappedAt, MacAt - WrappedAt));
        Mac(key, header).CopyTo(header.AsSpan(MacAt));
        return header;
    }

    /// <summary>Key and plaintext length of the blob with that root; throws <see cref="BlobDamagedException"/>.</summary>
    public static (byte[] Key, long Length) Open(ReadOnlySpan<byte> header, ReadOnlySpan<byte> root, InstallationKeys keys)
    {
        if (!header[..Magic.Length].SequenceEqual(Magic) || !header.Slice(RootAt, root.Length).SequenceEqual(root))
        {
            throw new BlobDamagedException("header");
        }

        try
        {
            var key = keys.Unwrap(header.Slice(WrappedAt, BinaryPrimitives.ReadInt16BigEndian(header[WrappedLengthAt..])).ToArray());
            return CryptographicOperations.FixedTimeEquals(Mac(key, header), header[MacAt..])
                ? (key, BinaryPrimitives.ReadInt64BigEndian(header[LengthAt..]))
                : throw new BlobDamagedException("header");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or OverflowException)
        {
            throw new BlobDamagedException("key", error);
        }
    }

    /// <summary>The header with its key wrapped under the newest wrapping key; null where it is under it already.</summary>
    public static byte[]? Rewrapped(byte[] header, InstallationKeys keys, string name)
    {
        try
        {
            var root = header[RootAt..(RootAt + 32)];
            var (key, length) = Open(header, root, keys);
            return keys.Rewrap(header.AsSpan(WrappedAt, BinaryPrimitives.ReadInt16BigEndian(header.AsSpan(WrappedLengthAt))).ToArray()) is { } wrapped
                ? Header(key, wrapped, root, length)
                : null;
        }
        catch (BlobDamagedException damage)
        {
            throw new BlobDamagedException($"{name}: {damage.Message}", damage);
        }
    }

    public static void Encrypt(AesGcm gcm, long index, ReadOnlySpan<byte> plaintext, Span<byte> sealedBytes)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], index);
        gcm.Encrypt(nonce, plaintext, sealedBytes[..plaintext.Length], sealedBytes.Slice(plaintext.Length, TagSize));
    }

    public static void Decrypt(AesGcm gcm, long index, ReadOnlySpan<byte> sealedBytes, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], index);
        try
        {
            gcm.Decrypt(nonce, sealedBytes[..plaintext.Length], sealedBytes.Slice(plaintext.Length, TagSize), plaintext);
        }
        catch (CryptographicException error)
        {
            throw new BlobDamagedException($"chunk {index}", error);
        }
    }

    public static long OffsetOf(long chunk) => HeaderSize + (chunk * (ChunkSize + TagSize));

    private static byte[] Mac(byte[] key, ReadOnlySpan<byte> header) =>
        HMACSHA256.HashData(HKDF.Expand(HashAlgorithmName.SHA256, key, KeySize, "ep-blob/v1 header"u8.ToArray()), header[..MacAt]);
}
