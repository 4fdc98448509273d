using System.Buffers;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace EnforcementPlatform.Ledger;

/// <summary>The hash of a tree, RFC 6962 section 2.1. Both hashes are 32 bytes, so every tree has the same geometry.</summary>
public abstract class TreeHash
{
    /// <summary>The main tree.</summary>
    public static readonly TreeHash Sha256 = new Sha256Tree();

    /// <summary>The twin tree of the national-cryptography profile (GB/T 32905).</summary>
    public static readonly TreeHash Sm3 = new Sm3Tree();

    /// <summary>Root of the tree without leaves: the hash of nothing.</summary>
    public byte[] Empty() => Digest([]);

    /// <summary>H(0x00 ‖ entry).</summary>
    public byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        try
        {
            buffer[0] = 0;
            entry.CopyTo(buffer.AsSpan(1));
            return Digest(buffer.AsSpan(0, entry.Length + 1));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>H(0x01 ‖ left ‖ right); both MUST be 32 bytes.</summary>
    public byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + 2 * Ledger.Leaf.Size];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Ledger.Leaf.Size)..]);
        return Digest(buffer);
    }

    protected abstract byte[] Digest(ReadOnlySpan<byte> bytes);

    private sealed class Sha256Tree : TreeHash
    {
        protected override byte[] Digest(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes);
    }

    private sealed class Sm3Tree : TreeHash
    {
        protected override byte[] Digest(ReadOnlySpan<byte> bytes)
        {
            var sm3 = new SM3Digest();
            sm3.BlockUpdate(bytes);
            var digest = new byte[Ledger.Leaf.Size];
            sm3.DoFinal(digest, 0);
            return digest;
        }
    }
}
