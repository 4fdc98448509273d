using System.Text.RegularExpressions;
using EnforcementPlatform.Adapters.Sqlite;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>A row of a view is deleted: lists hide a case. The view is thrown away and made again from the ledger.</summary>
internal sealed partial class ChangedView : AlterationPlay
{
    public override string Name => "changed-view";

    public override string Title => "查询数据被改动";

    protected override Regex Alter(Stage stage)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(stage.Folders.Data, "supervision", "views"), "*.db").Order(StringComparer.Ordinal))
        {
            if (DeletedARow(file))
            {
                return Views();
            }
        }

        throw new PlayFailedException("没有可以改动的查询数据。");
    }

    protected override Task Cure(Stage stage, string backup, CancellationToken ct)
    {
        Directory.Delete(Path.Combine(stage.Folders.Data, "supervision", "views"), recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Deletes one row of the first table of the view's own that has one.</summary>
    private static bool DeletedARow(string file)
    {
        using var db = SqliteConnections.Open(file, readOnly: false);
        using var command = db.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ep_%' ORDER BY name";
        var tables = new List<string>();
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                tables.Add(rows.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            command.CommandText = $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid LIMIT 1";
            var key = (string)command.ExecuteScalar()!;
            command.CommandText = $"DELETE FROM \"{table}\" WHERE \"{key}\" = (SELECT max(\"{key}\") FROM \"{table}\")";
            if (command.ExecuteNonQuery() > 0)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"view [a-z-]+: \w+ \(")]
    private static partial Regex Views();
}
