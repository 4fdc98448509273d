using System.Globalization;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class H6_Days_in_text
{
    private static readonly DateOnly Day = new(2026, 1, 31);

    /// <summary>The Thai calendar writes 2569 for this year: a day in a fact must not depend on where the machine stands.</summary>
    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("zh-CN")]
    public void Are_Gregorian_on_every_machine(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal("2026-01-31", IsoDay.Write(Day));
            Assert.Equal(Day, IsoDay.Parse("2026-01-31"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Are_empty_for_no_day()
    {
        Assert.Equal("", IsoDay.Write((DateOnly?)null));
        Assert.Equal("2026-01-31", IsoDay.Write((DateOnly?)Day));
        Assert.Null(IsoDay.ParseOptional(""));
        Assert.Equal(Day, IsoDay.ParseOptional("2026-01-31"));
    }

    [Theory]
    [InlineData("2026-1-31")]
    [InlineData("2026-02-30")]
    [InlineData("20260131")]
    [InlineData(" 2026-01-31")]
    [InlineData("2026-01-31 ")]
    public void Have_one_spelling(string text)
    {
        Assert.False(IsoDay.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IsoDay.Parse(text));
        Assert.Throws<FormatException>(() => IsoDay.ParseOptional(text));
    }

    [Fact]
    public void Of_instants_are_days_in_Shanghai() =>
        Assert.Equal("2026-02-01", IsoDay.Write(new DateTimeOffset(2026, 1, 31, 16, 0, 0, TimeSpan.Zero)));
}
