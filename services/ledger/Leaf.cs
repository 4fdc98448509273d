using System.Buffers;
using System.Security.Cryptography;

namespace EnforcementPlatform.Ledger;

/// <summary>The leaf hash of an entry: SHA-256(0x00 ‖ bytes), RFC 6962 section 2.1.</summary>
public static class Leaf
{
    /// <summary>Length of every hash of the tree, in bytes.</summary>
    public const int Size = 32;

    /// <summary>Hashes stored bytes as they are; an entry is never written again to be verified.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        try
        {
            buffer[0] = 0;
            entry.CopyTo(buffer.AsSpan(1));
            return SHA256.HashData(buffer.AsSpan(0, entry.Length + 1));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
