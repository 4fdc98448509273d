using System.Collections.Concurrent;
using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Cells in one SQLite file with one owner. Writes that arrive while one is being synced share the next transaction. What was read or written
/// is remembered: the file has no other writer, and every handler asks for its cursor at every step. What was not remembered is believed only
/// under the role's tag (<see cref="CellTags"/>), whoever put it there.
/// </summary>
public sealed class SqliteCells : ICells, IDisposable
{
    private const int MostKnown = 4096;

    private readonly string path;
    private readonly FileOwner owner;
    private readonly WriterThread thread;
    private readonly SqliteConnection connection, reading;
    private readonly Statement begin, commit, rollBack, find, put, read, list;
    private readonly CellTags tags;
    private readonly ConcurrentQueue<Asked> asked = [];
    private readonly Lock readOne = new();
    private readonly Dictionary<string, Cell?> known = new(StringComparer.Ordinal);
    private StoredCell? index;
    private ImmutableHashSet<string> named;
    private bool disposed;

    /// <summary>Opens the file, making it where it is absent.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyed">The role's tags of purpose <see cref="TagPurpose.Cell"/>.</param>
    /// <exception cref="IOException">Another process has the file.</exception>
    /// <exception cref="CellDamagedException">The index of cells was changed or taken away.</exception>
    public SqliteCells(string path, KeyedTags keyed)
    {
        this.path = path;
        tags = new(keyed, path);
        owner = FileOwner.Take(path);
        connection = SqliteConnections.OpenWriter(path, durable: true, cacheKiB: 1024);
        SqliteConnections.Run(connection, """
            CREATE TABLE IF NOT EXISTS cells (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value BLOB, tag BLOB NOT NULL) STRICT, WITHOUT ROWID
            """);
        reading = SqliteConnections.OpenReader(path, cacheKiB: 1024);
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        rollBack = new Statement(connection, "ROLLBACK");
        const string row = "SELECT name, version, value, tag FROM cells";
        find = new Statement(connection, $"{row} WHERE name = ?1");
        put = new Statement(connection, "INSERT INTO cells (name, version, value, tag) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET version = ?2, value = ?3, tag = ?4");
        read = new Statement(reading, $"{row} WHERE name = ?1");
        list = new Statement(reading, $"{row} WHERE name >= ?1 ORDER BY name");
        try
        {
            index = tags.Opened(RowOf(CellTags.Index, find), isEmpty: First("") is null);
            named = CellTags.NamesIn(index);
        }
        catch
        {
            Close();
            throw;
        }

        thread = new WriterThread($"cells {path}");
    }

    public ValueTask<Cell?> Read(string name, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (readOne)
        {
            if (known.TryGetValue(name, out var remembered))
            {
                return ValueTask.FromResult(Copy(remembered));
            }

            var found = CellOf(Believed(name, RowOf(name, read)));
            Remember(name, found);
            return ValueTask.FromResult(Copy(found));
        }
    }

    public async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var one = new Asked(name, expected, value is null ? null : [.. value]);
        asked.Enqueue(one);
        await thread.Run(WriteAll).ConfigureAwait(false);

