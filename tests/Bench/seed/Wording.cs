using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Bench.Seed;

/// <summary>What is written in the cases: invented, of ordinary length.</summary>
internal static class Wording
{
    public const string Clue = "对演示市示例民用爆炸物品销售有限公司开展现场检查，发现其销售工业雷管的数量超出《民用爆炸物品购买许可证》载明的数量。";

    public const string Cause = "涉嫌超出购买许可的数量销售民用爆炸物品";

    public static readonly Party Party = new() { Name = "演示市示例民用爆炸物品销售有限公司", Address = "演示市示例路1号" };

    /// <summary>About 130 characters: a short 笔录.</summary>
    public static readonly RecordText Text = new()
    {
        Place = "演示市示例民用爆炸物品销售有限公司仓库",
        Content = "执法人员会同该公司仓库保管员对库存台账、出库单和购买许可证逐一核对。经核对，当日出库工业雷管数量与许可证载明数量不一致，差额已由保管员当场确认。"
            + "执法人员对台账、出库单进行了复制，对库区进行了拍照，全程使用执法记录仪记录，当事人对上述情况没有异议。",
    };
}
