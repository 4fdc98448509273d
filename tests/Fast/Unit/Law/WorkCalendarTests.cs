using System.Globalization;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Official;

    [Theory]
    [InlineData("2025-04-30", "2025-05-08", "2025-05-12", "2025-05-14", "2025-06-03")]
    [InlineData("2025-12-30", "2026-01-05", "2026-01-07", "2026-01-09", "2026-01-28")]
    [InlineData("2026-02-13", "2026-02-25", "2026-02-27", "2026-03-02", "2026-03-19")]
    [InlineData("2026-04-30", "2026-05-08", "2026-05-11", "2026-05-13", "2026-06-01")]
    [InlineData("2026-09-30", "2026-10-10", "2026-10-13", "2026-10-15", "2026-11-03")]
    [InlineData("2026-11-23", "2026-11-26", "2026-11-30", "2026-12-02", "2026-12-21")]
    public void Three_five_seven_and_twenty_working_days_after_a_date(string start, string three, string five, string seven, string twenty)
    {
        Assert.Equal(
            [Day(three), Day(five), Day(seven), Day(twenty)],
            new[] { 3, 5, 7, 20 }.Select(days => DayCount.Run(WorkingDays(days), Day(start), [], Calendar).End));
    }

    [Theory]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_its_number_of_working_days(int year, int days)
    {
        Assert.Equal(days, DaysOf(year).Count(Calendar.IsWorkingDay));
    }

    [Theory]
    [InlineData("2026-02-27", DayKind.Workday, null)]
    [InlineData("2026-02-28", DayKind.Makeup, "春节")]
    [InlineData("2026-03-01", DayKind.Weekend, null)]
    [InlineData("2026-02-15", DayKind.Holiday, "春节")]
    [InlineData("2026-02-23", DayKind.Holiday, "春节")]
    [InlineData("2026-02-24", DayKind.Workday, null)]
    [InlineData("2025-10-08", DayKind.Holiday, "国庆节、中秋节")]
    public void A_date_has_its_kind_and_the_name_of_its_festival(string date, DayKind kind, string? name)
    {
        var day = Calendar.DayOf(Day(date));
        Assert.Equal(new CalendarDate(Day(date), kind, name, Provisional: false), day);
        Assert.Equal(kind is DayKind.Workday or DayKind.Makeup, day.IsWorkingDay);
    }

    [Fact]
    public void The_year_2027_is_provisional_and_the_years_before_are_not()
    {
        Assert.Equal([(2024, false), (2025, false), (2026, false), (2027, true)], Calendar.Years.Select(year => (year.Year, year.Provisional)));
        Assert.True(Calendar.DayOf(new DateOnly(2027, 1, 1)).Provisional);
    }

    [Theory]
    [InlineData("2026-12-17", false)]
    [InlineData("2026-12-18", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2025-12-31", false)]
    public void The_last_days_of_a_year_wait_for_the_notice_of_the_next(string date, bool provisional) =>
        Assert.Equal(provisional, Calendar.DayOf(Day(date)).Provisional);

    [Theory]
    [InlineData("2026-12-19", true, false)]
    [InlineData("2026-12-28", true, false)]
    [InlineData("2026-12-25", true, true)]
    public void Days_before_New_Year_may_be_worked_or_free_by_the_notice_of_the_next_year(string date, bool mostWork, bool mostRest)
    {
        Assert.Equal(mostWork, Calendar.Reading(ProvisionalReading.MostWork).IsWorkingDay(Day(date)));
        Assert.Equal(mostRest, Calendar.Reading(ProvisionalReading.MostRest).IsWorkingDay(Day(date)));
    }

    [Fact]
    public void A_festival_on_a_weekend_is_made_up_for_on_as_many_working_days_and_the_organ_does_not_count_on_them()
    {
        var year = Calendar.Years.Single(one => one.Year == 2027);
        static IEnumerable<DateOnly> DaysIn(IEnumerable<HolidayRange> ranges) =>
            ranges.SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays));
        var presumed = DaysIn(year.Holidays.Where(range => range.Presumed)).ToArray();

        Assert.Equal(DaysIn(year.Holidays.Where(range => !range.Presumed)).Count(WorkCalendar.IsWeekend), presumed.Length);
        Assert.DoesNotContain(presumed, WorkCalendar.IsWeekend);
        Assert.All(presumed, date => Assert.False(Calendar.IsWorkingDay(date)));
        Assert.All(presumed, date => Assert.True(Calendar.Reading(ProvisionalReading.MostWork).IsWorkingDay(date)));
        Assert.Contains("第六条", year.Number, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2023-06-01", DayKind.Workday)]
    [InlineData("2028-06-01", DayKind.Workday)]
    [InlineData("2028-10-02", DayKind.Holiday)]
    [InlineData("2028-10-04", DayKind.Holiday)]
    [InlineData("2028-10-05", DayKind.Workday)]
    public void A_year_that_nobody_loaded_is_provisional_and_has_the_statutes_days(string date, DayKind kind)
    {
        var day = Calendar.DayOf(Day(date));
        Assert.Equal((kind, true), (day.Kind, day.Provisional));
        Assert.DoesNotContain(Calendar.Years, year => year.Year == Day(date).Year);
    }

    [Fact]
    public void Counting_back_leaves_as_many_full_working_days_between_as_counting_forward()
    {
        foreach (var date in DaysOf(2026).Where(Calendar.IsWorkingDay).Where(date => date.Month is > 1 and < 12))
        {
            var end = DayCount.Run(WorkingDays(7), date, [], Calendar).End;
            Assert.Equal(7, Between(date, end.AddDays(1)));
            Assert.Equal(date, DayCount.Run(WorkingDays(6) with { Before = true }, end, [], Calendar).End);
        }
    }

    [Theory]
    [InlineData("2026-02-28", "2026-02-28")]
    [InlineData("2026-03-01", "2026-03-02")]
    [InlineData("2026-10-01", "2026-10-08")]
    public void A_day_off_rolls_to_the_first_working_day_after(string date, string rolled) =>
        Assert.Equal(Day(rolled), DayCount.Run(WorkingDays(1) with { Unit = DeadlineUnit.CalendarDay, Rolls = true }, Day(date).AddDays(-1), [], Calendar).End);

    [Fact]
    public void The_notice_of_a_year_replaces_its_provisional_days()
    {
        var announced = CalendarYear.Parse("""
            {"year": 2027, "provisional": false, "title": "invented for this test", "number": "invented 1", "numberMark": "pending",
             "holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}], "makeup": [{"name": "元旦", "date": "2026-12-26"}]}
            """);
        var calendar = WorkCalendar.Of([.. Calendar.Years.Where(year => year.Year != announced.Year), announced]);
        Assert.Equal(new CalendarDate(new DateOnly(2027, 2, 5), DayKind.Workday, null, false), calendar.DayOf(new DateOnly(2027, 2, 5)));
        Assert.True(calendar.IsWorkingDay(new DateOnly(2026, 12, 26)));
        Assert.False(Calendar.IsWorkingDay(new DateOnly(2026, 12, 26)));
    }

    [Fact]
    public void The_lunar_festivals_in_the_data_lie_where_the_lunar_calendar_puts_them()
    {
        foreach (var year in Calendar.Years)
        {
            foreach (var (name, month, day) in new[] { ("春节", 1, 1), ("端午节", 5, 5), ("中秋节", 8, 15) })
            {
                var festival = Lunar(year.Year, month, day);
                Assert.Contains(year.Holidays, range => range.Name.Contains(name, StringComparison.Ordinal) && range.From <= festival && festival <= range.To);
            }
        }
    }

    [Fact]
    public void The_provisional_year_holds_exactly_the_thirteen_statutory_days()
    {
        var year = Calendar.Years.Single(one => one.Year == 2027);
        var days = year.Holidays.Where(range => !range.Presumed).SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays));
        DateOnly[] wanted =
        [
            new(2027, 1, 1),
            Lunar(2027, 1, 1).AddDays(-1), Lunar(2027, 1, 1), Lunar(2027, 1, 2), Lunar(2027, 1, 3),
            new(2027, 4, 5),
            new(2027, 5, 1), new(2027, 5, 2),
            Lunar(2027, 5, 5),
            Lunar(2027, 8, 15),
            new(2027, 10, 1), new(2027, 10, 2), new(2027, 10, 3),
        ];
        Assert.Equal(13, wanted.Length);
        Assert.Equal(wanted, days);
    }

    [Fact]
    public void Make_up_days_and_days_off_lie_no_farther_from_their_festival_than_the_provisional_readings_allow()
    {
        foreach (var year in Calendar.Years.Where(one => !one.Provisional))
        {
            var festivals = StatutoryDays(year.Year).ToArray();
            int Distance(DateOnly date) => festivals.Min(festival => Math.Abs(festival.DayNumber - date.DayNumber));
            Assert.All(year.Makeup, day => Assert.InRange(Distance(day.Date), 1, WorkCalendar.MakeupReach));
            Assert.All(
                DaysOf(year.Year).Where(date => Calendar.DayOf(date).Kind == DayKind.Holiday),
                date => Assert.InRange(Distance(date), 0, WorkCalendar.RestReach));
        }
    }

    [Theory]
    [InlineData("2027-01-10", true, false)]
    [InlineData("2027-01-16", false, false)]
    [InlineData("2027-01-04", true, false)]
    [InlineData("2027-01-06", true, false)]
    [InlineData("2027-01-07", true, true)]
    [InlineData("2027-03-31", true, false)]
    [InlineData("2027-03-30", true, true)]
    public void Provisional_readings_differ_near_a_festival_only(string text, bool mostWork, bool mostRest)
    {
        var date = Day(text);
        Assert.Equal(mostWork, Calendar.Reading(ProvisionalReading.MostWork).IsWorkingDay(date));
        Assert.Equal(mostRest, Calendar.Reading(ProvisionalReading.MostRest).IsWorkingDay(date));
    }

    [Fact]
    public void Readings_change_nothing_in_an_announced_year()
    {
        foreach (var date in DaysOf(2025))
        {
            Assert.Equal(Calendar.DayOf(date), Calendar.Reading(ProvisionalReading.MostWork).DayOf(date));
            Assert.Equal(Calendar.DayOf(date), Calendar.Reading(ProvisionalReading.MostRest).DayOf(date));
        }
    }

    [Theory]
    [InlineData("""{"year": 2026}""", "节假日安排数据格式不正确")]
    [InlineData("null", "节假日安排数据为空")]
    [InlineData("{", "节假日安排数据格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":null,"makeup":[]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":null,"numberMark":"verified","holidays":[],"makeup":[]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[null],"makeup":[]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"unread","holidays":[],"makeup":[]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":7,"holidays":[],"makeup":[]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[],"makeup":[{"name":"甲"}]}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":" ","numberMark":"verified","holidays":[],"makeup":[]}""", "缺少文号")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[],"makeup":[],"note":"x"}""", "格式不正确")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2026-05-02","to":"2026-05-01"}],"makeup":[]}""", "起止日期颠倒")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2026-05-06","to":"2026-05-06","presumed":true}],"makeup":[]}""", "补假日期为暂定")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2026-12-31","to":"2027-01-01"}],"makeup":[]}""", "不在2026年或其前一年12月")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2025-11-30","to":"2026-01-01"}],"makeup":[]}""", "不在2026年或其前一年12月")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[],"makeup":[{"name":"甲","date":"2026-05-08"}]}""", "不是周六或周日")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[],"makeup":[{"name":"甲","date":"2025-11-30"}]}""", "不在2026年或其前一年12月")]
    [InlineData("""{"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2026-05-09","to":"2026-05-09"}],"makeup":[{"name":"甲","date":"2026-05-09"}]}""", "既放假又调休上班")]
    public void A_malformed_arrangement_is_refused_with_its_place(string json, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => CalendarYear.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_holiday_may_begin_in_the_December_before_its_year()
    {
        var year = CalendarYear.Parse("""
            {"year":2026,"provisional":false,"title":"t","number":"n","numberMark":"verified","holidays":[{"name":"甲","from":"2025-12-31","to":"2025-12-31"}],"makeup":[]}
            """);
        Assert.Equal(new DateOnly(2025, 12, 31), year.Holidays[0].From);
    }

    [Theory]
    [InlineData("2026-11-22T15:59:59.999Z", "2026-11-22")]
    [InlineData("2026-11-22T16:00:00Z", "2026-11-23")]
    [InlineData("2026-12-31T20:00:00+00:00", "2027-01-01")]
    [InlineData("2026-11-23T00:30:00+09:00", "2026-11-22")]
    public void An_instant_has_its_date_in_Shanghai(string instant, string date) =>
        Assert.Equal(Day(date), ShanghaiTime.DateOf(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_date_in_Shanghai_begins_at_sixteen_hours_of_the_day_before_in_UTC()
    {
        var start = ShanghaiTime.StartOf(new DateOnly(2026, 11, 23));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero), start);
        Assert.Equal(TimeSpan.Zero, start.Offset);
    }

    /// <summary>A period of so many working days.</summary>
    private static DeadlineRule WorkingDays(int days) =>
        DeadlineCatalogue.Find("HEARING_NOTIFY") with { Amount = days, Unit = DeadlineUnit.WorkingDay, Before = false };

    private static int Between(DateOnly start, DateOnly end) =>
        Enumerable.Range(1, end.DayNumber - start.DayNumber - 1).Count(days => Calendar.IsWorkingDay(start.AddDays(days)));

    /// <summary>The statutory days by the rule then in force: eleven before 2025 (2013 text), thirteen since (2024 text).</summary>
    private static IEnumerable<DateOnly> StatutoryDays(int year)
    {
        var spring = Lunar(year, 1, 1);
        IEnumerable<DateOnly> days =
        [
            new(year, 1, 1), spring, spring.AddDays(1), spring.AddDays(2), new(year, 4, 4), new(year, 4, 5), new(year, 5, 1),
            Lunar(year, 5, 5), Lunar(year, 8, 15), new(year, 10, 1), new(year, 10, 2), new(year, 10, 3),
        ];
        return year < 2025 ? days : [.. days, spring.AddDays(-1), new(year, 5, 2)];
    }

    private static DateOnly Lunar(int year, int month, int day)
    {
        var lunar = new ChineseLunisolarCalendar();
        var leap = lunar.GetLeapMonth(year);
        return DateOnly.FromDateTime(lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
    }

    private static IEnumerable<DateOnly> DaysOf(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
