using System.Data.Common;
using EnforcementPlatform.Kernel.Views;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>Views in SQLite files. They can be built again, so they wait for no disk.</summary>
public sealed class SqliteViewFiles : IViewFiles
{
    /// <summary>SQLITE_CORRUPT, https://sqlite.org/rescode.html#corrupt.</summary>
    private const int Corrupt = 11;

    /// <summary>SQLITE_NOTADB, https://sqlite.org/rescode.html#notadb.</summary>
    private const int NotADatabase = 26;

    public DbConnection Open(string path, bool readOnly, int cacheKiB) => SqliteConnections.Open(path, readOnly, durable: false, cacheKiB);

    public bool IsDamage(DbException error) => error is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };
}
