using System.Text.RegularExpressions;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>A row is put behind the last one by somebody without a key.</summary>
internal sealed class InsertedRow : AlterationPlay
{
    public override string Name => "inserted-row";

    public override string Title => "账本末尾被插入一条没有密钥的记录";

    protected override Regex Alter(Stage stage)
    {
        var end = stage.Ask<long>("records", "ledger.db", "SELECT max(position) + 1 FROM entries");
        stage.Alter("records", "ledger.db", """
            CREATE TEMP TABLE planted AS SELECT * FROM entries ORDER BY position DESC LIMIT 1;
            UPDATE planted SET position = position + 1, id = 'AAAAAAAAAAAAAAAAAAAAAA';
            INSERT INTO entries SELECT * FROM planted;
            """);
        return Stage.Entry(end);
    }
}
