using System.Security.Cryptography;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class Media_digests
{
    private const int Chunk = MediaHasher.ChunkSize;

    [Theory]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((3 * Chunk) + 17)]
    public void The_root_is_the_tree_over_chunks_of_one_mebibyte(int length)
    {
        var bytes = Bytes(length);
        var leaves = bytes.Chunk(Chunk).Select(chunk => TreeHash.Sha256.Leaf(chunk)).ToList();

        var digest = Hash(bytes, step: 100_003);

        Assert.Equal(Naive(leaves), digest.Root);
        Assert.Equal(SHA256.HashData(bytes), digest.Sha256);
        Assert.Equal(length, digest.Length);
    }

    [Fact]
    public void How_the_bytes_arrive_makes_no_difference()
    {
        var bytes = Bytes((2 * Chunk) + 5);

        Assert.Equal(Hash(bytes, 1_000).Root, Hash(bytes, bytes.Length).Root);
        Assert.NotEqual(Hash(bytes, 1_000).Root, Hash(bytes[..^1], 1_000).Root);
    }

    /// <summary>RFC 6962 section 2.1, written down again.</summary>
    private static byte[] Naive(List<byte[]> leaves)
    {
        if (leaves.Count == 1)
        {
            return leaves[0];
        }

        var split = 1;
        while (split * 2 < leaves.Count)
        {
            split *= 2;
        }

        return SHA256.HashData([1, .. Naive(leaves[..split]), .. Naive(leaves[split..])]);
    }

    private static MediaDigest Hash(byte[] bytes, int step)
    {
        using var hasher = new MediaHasher();
        foreach (var part in bytes.Chunk(step))
        {
            hasher.Append(part);
        }

        return hasher.Finish();
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
