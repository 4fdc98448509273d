using EnforcementPlatform.Kernel.Views;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

public sealed class A_searched_spelling
{
    [Theory]
    [InlineData("一亿二千万元", "120000000元")]
    [InlineData("壹亿贰仟万元整", "120000000元")]
    [InlineData("三亿零五十万零二元", "300500002元")]
    [InlineData("十二亿三千四百五十六万七千八百九十元", "1234567890元")]
    [InlineData("十万元", "100000元")]
    [InlineData("一百二十三万四千五百元", "1234500元")]
    [InlineData("两千万元", "20000000元")]
    [InlineData("一万亿元", "1000000000000元")]
    [InlineData("亿元", "100000000元")]
    [InlineData("九千九百九十九元", "9999元")]
    public void N6_An_amount_in_numerals_is_found_by_its_digits(string written, string searched) =>
        Assert.Equal([searched], SearchedSpelling.Stretches(written));
}
