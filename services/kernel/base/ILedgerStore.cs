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
    /// MUST let the other entries of the batch through when one is refused. Parts are kept in the same transaction, and so is the tag
    /// (<see cref="RowVouching.Vouch"/>), made for the position that the entry got. An entry that is found at the next position and was put there
    /// by somebody else MUST be believed, and is gone on behind; else nothing is written now or later (<see cref="LedgerDamagedException"/>).
    /// Any other exception means the outcome is unknown: the caller looks the command ids up.
    /// </summary>
    Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct);

    /// <summary>
    /// Looks up a command id and a stream's head in ONE snapshot: an engine that reads the two from different states tells a kept command that
    /// its claim is taken. For an empty id, which no command has, the head alone. MUST see every entry that an earlier <see cref="Append"/>
    /// returned; MUST believe the entries that it counts (<see cref="RowVouching.Believes"/>), and that they say what the index says of them.
    /// </summary>
    ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct);

    /// <summary>
    /// Compares the number of entries, claims and parts with the totals of the newest entry. MUST throw <see cref="LedgerDamagedException"/> where
    /// a row is missing or too many, or the newest entry is not believed.
    /// </summary>
    ValueTask Inspect(CancellationToken ct);

    /// <summary>The entries of a stream with versions after <paramref name="afterVersion"/>, oldest first, at most <paramref name="max"/>. MUST believe each.</summary>
    ValueTask<ImmutableArray<StoredEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct);

    /// <summary>
    /// Entries from <paramref name="position"/> on, in order, without gaps, at most <paramref name="max"/>; ends before one that is not believed, and
    /// throws <see cref="LedgerDamagedException"/> where that is the first, or where one is missing below the head.
    /// </summary>
    ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct);

    /// <summary>
    /// Destroys parts for ever and leaves a tombstone naming the ordering entry. MUST be idempotent. When it returns, no copy of the
    /// salt, key or bytes is left in any file of the engine (row, free page, write-ahead log).
    /// </summary>
    Task DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct);
}
