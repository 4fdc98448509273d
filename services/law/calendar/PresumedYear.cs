using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>
/// The days off of a year for which nobody has loaded an arrangement, by 全国年节及纪念日放假办法 2 and 6 alone: always provisional. No limit is
/// refused for want of a notice; it is provisional until the notice is entered. Lunar festivals are known from 1901 to 2100.
/// </summary>
internal static class PresumedYear
{
    /// <summary>First year of the text of 2024: 除夕 and 2 May are days off, too.</summary>
    private const int TextOf2024 = 2025;

    private const string MadeUp = "（补假，日期暂定）";

    private static readonly ChineseLunisolarCalendar Lunar = new();
    private static readonly int FirstLunar = Lunar.MinSupportedDateTime.Year + 1, LastLunar = Lunar.MaxSupportedDateTime.Year - 1;
    private static readonly ConcurrentDictionary<int, CalendarYear> Known = new();

    public static CalendarYear Of(int year) => Known.GetOrAdd(year, Make);

    private static CalendarYear Make(int year)
    {
        var festivals = Festivals(year).OrderBy(range => range.From).ToArray();
        var given = new HashSet<DateOnly>();
        return new()
        {
            Year = year,
            Provisional = true,
            Title = Instruments.Holidays.Name,
            Number = "第二条、第六条（法定节日及补假天数，放假调休安排尚未录入）",
            NumberMark = SourceMark.Verified,
            Holidays = [.. festivals, .. festivals.SelectMany(range => MakingUp(range, festivals, given))],
            Makeup = [],
        };
    }

    private static IEnumerable<HolidayRange> Festivals(int year)
    {
        var later = year >= TextOf2024;
        yield return new("元旦", new(year, 1, 1), new(year, 1, 1));
        yield return new("清明节", PureBrightness(year), PureBrightness(year));
        yield return new("劳动节", new(year, 5, 1), new(year, 5, later ? 2 : 1));
        yield return new("国庆节", new(year, 10, 1), new(year, 10, 3));
        if (year >= FirstLunar && year <= LastLunar)
        {
            var spring = DayOf(year, 1, 1);
            yield return new("春节", spring.AddDays(later ? -1 : 0), spring.AddDays(2));
            yield return new("端午节", DayOf(year, 5, 5), DayOf(year, 5, 5));
            yield return new("中秋节", DayOf(year, 8, 15), DayOf(year, 8, 15));
        }
    }

    /// <summary>As many working days after a festival as it has days on a weekend (办法 6); a day makes up for one day alone.</summary>
    private static IEnumerable<HolidayRange> MakingUp(HolidayRange festival, HolidayRange[] festivals, HashSet<DateOnly> given)
    {
        var left = Enumerable.Range(0, festival.To.DayNumber - festival.From.DayNumber + 1).Count(day => WorkCalendar.IsWeekend(festival.From.AddDays(day)));
        for (var date = festival.To.AddDays(1); left > 0; date = date.AddDays(1))
        {
            if (!WorkCalendar.IsWeekend(date) && !festivals.Any(range => range.From <= date && date <= range.To) && given.Add(date))
            {
                yield return new(festival.Name + MadeUp, date, date, Presumed: true);
                left--;
            }
        }
    }

    /// <summary>清明: the day on which the sun reaches 15 degrees; 4 or 5 April in this century, by the customary formula.</summary>
    private static DateOnly PureBrightness(int year)
    {
        var inCentury = year % 100;
        return new(year, 4, (int)((inCentury * 0.2422) + 4.81) - (inCentury / 4));
    }

    private static DateOnly DayOf(int year, int month, int day)
    {
        var leap = Lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }
}
