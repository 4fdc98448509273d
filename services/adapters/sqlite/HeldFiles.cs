using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Read snapshots of several database files, all of one moment, beside the processes that write them. Until the last snapshot is open every file's
/// write lock is held, so that nobody commits between two of them: roles follow each other in circles, and no order of copying would be right.
/// A writer that comes meanwhile waits for the lock, as it would for another connection of its own.
/// </summary>
public sealed class HeldFiles : IDisposable
{
    /// <summary>Longest time that appends are held at one go; writers wait five seconds before they give up.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(1);

    private const int Tries = 5;

    private readonly Dictionary<string, SqliteConnection> readers;

    private HeldFiles(Dictionary<string, SqliteConnection> readers, TimeSpan held) => (this.readers, Held) = (readers, held);

    /// <summary>How long writers were held.</summary>
    public TimeSpan Held { get; }

    /// <summary>Takes a snapshot of each file.</summary>
    /// <exception cref="TimeoutException">A writer kept a lock for too long, again and again.</exception>
    public static async Task<HeldFiles> Take(IReadOnlyList<string> paths, TimeProvider clock, CancellationToken ct)
    {
        var readers = paths.ToDictionary(path => path, path => SqliteConnections.OpenReader(path, cacheKiB: 1024));
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (Snapshots(paths, readers) is { } held)
                {
                    return new(readers, held);
                }

                if (attempt == Tries)
                {
                    throw new TimeoutException();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(200), clock, ct);
            }
        }
        catch
        {
            Close(readers);
            throw;
        }
    }

    /// <summary>Copies a snapshot into a new file, durably. The copy is one file, without a log beside it.</summary>
    public void CopyTo(string path, string copy)
    {
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ConnectionString))
        {
            target.Open();
            readers[path].BackupDatabase(target);
            SqliteConnections.Run(target, "PRAGMA journal_mode = DELETE");
        }

        using var file = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => Close(readers);

    /// <summary>The time that writers were held, or null where a lock was not to be had in time; then no snapshot is left open.</summary>
    private static TimeSpan? Snapshots(IReadOnlyList<string> paths, Dictionary<string, SqliteConnection> readers)
    {
        var locks = new List<SqliteConnection>();
        var began = Stopwatch.GetTimestamp();
        try
        {
            foreach (var path in paths)
            {
                locks.Add(Locked(path, LongestHold - Stopwatch.GetElapsedTime(began)));
            }

            foreach (var reader in readers.Values)
            {
                SqliteConnections.Run(reader, "BEGIN; SELECT count(*) FROM sqlite_schema");
            }

            return Stopwatch.GetElapsedTime(began);
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == raw.SQLITE_BUSY)
        {
            return null;
        }
        finally
        {
            locks.ForEach(one => one.Dispose());
        }
    }

    /// <summary>A connection that holds the write lock of a file and never writes; closing it lets go.</summary>
    private static SqliteConnection Locked(string path, TimeSpan patience)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();

            // The last connection to close would move the log into the file: not this one's business.
            _ = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            // By a statement of our own: the command of the library would try again for thirty seconds, while the other files are held.
            SqliteConnections.Run(connection, $"PRAGMA busy_timeout = {Math.Max(1, (int)patience.TotalMilliseconds)}");
            using var begin = new Statement(connection, "BEGIN IMMEDIATE");
            begin.Run();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Close(Dictionary<string, SqliteConnection> readers)
    {
        foreach (var reader in readers.Values)
        {
            reader.Dispose();
        }
    }
}
