namespace EnforcementPlatform.Ledger;

/// <summary>
/// A ledger as it is stored, for verification. Rows are handed over as they lie there, however damaged: a source MUST NOT repair,
/// skip or check. It is one snapshot: enumerated twice, it MUST give the same rows.
/// </summary>
public interface ILedgerSource
{
    /// <summary>How many entries there are.</summary>
    long CountEntries() => Entries().LongCount();

    /// <summary>All entries, by ascending position.</summary>
    IEnumerable<LedgerRow> Entries();

    /// <summary>All rows of the index of claims, in any order; null where the source keeps no such index.</summary>
    IEnumerable<ClaimRow>? Claims();

    /// <summary>All parts, by ascending position, then part.</summary>
    IEnumerable<PartRow> Parts();

    /// <summary>All tombstones of destroyed parts, by ascending position, then part.</summary>
    IEnumerable<DestroyedPartRow> DestroyedParts();

    /// <summary>All hash tiles of the main tree, in any order.</summary>
    IEnumerable<TileRow> Tiles();
}

/// <summary>
/// A source whose single rows can be asked for, so that what was added since the last verification can be verified without reading the rest.
/// </summary>
public interface ILedgerRows : ILedgerSource, ITileSource
{
    /// <summary>Entries from a position on, ascending.</summary>
    IEnumerable<LedgerRow> EntriesFrom(long position);

    /// <summary>Parts of the entries from a position on, by ascending position, then part.</summary>
    IEnumerable<PartRow> PartsFrom(long position);

    /// <summary>Tombstones of parts of the entries from a position on, by ascending position, then part.</summary>
    IEnumerable<DestroyedPartRow> DestroyedPartsFrom(long position);

    /// <summary>The entry at a position, or null.</summary>
    LedgerRow? EntryAt(long position);

    /// <summary>The position that the index of command ids names, or null.</summary>
    long? PositionOf(string id);

    /// <summary>The row of the index of claims, or null.</summary>
    ClaimRow? ClaimOf(string stream, long version);
}

/// <summary>A stored entry.</summary>
/// <param name="Id">The command id column; null where it is not stored beside the bytes.</param>
/// <param name="At">The time column, milliseconds since 1970 UTC; null where it is not stored.</param>
/// <param name="Leaf">The leaf column; null where it is not stored.</param>
public sealed record LedgerRow(long Position, byte[] Bytes, string? Id = null, long? At = null, byte[]? Leaf = null);

/// <summary>A row of the index of claims: which entry made stream <paramref name="Stream"/> reach a version.</summary>
/// <param name="Claim">Index of the claim within that entry.</param>
public sealed record ClaimRow(string Stream, long Version, long Position, long Claim);

/// <summary>
/// A stored part. <paramref name="Algorithm"/> is <c>none</c>, or <c>aes-256-gcm</c>: then the bytes end in a 16-byte tag, and the salt is empty,
/// since it is wrapped with the key.
/// </summary>
public sealed record PartRow(long Position, long Part, byte[] Salt, string Algorithm, byte[] Key, byte[] Nonce, byte[] Bytes);

/// <summary>What an encrypted part holds.</summary>
public sealed record OpenedRow(byte[] Salt, byte[] Plaintext);

/// <summary>What is left of a destroyed part: the position of the entry that ordered it.</summary>
public sealed record DestroyedPartRow(long Position, long Part, long OrderedBy);

/// <summary>A stored hash tile: 1 to 256 hashes of 32 bytes.</summary>
public sealed record TileRow(int Level, long Tile, byte[] Bytes);
