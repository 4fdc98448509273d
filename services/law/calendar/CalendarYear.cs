using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Law;

/// <summary>Consecutive days off under one name, both ends included.</summary>
/// <param name="Presumed">
/// A festival that falls on a weekend is made up for on working days (补假, 全国年节及纪念日放假办法 6). The statute gives their number, the notice
/// their dates: until it is out, these are the next working days, in a provisional year only.
/// </param>
public sealed record HolidayRange(string Name, DateOnly From, DateOnly To, bool Presumed = false);

/// <summary>A Saturday or Sunday that the notice makes a working day (调休上班).</summary>
public sealed record MakeupDay(string Name, DateOnly Date);

/// <summary>
/// One year's arrangement of holidays as its notice gives it. Days may also lie in the December before, since a notice
/// may rearrange the weekend ahead of New Year's Day.
/// </summary>
public sealed record CalendarYear
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public required int Year { get; init; }

    /// <summary>暂定: statutory days only, the State Council's notice for the year is not out yet.</summary>
    public required bool Provisional { get; init; }

    /// <summary>Name of the notice.</summary>
    public required string Title { get; init; }

    /// <summary>Document number of the notice (文号); a year without one is refused.</summary>
    public required string Number { get; init; }

    public required SourceMark NumberMark { get; init; }

    /// <summary>Where the notice was published; null for a year that rests on the statute alone.</summary>
    public string? Address { get; init; }

    public required ImmutableArray<HolidayRange> Holidays { get; init; }

    public required ImmutableArray<MakeupDay> Makeup { get; init; }

    /// <summary>Reads the JSON of <c>data/holidays-YYYY.json</c> or of a calendar edition.</summary>
    /// <exception cref="FormatException">Not of that shape, or days that contradict each other; the Chinese message names the place.</exception>
    public static CalendarYear Parse(string json)
    {
        CalendarYear year;
        try
        {
            year = JsonSerializer.Deserialize<CalendarYear>(json, Json) ?? throw new FormatException("节假日安排数据为空。");
        }
        catch (JsonException broken)
        {
            throw new FormatException($"节假日安排数据格式不正确（第{broken.LineNumber + 1}行）。", broken);
        }

        year.Check();
        return year;
    }

    private void Check()
    {
        Require(Holidays.All(range => range is not null) && Makeup.All(day => day is not null), "节假日安排数据格式不正确（有空的日期项）。");
        Require(Number.Trim().Length > 0, $"{Year}年节假日安排缺少文号。");
        foreach (var range in Holidays)
        {
            Require(range.From <= range.To, $"“{range.Name}”的起止日期颠倒。");
            Require(Provisional || !range.Presumed, $"“{range.Name}”的补假日期为暂定，而{Year}年的安排不是暂定。");
            Require(IsOurs(range.From) && IsOurs(range.To), $"“{range.Name}”不在{Year}年或其前一年12月。");
        }

        foreach (var day in Makeup)
        {
            Require(IsOurs(day.Date), $"调休上班日{ChineseDate.Write(day.Date)}不在{Year}年或其前一年12月。");
            Require(WorkCalendar.IsWeekend(day.Date), $"调休上班日{ChineseDate.Write(day.Date)}不是周六或周日。");
            Require(!Holidays.Any(range => range.From <= day.Date && day.Date <= range.To), $"{ChineseDate.Write(day.Date)}既放假又调休上班。");
        }
    }

    private bool IsOurs(DateOnly date) => date.Year == Year || (date.Year == Year - 1 && date.Month == 12);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }
}
