using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>What somebody with <c>sqlite3</c> and without the keys can do to a file of cells that is not open.</summary>
public static class AlteredCells
{
    /// <summary>Changes one row, or takes it away (null).</summary>
    public static void Alter(string path, string name, Func<StoredCell, StoredCell?> alter)
    {
        using var connection = Opened(path);
        var row = Read(connection, name);
        Run(connection, "DELETE FROM cells WHERE name = $name", ("$name", name));
        if (alter(row) is { } altered)
        {
            Run(
                connection,
                "INSERT OR REPLACE INTO cells VALUES ($name, $version, $value, $tag)",
                ("$name", altered.Name),
                ("$version", altered.Version),
                ("$value", (object?)altered.Value ?? DBNull.Value),
                ("$tag", altered.Tag));
        }
    }

    /// <summary>Runs any statement.</summary>
    public static void Run(string path, string sql)
    {
        using var connection = Opened(path);
        Run(connection, sql);
    }

    private static SqliteConnection Opened(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static StoredCell Read(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, value, tag FROM cells WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new(name, reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2))
            : throw new InvalidOperationException($"no cell {name}");
    }

    private static void Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
