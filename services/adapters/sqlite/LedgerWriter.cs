using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>The write connection of a ledger. Every member runs on the ledger's writer thread.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement begin, commit, rollBack, keptAt, headOf, count, addEntry, addClaim, addPart, partSizes, overwritePart, tombstoneAt, tombstoneFrom, addTombstone, rowAt, origin, addOrigin;
    private readonly KnownHeads heads;
    private SqliteException? broken;
    private LedgerDamagedException? damage;
    private RowVouching? rows;
    private long next, claims, parts;

    /// <param name="path">The ledger file.</param>
    /// <param name="synchronous">How commits are synced.</param>
    /// <param name="heads">Heads known without reading them; the key of the claims refuses a claim that is taken all the same.</param>
    public LedgerWriter(string path, string synchronous, KnownHeads heads)
    {
        this.heads = heads;
        connection = SqliteConnections.OpenWriter(path, durable: true, cacheKiB: 16384);
        LedgerSchema.Ensure(connection);
        SqliteConnections.Run(connection, $"PRAGMA synchronous = {synchronous}; PRAGMA busy_timeout = 1000;");
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        rollBack = new Statement(connection, "ROLLBACK");
        keptAt = new Statement(connection, LedgerSchema.EntryOfCommand);
        headOf = new Statement(connection, LedgerSchema.HeadOfStream);
        count = new Statement(connection, "SELECT coalesce(max(position) + 1, 0) FROM entries");
        addEntry = new Statement(connection, "INSERT INTO entries (position, id, at, bytes, leaf, claims, parts, m) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING");
        addClaim = new Statement(connection, "INSERT INTO claims (stream, version, position, claim) VALUES (?1, ?2, ?3, ?4)");
        addPart = new Statement(connection, "INSERT INTO parts (place, salt, algorithm, key, nonce, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        partSizes = new Statement(connection, "SELECT length(salt), length(key), length(nonce), length(bytes) FROM parts WHERE place = ?1");
        overwritePart = new Statement(connection, """
            UPDATE parts SET salt = zeroblob(?2), key = zeroblob(?3), nonce = zeroblob(?4), bytes = zeroblob(?5) WHERE place = ?1
            """);
        tombstoneAt = new Statement(connection, "SELECT ordered_by, m FROM destroyed_parts WHERE place = ?1");
        tombstoneFrom = new Statement(connection, "SELECT place FROM destroyed_parts WHERE place >= ?1 ORDER BY place LIMIT 1");
        addTombstone = new Statement(connection, "INSERT OR REPLACE INTO destroyed_parts (place, ordered_by, m) VALUES (?1, ?2, ?3)");
        rowAt = new Statement(connection, "SELECT position, leaf, claims, parts, m FROM entries WHERE position >= ?1 ORDER BY position LIMIT 1");
        origin = new Statement(connection, "SELECT value FROM about WHERE name = 'origin'");
        addOrigin = new Statement(connection, "INSERT INTO about (name, value) VALUES ('origin', ?1) ON CONFLICT DO NOTHING");
        next = Count();
    }

    /// <summary>Name of the log, or null in a new file.</summary>
    public string? Origin
    {
        get
        {
            var found = origin.Step() ? origin.Text(0) : null;
            origin.Reset();
            return found;
        }
    }

    /// <summary>Takes the ring that vouches, and goes on behind the newest entry where that is believed. To be called once, before anything else.</summary>
    public void Begin(VouchRing ring)
    {
        addOrigin.Bind(1, ring.Origin).Run();
        rows = ring.Rows;
        next = Math.Max(0, next - 1);
        GoOn();
    }

    /// <summary>The next free position.</summary>
    public long Next => next;

    /// <summary>One transaction. An entry that is refused is never written, so the rest needs no savepoint.</summary>
    public ImmutableArray<AppendResult> Append(IReadOnlyList<EntryToAppend> batch) => InTransaction(() =>
    {
        RequireNoTombstoneAhead();
        var first = next;
        var taken = new Batch();
        var results = ImmutableArray.CreateBuilder<AppendResult>(batch.Count);
        foreach (var entry in batch)
        {
            var result = AppendOne(entry, taken);
            results.Add(result);
            if (result.Outcome == AppendOutcome.Appended)
            {
                taken.Add(entry);
                next++;
            }
        }

        return (results.MoveToImmutable(), Changed: next > first);
    });

    public int DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy)
    {
        InTransaction(() =>
        {
            if (orderedBy < 0 || orderedBy >= next)
            {
                throw new ArgumentOutOfRangeException(nameof(orderedBy), orderedBy, "A part is destroyed by an entry that exists.");
            }

            foreach (var (position, part) in parts)
            {
                Destroy(position, part, orderedBy);
            }

            return (0, Changed: true);
        });
        CutLog();
        return parts.Count;
    }

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            begin, commit, rollBack, keptAt, headOf, count, addEntry, addClaim, addPart, partSizes, overwritePart, tombstoneAt, tombstoneFrom, addTombstone, rowAt, origin, addOrigin,
        })
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private T InTransaction<T>(Func<(T Result, bool Changed)> work)
    {
        if (broken is not null)
        {
            throw new IOException("账本文件曾发生读写错误，须重启进程后方可写入。 The ledger file had an I/O error; restart before writing.", broken);
        }

        if (damage is not null)
        {
            throw damage;
        }

        var before = (next, claims, parts);
        begin.Run();
        try
        {
            var (result, changed) = work();
            (changed ? commit : rollBack).Run();
            return result;
        }
        catch (Exception e)
        {
            // After a failed sync the kernel may report pages as clean that never reached the disk: only a new process may write again.
            broken = e is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } found ? found : broken;
            RollBack();
            (next, claims, parts) = before;
            GoOn();
            if (damage is not null)
            {
                throw damage;
            }

            throw;
        }
    }

    /// <summary>
    /// Goes on behind entries that this writer did not put there: those of another process of this installation, which are believed. At one that
    /// is not, nothing is written any more: who knows what it is.
    /// </summary>
    private void GoOn()
    {
        while (rowAt.Bind(1, next).Step())
        {
            var (position, leaf, row) = (rowAt.Long(0), rowAt.Blob(1), new RowTag(rowAt.Long(2), rowAt.Long(3), rowAt.Blob(4)));
            rowAt.Reset();
            if (position != next || !rows!.Believes(position, leaf, row))
            {
                damage = RowVouching.Foreign(position);
                return;
            }

            (next, claims, parts) = (position + 1, row.Claims, row.Parts);
        }

        rowAt.Reset();
    }

    private void RollBack()
    {
        // SQLite rolls back by itself on some errors; a second rollback would hide the first error.
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            rollBack.Run();
        }
    }

    // A retry of a kept command must hear of itself, not of the claim it took: no claim is reported before the command id was looked for.
    // Where all claims are free, the unique index on the id looks for it in the same step that keeps the entry.
    private AppendResult AppendOne(EntryToAppend entry, Batch batch)
    {
        var taken = TakenClaim(entry.Claims, batch);
        if (taken < 0 && AddEntry(entry))
        {
            AddClaimsAndParts(entry);
            return new AppendResult(AppendOutcome.Appended, next, -1);
        }

        return KeptAt(entry.Id) is { } position
            ? new AppendResult(AppendOutcome.CommandExists, position, -1)
            : new AppendResult(AppendOutcome.ClaimTaken, -1, taken);
    }

    private int TakenClaim(ImmutableArray<Claim> claims, Batch batch)
    {
        var index = 0;
        while (index < claims.Length && IsFree(claims, index, batch))
        {
            index++;
        }

        return index < claims.Length ? index : -1;
    }

    private bool IsFree(ImmutableArray<Claim> claims, int index, Batch batch)
    {
        var claim = claims[index];
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (claims[earlier].Stream == claim.Stream)
            {
                return false;
            }
        }

        var (version, leaf) = batch.HeadOf(claim.Stream) ?? HeadOf(claim.Stream);
        return claim.Version == version + 1 && claim.Prev.AsSpan().SequenceEqual(leaf);
    }

    /// <summary>False where the command id is kept already, in this batch or before.</summary>
    private bool AddEntry(EntryToAppend entry)
    {
        var (claimsSoFar, partsSoFar) = (claims + entry.Claims.Length, parts + entry.Parts.Length);
        addEntry.Bind(1, next).Bind(2, entry.Id).Bind(3, entry.At.ToUnixTimeMilliseconds()).Bind(4, entry.Bytes).Bind(5, entry.Leaf)
            .Bind(6, claimsSoFar).Bind(7, partsSoFar).Bind(8, rows!.Vouch(next, entry.Leaf, claimsSoFar, partsSoFar)).Run();
        if (raw.sqlite3_changes(connection.Handle) != 1)
        {
            return false;
        }

        (claims, parts) = (claimsSoFar, partsSoFar);
        return true;
    }

    private void AddClaimsAndParts(EntryToAppend entry)
    {
        for (var index = 0; index < entry.Claims.Length; index++)
        {
            addClaim.Bind(1, entry.Claims[index].Stream).Bind(2, entry.Claims[index].Version).Bind(3, next).Bind(4, index).Run();
        }

        for (var part = 0; part < entry.Parts.Length; part++)
        {
            var stored = entry.Parts[part];
            addPart.Bind(1, LedgerSchema.Place(next, part)).Bind(2, stored.Salt).Bind(3, stored.Algorithm)
                .Bind(4, stored.Key).Bind(5, stored.Nonce).Bind(6, stored.Bytes).Run();
        }
    }

    // The row is overwritten with zeros of the same sizes, in place, rather than deleted: a delete makes SQLite merge pages and copy the
    // neighbours about, and each of those copies would outlive the neighbour's own destruction.
    private void Destroy(long position, int part, long orderedBy)
    {
        var place = LedgerSchema.Place(position, part);
        if (!partSizes.Bind(1, place).Step())
        {
            partSizes.Reset();
            throw new ArgumentOutOfRangeException(nameof(part), place, "No such part.");
        }

        overwritePart.Bind(1, place).Bind(2, partSizes.Long(0)).Bind(3, partSizes.Long(1)).Bind(4, partSizes.Long(2)).Bind(5, partSizes.Long(3));
        partSizes.Reset();
        overwritePart.Run();
        if (!IsDestroyed(place, position, part))
        {
            addTombstone.Bind(1, place).Bind(2, orderedBy).Bind(3, rows!.VouchDestroyed(position, part, orderedBy)).Run();
        }
    }

    /// <summary>The first order stands; what somebody else put there is replaced by it.</summary>
    private bool IsDestroyed(long place, long position, int part)
    {
        try
        {
            return tombstoneAt.Bind(1, place).Step() && rows!.BelievesDestroyed(position, part, tombstoneAt.Long(0), tombstoneAt.Blob(1));
        }
        finally
        {
            tombstoneAt.Reset();
        }
    }

    /// <summary>A tombstone where the next entries come would hide their parts from the moment that they are kept.</summary>
    private void RequireNoTombstoneAhead()
    {
        var found = tombstoneFrom.Bind(1, LedgerSchema.Place(next, 0)).Step() ? tombstoneFrom.Long(0) : (long?)null;
        tombstoneFrom.Reset();
        if (found is { } place)
        {
            throw damage = BelievedRow.StrayTombstone(place);
        }
    }

    // The log still holds the pages as they were. A reader in another process (a verification) is waited for up to the busy timeout,
    // after which the caller repeats.
    private void CutLog()
    {
        using var cut = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        cut.Step();
        if (cut.Long(0) != 0)
        {
            throw new IOException("有查询仍在读取旧数据，写前日志尚未截断，销毁须重试。 A reader still holds the write-ahead log; repeat the destruction.");
        }
    }

    private long? KeptAt(string id)
    {
        try
        {
            return keptAt.Bind(1, id).Step() ? BelievedRow.OfCommand(keptAt, id, rows) : null;
        }
        finally
        {
            keptAt.Reset();
        }
    }

    private (long Version, byte[] Leaf) HeadOf(string stream)
    {
        if (heads.TryFind(stream, out var known))
        {
            return (known.Version, known.Leaf);
        }

        try
        {
            var head = headOf.Bind(1, stream).Step() ? BelievedRow.Head(headOf, stream, rows) : StreamHead.None;
            return (head.Version, head.Leaf);
        }
        finally
        {
            headOf.Reset();
        }
    }

    private long Count()
    {
        count.Step();
        var counted = count.Long(0);
        count.Reset();
        return counted;
    }

    /// <summary>Heads that the entries of this batch have moved so far.</summary>
    private sealed class Batch
    {
        private readonly Dictionary<string, (long Version, byte[] Leaf)> heads = [];

        public (long Version, byte[] Leaf)? HeadOf(string stream) => heads.TryGetValue(stream, out var head) ? head : null;

        public void Add(EntryToAppend entry)
        {
            foreach (var claim in entry.Claims)
            {
                heads[claim.Stream] = (claim.Version, entry.Leaf);
            }
        }
    }
}
