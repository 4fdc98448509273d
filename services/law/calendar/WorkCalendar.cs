using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>What a date is for those who work.</summary>
public enum DayKind
{
    /// <summary>工作日</summary>
    Workday,

    /// <summary>周末</summary>
    Weekend,

    /// <summary>放假: any day inside an announced holiday, weekends within it included.</summary>
    Holiday,

    /// <summary>调休上班: a weekend day that is worked, and counts as a working day.</summary>
    Makeup,
}

/// <summary>One date of the calendar. <paramref name="Name"/> is the festival that makes it a holiday or make-up day, else null.</summary>
public readonly record struct CalendarDate(DateOnly Date, DayKind Kind, string? Name, bool Provisional)
{
    public bool IsWorkingDay => Kind is DayKind.Workday or DayKind.Makeup;
}

/// <summary>How to take days of a year whose notice is not out yet.</summary>
internal enum ProvisionalReading
{
    /// <summary>As enacted: statutory days off, weekends off, everything else worked.</summary>
    AsEnacted,

    /// <summary>As much work as the notice may bring: weekend days near a festival may become make-up working days, and presumed days off be put elsewhere.</summary>
    MostWork,

    /// <summary>As much rest as the notice may bring: days next to a festival may become days off.</summary>
    MostRest,
}

/// <summary>
/// Working days of China by the State Council's yearly notices. Immutable, without clock; thread-safe.
/// A year that nobody has loaded is provisional and has the days of the statute (<see cref="PresumedYear"/>).
/// </summary>
public sealed class WorkCalendar
{
    /// <summary>
    /// How far from the festival a notice has put a make-up day (the years 2024 to 2026: at most 11 days), and how far
    /// it has stretched the days off (at most 5). Tests hold the data to these.
    /// </summary>
    internal const int MakeupReach = 14, RestReach = 5;

    private readonly ImmutableSortedDictionary<int, CalendarYear> years;
    private readonly FrozenDictionary<DateOnly, (DayKind Kind, string Name)> exceptions;
    private readonly ProvisionalReading reading;
    private readonly ConcurrentDictionary<ProvisionalReading, WorkCalendar> readings = new();

    private WorkCalendar(ImmutableSortedDictionary<int, CalendarYear> years, ProvisionalReading reading)
    {
        this.years = years;
        this.reading = reading;
        var days = new Dictionary<DateOnly, (DayKind, string)>();
        foreach (var year in years.Values)
        {
            foreach (var range in year.Holidays.Where(IsCountedOn))
            {
                for (var date = range.From; date <= range.To; date = date.AddDays(1))
                {
                    days[date] = (DayKind.Holiday, range.Name);
                }
            }

            foreach (var day in year.Makeup)
            {
                days[day.Date] = (DayKind.Makeup, day.Name);
            }
        }

        exceptions = days.ToFrozenDictionary();
    }

    /// <summary>The years that travel with the program.</summary>
    public static WorkCalendar Official { get; } = Of(EmbeddedData.Read("holidays-").Select(CalendarYear.Parse));

    public ImmutableArray<CalendarYear> Years => [.. years.Values];

    public static WorkCalendar Of(IEnumerable<CalendarYear> years) =>
        new(years.ToImmutableSortedDictionary(year => year.Year, year => year), ProvisionalReading.AsEnacted);

    /// <summary>The same calendar, with provisional years read otherwise. Made once: every deadline that reaches a provisional year asks for it.</summary>
    internal WorkCalendar Reading(ProvisionalReading other) => readings.GetOrAdd(other, reading => new WorkCalendar(years, reading));

    public static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    public CalendarDate DayOf(DateOnly date)
    {
        var provisional = YearOf(date.Year).Provisional || AwaitsNoticeOfNewYear(date);
        if (exceptions.TryGetValue(date, out var exception))
        {
            return new CalendarDate(date, exception.Kind, exception.Name, provisional);
        }

        if (!years.ContainsKey(date.Year) && PresumedYear.Of(date.Year).Holidays.FirstOrDefault(range => IsOff(range, date)) is { } festival)
        {
            return new CalendarDate(date, DayKind.Holiday, festival.Name, provisional);
        }

        return new CalendarDate(date, provisional ? Expected(date) : Ordinary(date), null, provisional);
    }

    public bool IsWorkingDay(DateOnly date) => DayOf(date).IsWorkingDay;

    private CalendarYear YearOf(int year) => years.GetValueOrDefault(year) ?? PresumedYear.Of(year);

    private bool IsOff(HolidayRange range, DateOnly date) => range.From <= date && date <= range.To && IsCountedOn(range);

    /// <summary>Nobody whose duty runs may count on a day off whose date is only presumed.</summary>
    private bool IsCountedOn(HolidayRange range) => !range.Presumed || reading != ProvisionalReading.MostWork;

    /// <summary>The notice of a year may rearrange the weekends and days before its New Year's Day; until it is out, nobody knows.</summary>
    private bool AwaitsNoticeOfNewYear(DateOnly date) =>
        date.AddDays(MakeupReach).Year > date.Year && years.GetValueOrDefault(date.Year + 1) is null or { Provisional: true };

    private static DayKind Ordinary(DateOnly date) => IsWeekend(date) ? DayKind.Weekend : DayKind.Workday;

    private DayKind Expected(DateOnly date) => (reading, IsWeekend(date)) switch
    {
        (ProvisionalReading.MostWork, true) when IsNearFestival(date, MakeupReach) => DayKind.Makeup,
        (ProvisionalReading.MostRest, false) when IsNearFestival(date, RestReach) => DayKind.Holiday,
        _ => Ordinary(date),
    };

    private bool IsNearFestival(DateOnly date, int reach) =>
        date.AddDays(reach).Year > date.Year
        || Enumerable.Range(date.Year - 1, 3).SelectMany(year => YearOf(year).Holidays)
            .Any(range => !range.Presumed && range.From.AddDays(-reach) <= date && date <= range.To.AddDays(reach));
}
