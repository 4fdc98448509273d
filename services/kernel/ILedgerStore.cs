using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one place a service keeps what happened. Every engine passes the same contract suite (<c>tests/Fast/Contract</c>).
/// </summary>
public interface ILedgerStore
{
    /// <summary>
    /// Appends each entry of the batch, in order, at the next free positions.
    /// MUST be durable (a power cut after the return loses nothing) before it returns; MUST NOT leave a gap in positions;
    /// MUST take all claims of an entry or none; MUST refuse a claim whose version is not exactly the stream's head + 1 or whose
    /// <c>Prev</c> is not the head's leaf; MUST look the command id up before it reports a taken claim;
    /// MUST let the other entries of the batch through when one is refused. Parts are kept in the same transaction.
    /// An exception means the outcome is unknown: the caller looks the command ids up.
    /// </summary>
    Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct);

    /// <summary>
    /// Looks up a command id and a stream's head in one step; for an empty id, which no command has, the head alone. MUST see every entry that an
    /// earlier <see cref="Append"/> returned.
    /// </summary>
    ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct);

    /// <summary>The entries of a stream with versions after <paramref name="afterVersion"/>, oldest first, at most <paramref name="max"/>.</summary>
    ValueTask<ImmutableArray<StoredEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct);

    /// <summary>Entries from <paramref name="position"/> on, in order, without gaps, at most <paramref name="max"/>.</summary>
    ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct);

    /// <summary>
    /// Destroys parts for ever and leaves a tombstone naming the ordering entry. MUST be idempotent. When it returns, no copy of the
    /// salt, key or bytes is left in any file of the engine (row, free page, write-ahead log).
    /// </summary>
    Task DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct);
}
