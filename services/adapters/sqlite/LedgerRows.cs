using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// A role's data directory as it lies there, for the verifier: rows of <c>ledger.db</c>, tiles, the signed head. Opens files read-only, so
/// it works beside the running owner and on a copy. It holds one snapshot; while it is open, a destruction of parts waits and is refused.
/// </summary>
public sealed class LedgerRows : ILedgerRows, IDisposable
{
    private const int FirstFiller = -4;
    private const int FillerBytes = 2000;

    private readonly SqliteConnection connection;
    private readonly bool owned;
    private readonly IEnumerable<TileRow> tiles;
    private readonly string directory = "";

    /// <param name="connection">An open connection, which sees its own uncommitted changes.</param>
    /// <param name="tiles">Tiles read before the connection's snapshot.</param>
    internal LedgerRows(SqliteConnection connection, IEnumerable<TileRow> tiles)
    {
        (this.connection, this.tiles) = (connection, tiles);
    }

    /// <summary>Opens the files. Head first, then tiles, then rows: each may be ahead of the one before, never behind.</summary>
    /// <param name="dataDirectory">The role's data directory, or a copy of it.</param>
    public LedgerRows(string dataDirectory)
    {
        Origin = OriginIn(dataDirectory) ?? "";
        Checkpoint = SignedHead(dataDirectory, Origin);
        directory = dataDirectory;
        tiles = TileFiles.Snapshot(dataDirectory);
        connection = SqliteConnections.OpenReader(Path.Combine(dataDirectory, "ledger.db"), cacheKiB: 16384);
        owned = true;
        SqliteConnections.Run(connection, "BEGIN; SELECT 1 FROM entries");
    }

    /// <summary>Name of the log.</summary>
    public string Origin { get; } = "";

    /// <summary>Name of the log in a role's data directory, or null where there is no ledger.</summary>
    public static string? OriginIn(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "ledger.db");
        if (!File.Exists(path))
        {
            return null;
        }

        using var reading = SqliteConnections.OpenReader(path, cacheKiB: 256);
        using var exists = new Statement(reading, "SELECT 1 FROM sqlite_schema WHERE name = 'about'");
        if (!exists.Step())
        {
            return null;
        }

