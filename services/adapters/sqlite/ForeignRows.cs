using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Takes rows that nobody vouched for out of a stopped ledger, into a file: one JSON object a line with table and columns, bytes in base64. The rows
/// are removed only once the file is durable.
/// </summary>
public static class ForeignRows
{
    /// <param name="ledger">The ledger file, which nobody else has open.</param>
    /// <param name="from">First position that goes.</param>
    /// <param name="file">The quarantine file, which MUST NOT exist.</param>
    public static void Move(string ledger, long from, string file)
    {
        using var owner = FileOwner.Take(ledger);
        using var connection = SqliteConnections.OpenWriter(ledger, durable: true, 4096);
        SqliteConnections.Run(connection, "BEGIN IMMEDIATE");
        var place = LedgerSchema.Place(from, 0);
        var tables = new[]
        {
            ("entries", $"position >= {from}"), ("claims", $"position >= {from}"), ("parts", $"place >= {place}"), ("destroyed_parts", $"place >= {place}"),
        };
        using (var lines = new FileStream(file, FileMode.CreateNew))
        {
            foreach (var (table, where) in tables)
            {
                Write(connection, table, where, lines);
            }

            lines.Flush(flushToDisk: true);
        }

        foreach (var (table, where) in tables)
        {
            SqliteConnections.Run(connection, $"DELETE FROM {table} WHERE {where}");
        }

        SqliteConnections.Run(connection, "COMMIT");
    }

    private static void Write(SqliteConnection connection, string table, string where, Stream lines)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE {where}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue);
            JsonSerializer.Serialize(lines, new { table, row });
            lines.WriteByte((byte)'\n');
        }
    }
}
