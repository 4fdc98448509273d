using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>Dates in official Chinese, whatever the culture of the machine.</summary>
public static class ChineseDate
{
    private const string WeekDays = "日一二三四五六";

    /// <summary>2026年11月23日</summary>
    public static string Write(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日");

    /// <summary>2026年11月23日（星期一）</summary>
    public static string WriteWithWeekDay(DateOnly date) => $"{Write(date)}（星期{WeekDays[(int)date.DayOfWeek]}）";
}