        // The run that this call started may find its own write done by the run before.
        return await one.Done.Task.ConfigureAwait(false);
    }

    public ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (readOne)
        {
            foreach (var name in Volatile.Read(ref named).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                Believed(name, RowOf(name, read));
            }

            return ValueTask.FromResult(Rows(prefix).Select(row => CellOf(tags.Believed(row))).OfType<Cell>().ToImmutableArray());
        }
    }

    /// <summary>Finishes the writes that were given, then lets go of the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        thread.Dispose();
        Close();
    }

    private void Close()
    {
        foreach (var statement in new[] { begin, commit, rollBack, find, put, read, list })
        {
            statement.Dispose();
        }

        reading.Dispose();
        connection.Dispose();
        owner.Dispose();
    }

    private SqliteException? broken;

    /// <summary>Nobody is given the bytes that are remembered, nor are another's bytes remembered.</summary>
    private static Cell? Copy(Cell? cell) => cell is null ? null : cell with { Value = [.. cell.Value] };

    private static Cell? CellOf(StoredCell? row) => row is { Value: { } value } ? new(row.Name, row.Version, value) : null;

    private static StoredCell Current(Statement row) => new(row.Text(0), row.Long(1), row.IsNull(2) ? null : row.Blob(2), row.Blob(3));

    private static StoredCell? RowOf(string name, Statement by)
    {
        var row = by.Bind(1, name).Step() ? Current(by) : null;
        by.Reset();
        return row;
    }

    /// <summary>All rows whose name starts with the prefix, but for the index.</summary>
    private List<StoredCell> Rows(string prefix)
    {
        var rows = new List<StoredCell>();
        list.Bind(1, prefix);
        while (list.Step() && Current(list) is var row && row.Name.StartsWith(prefix, StringComparison.Ordinal))
        {
            if (row.Name != CellTags.Index)
            {
                rows.Add(row);
            }
        }

        list.Reset();
        return rows;
    }

    private StoredCell? First(string from)
    {
        var row = list.Bind(1, from).Step() ? Current(list) : null;
        list.Reset();
        return row;
    }

    /// <summary>The row, where it holds; null where there is none and never was a decisive one.</summary>
    private StoredCell? Believed(string name, StoredCell? row)
    {
        if (row is null)
        {
            tags.RequireAbsent(name, Volatile.Read(ref named));
            return null;
        }

        return tags.Believed(row);
    }

    private int WriteAll()
    {
        var batch = new List<(Asked One, Written Result)>();
        while (asked.TryDequeue(out var one))
        {
            batch.Add((one, Written.Nothing));
        }

        if (batch.Count == 0)
        {
            return 0;
        }

        try
        {
            if (broken is not null)
            {
                throw new IOException("单元文件曾发生读写错误，须重启进程后方可写入。 The cells file had an I/O error; restart before writing.", broken);
            }

            begin.Run();
            var indexed = index;
            for (var each = 0; each < batch.Count; each++)
            {
                batch[each] = (batch[each].One, WriteOne(batch[each].One, ref indexed));
            }

            commit.Run();
            (index, named) = (indexed, ReferenceEquals(index, indexed) ? named : CellTags.NamesIn(indexed));
        }
        catch (Exception e)
        {
            Forget();

            // As with the ledger: after a failed sync only a new process may write again; signed heads stand here.
            broken = e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB } found ? found : broken;
            RollBack();
            var named = StorageErrors.Named(e, path);
            batch.ForEach(each => each.One.Done.SetException(named));
            return 0;
        }

        Remember(batch);
        batch.ForEach(each => each.Result.Tell(each.One.Done));
        return batch.Count;
    }

    /// <summary>
    /// Takes over what is durable now, before anybody is told. A read that found the cell of before has put it in by then, or will see this one:
    /// it holds the lock from the look into the file on.
    /// </summary>
    private void Remember(List<(Asked One, Written Result)> batch)
    {
        lock (readOne)
        {
            foreach (var (_, result) in batch)
            {
                if (result.Row is { } row)
                {
                    Remember(row.Name, Copy(CellOf(row)));
                }
            }
        }
    }

    /// <summary>Names that hold nothing are remembered, too; there is no end of them, so the memory is emptied now and then.</summary>
    private void Remember(string name, Cell? cell)
    {
        if (known.Count == MostKnown)
        {
            known.Clear();
        }

        known[name] = cell;
    }

    /// <summary>After a failure nobody knows what the file holds until it is read again.</summary>
    private void Forget()
    {
        lock (readOne)
        {
            known.Clear();
        }
    }

    private void RollBack()
    {
        // SQLite rolls back by itself on some errors.
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            rollBack.Run();
        }
    }

    private Written WriteOne(Asked one, ref StoredCell? indexed)
    {
        StoredCell? before;
        try
        {
            before = Believed(one.Name, RowOf(one.Name, find));
        }
        catch (CellDamagedException damaged)
        {
            return new(null, damaged);
        }

        if ((before is { Value: not null } ? before.Version : 0) != one.Expected || (one.Expected == 0 && one.Value is null))
        {
            return Written.Nothing;
        }

        if (before is null && (indexed is null || CellTags.IsDecisive(one.Name)))
        {
            indexed = tags.IndexWith(indexed, CellTags.IsDecisive(one.Name) ? one.Name : null);
            Put(indexed);
        }

        return new(Put(tags.Row(one.Name, (before?.Version ?? 0) + 1, one.Value)), null);
    }

    private StoredCell Put(StoredCell row)
    {
        put.Bind(1, row.Name).Bind(2, row.Version);
        (row.Value is null ? put.BindNull(3) : put.Bind(3, row.Value)).Bind(4, row.Tag).Run();
        return row;
    }

    /// <summary>What became of a write.</summary>
    /// <param name="Row">The row that stands there now; null where nothing was written.</param>
    /// <param name="Damage">The cell that was to be written does not hold.</param>
    private sealed record Written(StoredCell? Row, CellDamagedException? Damage)
    {
        public static readonly Written Nothing = new(null, null);

        public void Tell(TaskCompletionSource<bool> done)
        {
            if (Damage is not null)
            {
                done.SetException(Damage);
            }
            else
            {
                done.SetResult(Row is not null);
            }
        }
    }

    private sealed record Asked(string Name, long Expected, byte[]? Value)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
