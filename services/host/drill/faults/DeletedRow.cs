using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>An old entry is deleted, with its index rows and parts.</summary>
internal sealed class DeletedRow : AlterationPlay
{
    public override string Name => "deleted-row";

    public override string Title => "账本中间一条记录被删除";

    protected override Regex Alter(Stage stage)
    {
        var position = stage.SomeEntry();
        stage.Alter("records", "ledger.db", $"DELETE FROM entries WHERE position = {position}; DELETE FROM claims WHERE position = {position}; DELETE FROM parts WHERE place / 64 = {position}");

        // At the start the totals tell that one is gone; which one, only whoever reads all of them.
        return new($"{Stage.Entry(position)}|有缺失或者多余");
    }
}
