using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>Amounts of a fine are found however they are written, and nothing else is taken for one.</summary>
public sealed class FineAmountsTests
{
    [Theory]
    [InlineData("罚款人民币10000元", 10_000_00)]
    [InlineData("罚款人民币壹拾万元整", 100_000_00)]
    [InlineData("罚款十万元", 100_000_00)]
    [InlineData("处10万元罚款", 100_000_00)]
    [InlineData("罚款1.5万元", 15_000_00)]
    [InlineData("罚款100,000.00元", 100_000_00)]
    [InlineData("罚款１０００００元", 100_000_00)]
    [InlineData("罚款10，000元", 10_000_00)]
    [InlineData("罚款人民币壹万贰仟叁佰肆拾伍元陆角柒分", 12_345_67)]
    [InlineData("罚款壹佰元零伍分", 100_05)]
    [InlineData("罚款人民币壹拾万零伍佰元整", 100_500_00)]
    [InlineData("罚款2亿元", 200_000_000_00)]
    [InlineData("罚款￥100,000.00", 100_000_00)]
    [InlineData("罚款¥10万元", 100_000_00)]
    public void F66_An_amount_is_read_in_every_spelling(string text, long fen) => Assert.Equal(fen, Assert.Single(FineAmounts.In(text)).Fen);

    [Theory]
    [InlineData("没收违法所得5000元")]
    [InlineData("警告")]
    [InlineData("逾期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款总额不超过5000元")]
    [InlineData("处违法所得一倍罚款")]
    public void F66_What_is_not_the_fine_is_no_amount_of_it(string text) => Assert.Empty(FineAmounts.In(text));

    [Theory]
    [InlineData("罚款人民币10000元", false)]
    [InlineData("罚款人民币壹拾万元整（￥100,000元）", true)]
    [InlineData("罚款人民币壹拾万元整（￥10,000元）", false)]
    [InlineData("没收违法所得5000元，并处罚款100000元", true)]
    [InlineData("没收违法所得5000元，并处10万元罚款；罚款分两期缴纳。", true)]
    [InlineData("没收违法所得5000元并处罚款100000元", true)]
    [InlineData("罚款人民币壹拾万元整（￥10,000）", false)]
    [InlineData("警告，并处罚款。", true)]
    public void F66_Every_amount_is_the_one_that_was_decided(string text, bool holds) =>
        Assert.Equal(holds, DisclosureRules.PenaltyAsDecided.Holds(new(text, 100_000_00)));

    [Fact]
    public void F66_Without_a_fine_none_is_told() =>
        Assert.False(DisclosureRules.PenaltyAsDecided.Holds(new("警告，并处罚款500元", 0)));
}
