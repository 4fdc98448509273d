using System.Security.Cryptography;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// Digests of a file while it streams by: flat SHA-256, and the RFC 6962 root over chunks of 1 MiB (the last one shorter), so that any
/// range can be proved with a few hashes. One pass, constant memory. Not for use by several threads.
/// </summary>
public sealed class MediaHasher : IDisposable
{
    /// <summary>Bytes of a leaf.</summary>
    public const int ChunkSize = 1 << 20;

    private static readonly byte[] leafPrefix = [0];

    private readonly IncrementalHash whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash chunk = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Frontier tree = new(TreeHash.Sha256);
    private readonly List<TileHash> emitted = [];
    private int inChunk;

    /// <summary>Bytes seen.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        whole.AppendData(bytes);
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (inChunk == 0) chunk.AppendData(leafPrefix);
            var part = bytes[..Math.Min(bytes.Length, ChunkSize - inChunk)];
            chunk.AppendData(part);
            inChunk += part.Length;
            bytes = bytes[part.Length..];
            if (inChunk == ChunkSize) EndChunk();
        }
    }

    /// <summary>The digests of everything seen. The hasher is at its end then.</summary>
    public MediaDigest Finish()
    {
        if (inChunk > 0) EndChunk();
        return new(tree.Root(), whole.GetHashAndReset(), null, Length);
    }

    public void Dispose()
    {
        whole.Dispose();
        chunk.Dispose();
    }

    private void EndChunk()
    {
        tree.Append(chunk.GetHashAndReset(), emitted);
        emitted.Clear();
        inChunk = 0;
    }
}