        using var row = new Statement(reading, "SELECT value FROM about WHERE name = 'origin'");
        return row.Step() ? row.Text(0) : null;
    }

    /// <summary>
    /// A sentence for each row that nobody with the key vouched for, for tags whose epoch goes backward, and for totals that do not grow. Whether
    /// claims and parts are as many as the totals say shows when they are compared with the entries.
    /// </summary>
    /// <param name="ring">What vouches.</param>
    /// <param name="from">The first position to look at.</param>
    public IEnumerable<string> Unvouched(VouchRing ring, long from)
    {
        var (claims, parts, epoch) = (0L, 0L, (ushort)0);
        using var entries = new Statement(connection, "SELECT position, leaf, claims, parts, m FROM entries WHERE position >= ?1 ORDER BY position");
        entries.Bind(1, from);
        while (entries.Step())
        {
            var (position, row) = (entries.Long(0), new RowTag(entries.Long(2), entries.Long(3), entries.Blob(4)));
            var of = KeyedTags.EpochOf(row.Tag) ?? 0;
            if (!ring.Rows.Believes(position, entries.Blob(1), row) || of < epoch || row.Claims <= claims || row.Parts < parts)
            {
                yield return $"entry {position}: nobody with this installation's key vouched for it 该记录不是本系统写入的，或者已被改动";
                continue;
            }

            (claims, parts, epoch) = (row.Claims, row.Parts, of);
        }

        using var tombstones = new Statement(connection, "SELECT place, ordered_by, m FROM destroyed_parts ORDER BY place");
        while (tombstones.Step())
        {
            var (position, part) = Place(tombstones.Long(0));
            if (!ring.Rows.BelievesDestroyed(position, (int)part, tombstones.Long(1), tombstones.Blob(2)))
            {
                yield return $"entry {position} part {part}: nobody ordered its destruction 无人命令销毁该部分";
            }
        }
    }

    /// <summary>The first position from one on whose row nobody with the key vouched for; null where all are believed.</summary>
    public long? FirstForeign(VouchRing ring, long from)
    {
        using var entries = new Statement(connection, "SELECT position, leaf, claims, parts, m FROM entries WHERE position >= ?1 ORDER BY position");
        entries.Bind(1, from);
        while (entries.Step())
        {
            if (!ring.Rows.Believes(entries.Long(0), entries.Blob(1), new(entries.Long(2), entries.Long(3), entries.Blob(4))))
            {
                return entries.Long(0);
            }
        }

        return null;
    }

    /// <summary>Positions from one on whose rows the ring vouches for, each by itself.</summary>
    public IReadOnlyList<long> BelievedFrom(VouchRing ring, long from)
    {
        var found = new List<long>();
        using var entries = new Statement(connection, "SELECT position, leaf, claims, parts, m FROM entries WHERE position >= ?1 ORDER BY position");
        entries.Bind(1, from);
        while (entries.Step())
        {
            if (ring.Rows.Believes(entries.Long(0), entries.Blob(1), new(entries.Long(2), entries.Long(3), entries.Blob(4))))
            {
                found.Add(entries.Long(0));
            }
        }

        return found;
    }

    /// <summary>The newest signed head: the cell, or the public file where the cells are missing; null without either.</summary>
    public byte[]? Checkpoint { get; }

    public long CountEntries()
    {
        using var count = new Statement(connection, "SELECT count(*) FROM entries");
        return count.Step() ? count.Long(0) : 0;
    }

    public IEnumerable<LedgerRow> Entries() => EntriesFrom(long.MinValue);

    public IEnumerable<LedgerRow> EntriesFrom(long position)
    {
        using var rows = new Statement(connection, "SELECT position, id, at, bytes, leaf FROM entries WHERE position >= ?1 ORDER BY position");
        rows.Bind(1, position);
        while (rows.Step())
        {
            yield return Entry(rows);
        }
    }

    public LedgerRow? EntryAt(long position)
    {
        using var row = new Statement(connection, "SELECT position, id, at, bytes, leaf FROM entries WHERE position = ?1");
        return row.Bind(1, position).Step() ? Entry(row) : null;
    }

    public long? PositionOf(string id)
    {
        using var row = new Statement(connection, "SELECT position FROM entries WHERE id = ?1");
        return row.Bind(1, id).Step() ? row.Long(0) : null;
    }

    /// <summary>Every cell as it lies beside the ledger, the index and what is left of removed ones included. Nothing is believed here.</summary>
    public static IReadOnlyList<StoredCell> Cells(string dataDirectory)
    {
        using var reading = SqliteConnections.OpenReader(Path.Combine(dataDirectory, "cells.db"), cacheKiB: 256);
        using var rows = new Statement(reading, "SELECT name, version, value, tag FROM cells ORDER BY name");
        var cells = new List<StoredCell>();
        while (rows.Step())
        {
            cells.Add(new(rows.Text(0), rows.Long(1), rows.IsNull(2) ? null : rows.Blob(2), rows.Blob(3)));
        }

        return cells;
    }

    public IEnumerable<ClaimRow> Claims()
    {
        using var rows = new Statement(connection, "SELECT stream, version, position, claim FROM claims");
        while (rows.Step())
        {
            yield return new ClaimRow(rows.Text(0), rows.Long(1), rows.Long(2), rows.Long(3));
        }
    }

    public ClaimRow? ClaimOf(string stream, long version)
    {
        using var row = new Statement(connection, "SELECT stream, version, position, claim FROM claims WHERE stream = ?1 AND version = ?2");
        return row.Bind(1, stream).Bind(2, version).Step() ? new ClaimRow(row.Text(0), row.Long(1), row.Long(2), row.Long(3)) : null;
    }

    /// <summary>All parts but those that were overwritten as a whole; what is left of those is their tombstone.</summary>
    public IEnumerable<PartRow> Parts() => PartsAt(long.MinValue);

    public IEnumerable<PartRow> PartsFrom(long position) => PartsAt(LedgerSchema.Place(position, 0));

    public IEnumerable<DestroyedPartRow> DestroyedParts() => DestroyedPartsAt(long.MinValue);

    public IEnumerable<DestroyedPartRow> DestroyedPartsFrom(long position) => DestroyedPartsAt(LedgerSchema.Place(position, 0));

    public byte[]? Read(int level, long tile, int width) => TileFiles.WhatIsThere(directory, level, tile, width);

    public IEnumerable<TileRow> Tiles() => tiles;

    /// <summary>
    /// What the rows cannot tell: a damaged page or index of the file, a row of zeros that a destruction left and that is gone,
    /// one of the four rows that hold the tree of parts in its shape.
    /// </summary>
    public IReadOnlyList<string> FileProblems()
    {
        var problems = new List<string>();
        using var check = new Statement(connection, "PRAGMA integrity_check");
        while (check.Step() && check.Text(0) is not "ok" and var problem)
        {
            problems.Add($"ledger.db: {problem}");
        }

        using var lost = new Statement(connection, """
            SELECT d.place FROM destroyed_parts d LEFT JOIN parts p ON p.place = d.place WHERE p.place IS NULL
            UNION ALL SELECT f.value FROM json_each('[-4,-3,-2,-1]') f LEFT JOIN parts p ON p.place = f.value WHERE p.place IS NULL
            """);
        while (lost.Step())
        {
            var (position, part) = Place(lost.Long(0));
            problems.Add($"parts row ({position}, {part}): is missing 缺失");
        }

        return problems;
    }

    public void Dispose()
    {
        if (owned)
        {
            connection.Dispose();
        }
    }

    private static LedgerRow Entry(Statement row) => new(row.Long(0), row.Blob(3), row.Text(1), row.Long(2), row.Blob(4));

    private IEnumerable<PartRow> PartsAt(long place)
    {
        using var rows = new Statement(connection, """
            SELECT p.place, p.salt, p.algorithm, p.key, p.nonce, p.bytes, d.place FROM parts p LEFT JOIN destroyed_parts d ON d.place = p.place
            WHERE p.place >= ?1 ORDER BY p.place
            """);
        rows.Bind(1, place);
        while (rows.Step())
        {
            var (position, part) = Place(rows.Long(0));
            var row = new PartRow(position, part, rows.Blob(1), rows.Text(2), rows.Blob(3), rows.Blob(4), rows.Blob(5));
            if (!IsFiller(rows.Long(0), row) && (rows.IsNull(6) || !IsOverwritten(row)))
            {
                yield return row;
            }
        }
    }

    private IEnumerable<DestroyedPartRow> DestroyedPartsAt(long from)
    {
        using var rows = new Statement(connection, "SELECT place, ordered_by FROM destroyed_parts WHERE place >= ?1 ORDER BY place");
        rows.Bind(1, from);
        while (rows.Step())
        {
            var (position, part) = Place(rows.Long(0));
            yield return new DestroyedPartRow(position, part, rows.Long(1));
        }
    }

    private static (long Position, long Part) Place(long place)
    {
        var position = Math.DivRem(place, LedgerSchema.PartsPerEntry, out var part);
        return part < 0 ? (position - 1, part + LedgerSchema.PartsPerEntry) : (position, part);
    }

    private static bool IsFiller(long place, PartRow row) =>
        place is >= FirstFiller and < 0 && row is { Algorithm: "none", Salt: [], Key: [], Nonce: [], Bytes.Length: FillerBytes } && IsZero(row.Bytes);

    private static bool IsOverwritten(PartRow row) =>
        IsZero(row.Salt) && IsZero(row.Key) && IsZero(row.Nonce) && IsZero(row.Bytes)
        && row.Algorithm switch
        {
            StoredPart.Plain => row.Salt.Length == Commitment.SaltSize && row.Key.Length == 0 && row.Nonce.Length == 0,
            StoredPart.Aes256Gcm => row.Salt.Length == 0 && row.Key.Length > 0 && row.Nonce.Length > 0,
            _ => false,
        };

    private static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    private static byte[]? SignedHead(string dataDirectory, string origin)
    {
        var cells = Path.Combine(dataDirectory, "cells.db");
        if (!File.Exists(cells))
        {
            var published = Path.Combine(dataDirectory, "checkpoint");
            return File.Exists(published) ? File.ReadAllBytes(published) : null;
        }

        return Cell(dataDirectory, $"checkpoint/{origin}");
    }

    /// <summary>The bytes of a cell as they lie in the file, believed or not; null where the cell or the file is missing.</summary>
    public static byte[]? Cell(string dataDirectory, string name)
    {
        var cells = Path.Combine(dataDirectory, "cells.db");
        if (!File.Exists(cells))
        {
            return null;
        }

        using var reading = SqliteConnections.OpenReader(cells, cacheKiB: 256);
        using var cell = new Statement(reading, "SELECT value FROM cells WHERE name = ?1");
        return cell.Bind(1, name).Step() && !cell.IsNull(0) ? cell.Blob(0) : null;
    }
}
