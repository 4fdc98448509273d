using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>Opens SQLite files the way this suite needs them: nothing pooled, nothing spilled to temporary files, removed content overwritten.</summary>
public static class SqliteConnections
{
    static SqliteConnections()
    {
        // Before the library's first use. Its count of the memory in use takes one lock at every allocation, for all connections of the process.
        Batteries_V2.Init();
        Require(raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0), "memory statistics off");
    }

    /// <summary>
    /// Opens a file, for views and other callers that speak <see cref="DbConnection"/>.
    /// </summary>
    /// <param name="path">The file; made when absent unless <paramref name="readOnly"/>.</param>
    /// <param name="readOnly">True for a connection that can never write, not even by mistake.</param>
    /// <param name="durable">True when a commit MUST survive a power cut; false for files that can be rebuilt.</param>
    /// <param name="cacheKiB">Page cache of this connection, in KiB.</param>
    public static DbConnection Open(string path, bool readOnly, bool durable = true, int cacheKiB = 4096) =>
        readOnly ? OpenReader(path, cacheKiB) : OpenWriter(path, durable, cacheKiB);

    internal static SqliteConnection OpenWriter(string path, bool durable, int cacheKiB)
    {
        // The page size and write-ahead logging are properties of the file; the rest belongs to the connection.
        // FULL syncs the log at every commit; secure_delete zeroes what is removed; a growing log is cut back to 64 MiB after a checkpoint.
        var connection = Opened(path, SqliteOpenMode.ReadWriteCreate);
        Run(connection, $"""
            PRAGMA page_size = 4096;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {(durable ? "FULL" : "NORMAL")};
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864;
            {Common(cacheKiB)}
            """);
        return connection;
    }

    internal static SqliteConnection OpenReader(string path, int cacheKiB)
    {
        var connection = Opened(path, SqliteOpenMode.ReadOnly);
        Run(connection, $"PRAGMA query_only = ON; {Common(cacheKiB)}");
        return connection;
    }

    internal static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Opened(string path, SqliteOpenMode mode)
    {
        // Pooling would keep a file open, and its lock held, after its owner closed it.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();

        // Without the guarantee of stable plans SQLite prepares a statement anew whenever a value was bound that its plan might depend on: the
        // number of a LIMIT, so each page of each list (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html, ENABLE_QPSG).
        Require(raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _), "stable plans");
        return connection;
    }

    private static void Require(int code, string setting)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite refused a setting ({setting}): {code}");
        }
    }

    // temp_store: a temporary file would be a copy that destruction cannot reach.
    private static string Common(int cacheKiB) => $"""
        PRAGMA busy_timeout = 5000;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -{cacheKiB};
        PRAGMA trusted_schema = OFF;
        """;
}
