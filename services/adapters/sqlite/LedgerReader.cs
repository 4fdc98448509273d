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
    private readonly Statement keptAt, headOf, streamEntries, entries, parts;

    public LedgerReader(string path)
    {
        connection = SqliteConnections.OpenReader(path, cacheKiB: 4096);
        keptAt = new Statement(connection, "SELECT position FROM entries WHERE id = ?1");
        headOf = new Statement(connection, LedgerSchema.HeadOfStream);
        streamEntries = new Statement(connection, """
            SELECT c.position, e.bytes, e.leaf, c.version FROM claims c LEFT JOIN entries e ON e.position = c.position
            WHERE c.stream = ?1 AND c.version > ?2 ORDER BY c.version LIMIT ?3
            """);
        entries = new Statement(connection, "SELECT position, bytes, leaf FROM entries WHERE position >= ?1 ORDER BY position LIMIT ?2");
        parts = new Statement(connection, """
            SELECT p.place, p.salt, p.algorithm, p.key, p.nonce, p.bytes, d.ordered_by
            FROM parts p LEFT JOIN destroyed_parts d ON d.place = p.place WHERE p.place >= ?1 AND p.place < ?2 ORDER BY p.place
            """);
    }

    /// <summary>
    /// The second statement begins before the first is reset, so both read one snapshot. (A stream that has no entry yet ends the first one
    /// early; the command id is looked for last, so an entry that came in between is found by it.)
    /// </summary>
    public LookUp LookUp(string commandId, string stream)
    {
        var head = headOf.Bind(1, stream).Step()
            ? new StreamHead(headOf.Long(0), headOf.Blob(1), DateTimeOffset.FromUnixTimeMilliseconds(headOf.Long(2)))
            : StreamHead.None;
        var position = KeptAt(commandId);
        headOf.Reset();
        return new LookUp(position, head);
    }

    /// <summary>Position of the entry with a command id, or null.</summary>
    public long? KeptAt(string commandId)
    {
        long? position = keptAt.Bind(1, commandId).Step() ? keptAt.Long(0) : null;
        keptAt.Reset();
        return position;
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
                    throw streamEntries.IsNull(1) ? Missing($"entry {position}") : Missing($"{stream} version {afterVersion + 1 + found.Count}");
                }

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
            for (; more; more = entries.Step())
            {
                if (entries.Long(0) != position + found.Count)
                {
                    throw Missing($"entry {position + found.Count}"); // what follows a gap must never be taken for what is missing
                }

                found.Add(new StoredEntry(entries.Long(0), entries.Blob(1), entries.Blob(2), PartsOf(entries.Long(0))));
            }
        }
        finally
        {
            End();
        }

        return found.DrainToImmutable();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { keptAt, headOf, streamEntries, entries, parts })
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
                : new StoredPart([], parts.Text(2), [], [], [], parts.Long(6)));
            more = parts.Step();
        }

        return found.DrainToImmutable();
    }

    private static LedgerDamagedException Missing(FormattableString what) => new($"{what.ToString(CultureInfo.InvariantCulture)}: missing");

    private void End()
    {
        streamEntries.Reset();
        entries.Reset();
        parts.Reset();
    }
}
