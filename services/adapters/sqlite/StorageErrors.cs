using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>Names a full disk as such, which SQLite reports as an error of its own (SQLITE_FULL).</summary>
internal static class StorageErrors
{
    /// <summary>The error as the kernel knows it.</summary>
    public static Exception Named(Exception error, string path) =>
        error is SqliteException { SqliteErrorCode: raw.SQLITE_FULL } ? new StorageFullException(path, error) : error;
}
