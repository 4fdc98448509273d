using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Keeps media by content: one blob per organ and RFC 6962 root. Encrypted at rest, a key each, so that equal bytes of two organs cannot be
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
    IAsyncEnumerable<ReadOnlyMemory<byte>> Read(string organ, byte[] root, long offset, long length, CancellationToken ct);

    /// <summary>True when the blob is kept.</summary>
    ValueTask<bool> Exists(string organ, byte[] root, CancellationToken ct);

    /// <summary>Destroys the blob's key, then the blob. MUST be idempotent.</summary>
    Task Delete(string organ, byte[] root, CancellationToken ct);
}

/// <summary>A blob that is being written by one caller. Disposing it before <see cref="Keep"/> leaves nothing.</summary>
public interface IBlobDraft : IAsyncDisposable
{
    /// <summary>Adds bytes at the end.</summary>
    ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Ends the writing and tells what was written.</summary>
    MediaDigest Seal();

    /// <summary>Keeps the sealed blob under its root, in place of one that is there. MUST be durable when it returns.</summary>
    Task Keep(CancellationToken ct);
}

/// <summary>Stored media are not what was kept, or are gone.</summary>
public sealed class BlobDamagedException(string message, Exception? inner = null) : IOException(message, inner);
