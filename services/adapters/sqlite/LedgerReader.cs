using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// One read connection of a ledger with its prepared statements. Used by one caller at a time. Statements that run inside one another read
/// one snapshot: SQLite keeps it until the outermost has ended. So the entries' statement MUST begin before their parts' and end after it.
/// </summary>
internal sealed class LedgerReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly RowVouching? rows;
    private readonly Statement keptAt, headOf, streamEntries, entries, parts, last, counts, strayTombstone, renamed;

    /// <param name="path">The ledger file.</param>
    /// <param name="rows">Who vouches for entries; null where that is not at hand, and nothing but a verification may read so.</param>
    public LedgerReader(string path, RowVouching? rows)
    {
        this.rows = rows;
        connection = SqliteConnections.OpenReader(path, cacheKiB: 4096);
        keptAt = new Statement(connection, LedgerSchema.EntryOfCommand);
        headOf = new Statement(connection, LedgerSchema.HeadOfStream);
        streamEntries = new Statement(connection, """
            SELECT c.position, e.bytes, e.leaf, c.version, e.claims, e.parts, e.m FROM claims c LEFT JOIN entries e ON e.position = c.position
            WHERE c.stream = ?1 AND c.version > ?2 ORDER BY c.version LIMIT ?3
            """);
        entries = new Statement(connection, "SELECT position, bytes, leaf, claims, parts, m FROM entries WHERE position >= ?1 ORDER BY position LIMIT ?2");
        parts = new Statement(connection, """
            SELECT p.place, p.salt, p.algorithm, p.key, p.nonce, p.bytes, d.ordered_by, d.m
            FROM parts p LEFT JOIN destroyed_parts d ON d.place = p.place WHERE p.place >= ?1 AND p.place < ?2 ORDER BY p.place
            """);
        last = new Statement(connection, "SELECT position, leaf, claims, parts, m FROM entries ORDER BY position DESC LIMIT 1");
        counts = new Statement(connection, """
            SELECT (SELECT count(*) FROM entries), (SELECT count(*) FROM claims), (SELECT count(*) FROM parts WHERE place >= 0),
                (SELECT min(position) FROM entries)
            """);
        strayTombstone = new Statement(connection, """
            SELECT d.place FROM destroyed_parts d LEFT JOIN parts p ON p.place = d.place
            WHERE p.place IS NULL OR d.place < 0 OR d.ordered_by < 0 OR d.ordered_by >= ?1 ORDER BY d.place LIMIT 1
            """);
        renamed = new Statement(connection, LedgerSchema.EntryUnderAnotherCommand);
    }

    /// <summary>
    /// The second statement begins before the first is reset, so both read one snapshot. (A stream that has no entry yet ends the first one
    /// early; the command id is looked for last, so an entry that came in between is found by it.)
    /// </summary>
    public LookUp LookUp(string commandId, string stream)
    {
        try
        {
            var head = headOf.Bind(1, stream).Step() ? BelievedRow.Head(headOf, stream, rows) : StreamHead.None;
            return new LookUp(KeptAt(commandId), head);
        }
        finally
        {
            headOf.Reset();
        }
    }

    /// <summary>Position of the entry with a command id, or null.</summary>
    public long? KeptAt(string commandId)
    {
        try
        {
            return keptAt.Bind(1, commandId).Step() ? BelievedRow.OfCommand(keptAt, commandId, rows) : null;
        }
        finally
        {
            keptAt.Reset();
        }
    }

    public ImmutableArray<StoredEntry> ReadStream(string stream, long afterVersion, int max)
    {
        var found = ImmutableArray.CreateBuilder<StoredEntry>();
        try
        {
            streamEntries.Bind(1, stream).Bind(2, afterVersion).Bind(3, max);
            while (streamEntries.Step())
            {
                var position = streamEntries.Long(0);
                if (streamEntries.IsNull(1) || streamEntries.Long(3) != afterVersion + 1 + found.Count)
                {
                    throw streamEntries.IsNull(1) ? Missing($"entry {position}", position) : Missing($"{stream} version {afterVersion + 1 + found.Count}", position);
                }

                rows?.Require(position, streamEntries.Blob(2), new(streamEntries.Long(4), streamEntries.Long(5), streamEntries.Blob(6)));
                parts.Bind(1, LedgerSchema.Place(position, 0)).Bind(2, LedgerSchema.Place(position + 1, 0)).Step();
                found.Add(new StoredEntry(position, streamEntries.Blob(1), streamEntries.Blob(2), PartsOf(position)));
                parts.Reset();
            }
        }
        finally
        {
            End();
        }

        return found.DrainToImmutable();
    }

    public ImmutableArray<StoredEntry> ReadFrom(long position, int max)
    {
        var found = ImmutableArray.CreateBuilder<StoredEntry>();
        try
        {
            var more = entries.Bind(1, position).Bind(2, max).Step();
            parts.Bind(1, LedgerSchema.Place(position, 0)).Bind(2, long.MaxValue).Step();
            for (; more && IsNext(position + found.Count, found.Count == 0); more = entries.Step())
            {
                found.Add(new StoredEntry(entries.Long(0), entries.Blob(1), entries.Blob(2), PartsOf(entries.Long(0))));
            }
        }
        finally
        {
            End();
        }

        return found.DrainToImmutable();
    }

    /// <summary>
    /// Compares what is there with the totals that the newest entry was vouched for with, and what stands beside entries with the entries: a tombstone
    /// of a part that does not exist would hide the part that comes there, an altered command id lets a retry be kept twice.
    /// </summary>
    public void Inspect()
    {
        try
        {
            counts.Step();
            var (entryRows, claimRows, partRows, first) = (counts.Long(0), counts.Long(1), counts.Long(2), counts.Long(3));
            if (!last.Step())
            {
                Require(claimRows == 0 && partRows == 0, 0, $"claims or parts without an entry 有索引或内容而没有记录");
                RequireNoStrayTombstone(0);
                return;
            }

            var (position, row) = (last.Long(0), new RowTag(last.Long(2), last.Long(3), last.Blob(4)));
            rows?.Require(position, last.Blob(1), row);
            Require(entryRows == position + 1 && first == 0, position, $"{entryRows} entries up to it, not {position + 1} 记录有缺失或者多余");
            Require(claimRows == row.Claims, position, $"{claimRows} claims up to it, not {row.Claims} 索引有缺失或者多余");
            Require(partRows == row.Parts, position, $"{partRows} parts up to it, not {row.Parts} 内容有缺失或者多余");
            RequireNoStrayTombstone(position + 1);
            if (renamed.Step())
            {
                throw BelievedRow.OtherCommand(renamed.Long(0));
            }
        }
        finally
        {
            counts.Reset();
            last.Reset();
            renamed.Reset();
        }
    }

    private void RequireNoStrayTombstone(long head)
    {
        try
        {
            if (strayTombstone.Bind(1, head).Step())
            {
                throw BelievedRow.StrayTombstone(strayTombstone.Long(0));
            }
        }
        finally
        {
            strayTombstone.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { keptAt, headOf, streamEntries, entries, parts, last, counts, strayTombstone, renamed })
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    /// <summary>Claims of entries before a position, and claims of entries that do not exist. Reads the whole table.</summary>
    public (long Before, long Orphans) CountClaims(long before)
    {
        using var claims = new Statement(connection, """
            SELECT count(*) FILTER (WHERE c.position < ?1), count(*) FILTER (WHERE e.position IS NULL)
            FROM claims c LEFT JOIN entries e ON e.position = c.position
            """);
        claims.Bind(1, before).Step();
        var counted = (claims.Long(0), claims.Long(1));
        claims.Reset();
        return counted;
    }

    /// <summary>Takes the parts of one entry from the running statement and leaves it at the first part of the next.</summary>
    private ImmutableArray<StoredPart> PartsOf(long position)
    {
        var found = ImmutableArray.CreateBuilder<StoredPart>();
        var more = parts.HasRow;
        while (more && parts.Long(0) / LedgerSchema.PartsPerEntry == position)
        {
            found.Add(parts.IsNull(6)
                ? new StoredPart(parts.Blob(1), parts.Text(2), parts.Blob(3), parts.Blob(4), parts.Blob(5))
                : new StoredPart([], parts.Text(2), [], [], [], OrderOf(position, found.Count)));
            more = parts.Step();
        }

        return found.DrainToImmutable();
    }

    private static LedgerDamagedException Missing(FormattableString what, long position) => new($"{what.ToString(CultureInfo.InvariantCulture)}: missing", position: position);

    private static void Require(bool holds, long position, string what)
    {
        if (!holds)
        {
            throw new LedgerDamagedException($"entry {position}: {what}", position: position);
        }
    }

    /// <summary>True where the running statement stands at the position and it is believed; false ends the page before it, unless it would be empty.</summary>
    private bool IsNext(long position, bool isFirst)
    {
        if (entries.Long(0) != position)
        {
            throw Missing($"entry {position}", position); // what follows a gap must never be taken for what is missing
        }

        if (rows is null || rows.Believes(position, entries.Blob(2), new(entries.Long(3), entries.Long(4), entries.Blob(5))))
        {
            return true;
        }

        return isFirst ? throw RowVouching.Foreign(position) : false;
    }

    private long OrderOf(long position, int part)
    {
        var orderedBy = parts.Long(6);
        return rows is null || rows.BelievesDestroyed(position, part, orderedBy, parts.Blob(7))
            ? orderedBy
            : throw new LedgerDamagedException($"entry {position} part {part}: nobody ordered its destruction 无人命令销毁该部分", position: position);
    }

    private void End()
    {
        streamEntries.Reset();
        entries.Reset();
        parts.Reset();
    }
}
