using System.Collections.Concurrent;
using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Cells in one SQLite file with one owner. Writes that arrive while one is being synced share the next transaction. What was read or written
/// is remembered: the file has no other writer, and every handler asks for its cursor at every step.
/// </summary>
public sealed class SqliteCells : ICells, IDisposable
{
    private const int MostKnown = 4096;

    private readonly string path;
    private readonly FileOwner owner;
    private readonly WriterThread thread;
    private readonly SqliteConnection connection, reading;
    private readonly Statement begin, commit, rollBack, versionOf, put, remove, read, list;
    private readonly ConcurrentQueue<Asked> asked = [];
    private readonly Lock readOne = new();
    private readonly Dictionary<string, Cell?> known = new(StringComparer.Ordinal);
    private bool disposed;

    /// <summary>Opens the file, making it where it is absent.</summary>
    /// <exception cref="IOException">Another process has the file.</exception>
    public SqliteCells(string path)
    {
        this.path = path;
        owner = FileOwner.Take(path);
        connection = SqliteConnections.OpenWriter(path, durable: true, cacheKiB: 1024);
        SqliteConnections.Run(connection, """
            CREATE TABLE IF NOT EXISTS cells (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value BLOB NOT NULL) STRICT, WITHOUT ROWID
            """);
        reading = SqliteConnections.OpenReader(path, cacheKiB: 1024);
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        rollBack = new Statement(connection, "ROLLBACK");
        versionOf = new Statement(connection, "SELECT version FROM cells WHERE name = ?1");
        put = new Statement(connection, "INSERT INTO cells (name, version, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET version = ?2, value = ?3");
        remove = new Statement(connection, "DELETE FROM cells WHERE name = ?1");
        read = new Statement(reading, "SELECT name, version, value FROM cells WHERE name = ?1");
        list = new Statement(reading, "SELECT name, version, value FROM cells WHERE name >= ?1 ORDER BY name");
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

            var found = read.Bind(1, name).Step() ? Current(read) : null;
            read.Reset();
            Remember(name, found);
            return ValueTask.FromResult(Copy(found));
        }
    }

    public async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var one = new Asked(name, expected, value);
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
            var found = ImmutableArray.CreateBuilder<Cell>();
            list.Bind(1, prefix);
            while (list.Step() && Current(list) is var cell && cell.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                found.Add(cell);
            }

            list.Reset();
            return ValueTask.FromResult(found.DrainToImmutable());
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
        foreach (var statement in new[] { begin, commit, rollBack, versionOf, put, remove, read, list })
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

    private static Cell Current(Statement row) => new(row.Text(0), row.Long(1), row.Blob(2));

    private int WriteAll()
    {
        var batch = new List<(Asked One, bool Written)>();
        while (asked.TryDequeue(out var one))
        {
            batch.Add((one, false));
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
            for (var index = 0; index < batch.Count; index++)
            {
                batch[index] = (batch[index].One, WriteOne(batch[index].One));
            }

            commit.Run();
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
        batch.ForEach(each => each.One.Done.SetResult(each.Written));
        return batch.Count;
    }

    /// <summary>
    /// Takes over what is durable now, before anybody is told. A read that found the cell of before has put it in by then, or will see this one:
    /// it holds the lock from the look into the file on.
    /// </summary>
    private void Remember(List<(Asked One, bool Written)> batch)
    {
        lock (readOne)
        {
            foreach (var (one, _) in batch.Where(each => each.Written))
            {
                Remember(one.Name, one.Value is { } value ? new(one.Name, one.Expected + 1, [.. value]) : null);
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

    private bool WriteOne(Asked one)
    {
        var version = versionOf.Bind(1, one.Name).Step() ? versionOf.Long(0) : 0;
        versionOf.Reset();
        if (version != one.Expected)
        {
            return false;
        }

        if (one.Value is null)
        {
            remove.Bind(1, one.Name).Run();
        }
        else
        {
            put.Bind(1, one.Name).Bind(2, version + 1).Bind(3, one.Value).Run();
        }

        return true;
    }

    private sealed record Asked(string Name, long Expected, byte[]? Value)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
