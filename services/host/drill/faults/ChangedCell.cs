using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>A handler's cursor is changed.</summary>
internal sealed class ChangedCell : AlterationPlay
{
    public override string Name => "changed-cell";

    public override string Title => "单元（处理进度）被改动";

    protected override Regex Alter(Stage stage)
    {
        var name = stage.Ask<string>("supervision", "cells.db", "SELECT name FROM cells WHERE name LIKE 'handlers/%' AND value IS NOT NULL ORDER BY name LIMIT 1");
        stage.Alter("supervision", "cells.db", $"UPDATE cells SET value = CAST(replace(CAST(value AS TEXT), '\"Next\":', '\"Next\":9') AS BLOB) WHERE name = '{name}'");
        return new(Regex.Escape(name));
    }
}
