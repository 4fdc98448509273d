using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>One letter of an old entry is changed.</summary>
internal sealed class ChangedRow : AlterationPlay
{
    public override string Name => "changed-row";

    public override string Title => "账本中间一条记录的内容被改动";

    protected override Regex Alter(Stage stage)
    {
        var position = stage.SomeEntry();
        stage.Alter("records", "ledger.db", $"UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE position = {position}");
        return Stage.Entry(position);
    }
}
