using System.Collections.Immutable;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>What a blob of an organ is kept under.</summary>
/// <param name="Root">RFC 6962 root of its bytes.</param>
/// <param name="Generation">
/// Version of the blob's stream that released its root last, 0 before the first release: so whoever deletes what was released can never delete what
/// somebody else is just binding again.
/// </param>
public readonly record struct BlobName(byte[] Root, long Generation);

/// <summary>
/// Keeps media by content: one blob per organ, RFC 6962 root and generation. Encrypted at rest, a key each, so that equal bytes of two organs cannot be
/// told to be equal.
/// </summary>
public interface IBlobs
{
    /// <summary>Begins a blob. Nothing of it can be read until <see cref="IBlobDraft.Keep"/> has returned.</summary>
    ValueTask<IBlobDraft> Begin(string organ, CancellationToken ct);

    /// <summary>
    /// The plaintext of a range, in order, in pieces of at most 64 KiB that are valid until the next is asked for. MUST authenticate every
    /// byte before it is returned and throw <see cref="BlobDamagedException"/> where it was altered, is another blob's, or is not there.
    /// The range MUST lie inside the blob.
    /// </summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> Read(string organ, BlobName blob, long offset, long length, CancellationToken ct);

    /// <summary>The generations of a root that are kept, ascending.</summary>
    ValueTask<ImmutableArray<long>> Kept(string organ, byte[] root, CancellationToken ct);

    /// <summary>Destroys the blob's key, then the blob. MUST be idempotent.</summary>
    Task Delete(string organ, BlobName blob, CancellationToken ct);
}

/// <summary>A blob that is being written by one caller. Disposing it before <see cref="Keep"/> leaves nothing.</summary>
public interface IBlobDraft : IAsyncDisposable
{
    /// <summary>Adds bytes at the end.</summary>
    ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Ends the writing and tells what was written.</summary>
    MediaDigest Seal();

    /// <summary>Keeps the sealed blob under its root and a generation, in place of one that is there. MUST be durable when it returns.</summary>
    Task Keep(long generation, CancellationToken ct);
}

/// <summary>Stored media are not what was kept, or are gone.</summary>
public sealed class BlobDamagedException(string message, Exception? inner = null) : IOException(message, inner);
