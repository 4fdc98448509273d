using System.Globalization;
using System.Text;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class DeadlineTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Official;

    [Theory]
    [InlineData("2025-04-30", "2025-05-15", "2025-07-29")]
    [InlineData("2025-12-30", "2026-01-14", "2026-03-30")]
    [InlineData("2026-02-13", "2026-02-28", "2026-05-14")]
    [InlineData("2026-04-30", "2026-05-15", "2026-07-29")]
    [InlineData("2026-09-30", "2026-10-15", "2026-12-29")]
    [InlineData("2026-11-23", "2026-12-08", "2027-02-22")]
    public void Fifteen_and_ninety_calendar_days_end_on_a_working_day(string start, string fifteen, string ninety)
    {
        Assert.Equal(Day(fifteen), Derive("FINE_PAY", start).LastDay);
        Assert.Equal(Day(ninety), Derive("PENALTY_DECIDE", start).LastDay);
    }

    [Theory]
    [InlineData("PUB_PENALTY", "2026-04-30", "2026-05-13")]
    [InlineData("PUB_GENERAL", "2026-04-30", "2026-06-01")]
    [InlineData("HEARING_REQUEST", "2026-02-13", "2026-02-27")]
    [InlineData("SUE", "2026-01-31", "2026-07-31")]
    [InlineData("SUE", "2025-08-31", "2026-02-28")]
    [InlineData("COURT_APPLY", "2026-06-30", "2026-09-30")]
    [InlineData("COURT_APPLY", "2026-07-02", "2026-10-08")]
    [InlineData("LIMITATION", "2024-10-01", "2026-10-01")]
    [InlineData("LIMITATION", "2024-02-29", "2026-02-28")]
    [InlineData("LIMITATION_HARM", "2020-02-29", "2025-02-28")]
    [InlineData("SEAL_DETAIN", "2026-09-03", "2026-10-03")]
    [InlineData("ANNUAL_REPORT", "2025-12-31", "2026-01-31")]
    public void A_period_ends_by_its_unit_and_moves_off_days_off_only_where_the_row_says_so(string key, string start, string end)
    {
        var deadline = Derive(key, start);
        Assert.Equal(Day(end), deadline.LastDay);
        Assert.Equal(Day(end), deadline.SafeLastDay);
        Assert.False(deadline.Provisional);
    }

    [Theory]
    [InlineData("HEARING_NOTIFY", "2026-11-23", "2026-11-11")]
    [InlineData("HEARING_NOTIFY", "2026-10-12", "2026-09-23")]
    [InlineData("SUBSTITUTE_WARN", "2026-11-23", "2026-11-17")]
    public void Days_before_an_event_leave_the_full_period_between(string key, string hearing, string notice)
    {
        var rule = DeadlineCatalogue.Find(key);
        var deadline = Deadline.Derive(rule, Day(hearing), [], Calendar);
        var between = Enumerable.Range(1, Day(hearing).DayNumber - deadline.LastDay.DayNumber - 1).Count(days => Calendar.IsWorkingDay(deadline.LastDay.AddDays(days)));
        Assert.Equal(rule.Amount, between);
        Assert.True(Calendar.IsWorkingDay(deadline.LastDay));
        Assert.Equal(Day(notice), deadline.LastDay);
    }

    [Fact]
    public void While_the_notice_is_awaited_the_organ_goes_by_the_earlier_date()
    {
        var decide = Derive("PENALTY_DECIDE", "2026-11-23");
        Assert.True(decide.Provisional);
        Assert.Equal(Day("2027-02-22"), decide.LastDay);
        Assert.Equal(Day("2027-02-21"), decide.SafeLastDay);
    }

    [Fact]
    public void While_the_notice_is_awaited_the_party_is_given_the_later_date()
    {
        var request = Derive("HEARING_REQUEST", "2027-02-03");
        Assert.Equal(Day("2027-02-16"), request.LastDay);
        Assert.Equal(Day("2027-02-19"), request.SafeLastDay);
    }

    [Fact]
    public void Nothing_is_missed_by_a_party_before_the_latest_day_that_the_notice_may_bring()
    {
        var request = Derive("HEARING_REQUEST", "2027-02-03");
        Assert.True(request.LastDay < request.SafeLastDay);
        Assert.Equal(request.SafeLastDay, request.FinalDay);
        Assert.Equal(ShanghaiTime.StartOf(request.SafeLastDay.AddDays(1)), request.Until);
        Assert.False(request.IsMissedAt(ShanghaiTime.StartOf(request.LastDay.AddDays(1))));
        Assert.True(request.IsMissedAt(request.Until));

        var decide = Derive("PENALTY_DECIDE", "2026-11-23");
        Assert.Equal(decide.LastDay, decide.FinalDay);
        Assert.Equal(ShanghaiTime.StartOf(decide.LastDay.AddDays(1)), decide.Until);
    }

    [Fact]
    public void While_the_notice_is_awaited_a_notice_of_hearing_goes_out_earlier()
    {
        var notify = Derive("HEARING_NOTIFY", "2027-02-22");
        Assert.True(notify.SafeLastDay < notify.LastDay);
        Assert.Equal(Day("2027-01-27"), notify.SafeLastDay);
    }

    [Fact]
    public void A_pause_is_not_counted_and_a_day_off_inside_it_is_not_counted_twice()
    {
        var completing = new Pause(Day("2026-05-07"), Day("2026-05-12"), "补充法制审核材料", new Citation(LocalLaw.Own));
        var review = Deadline.Derive(DeadlineCatalogue.Find("LEGAL_REVIEW"), Day("2026-05-06"), [completing], Calendar);
        Assert.Equal(Day("2026-05-19"), review.LastDay);
    }

    [Fact]
    public void A_period_of_days_or_months_is_longer_by_its_pauses_even_by_one_that_begins_in_the_extension()
    {
        var pauses = new[]
        {
            new Pause(Day("2026-03-10"), Day("2026-03-19"), "检验", new Citation(Instruments.CoercionLaw, 25, 3)),
            new Pause(Day("2026-04-03"), Day("2026-04-04"), "鉴定", new Citation(Instruments.CoercionLaw, 25, 3)),
        };
        var detain = Deadline.Derive(DeadlineCatalogue.Find("SEAL_DETAIN"), Day("2026-03-02"), [.. pauses], Calendar);
        Assert.Equal(Day("2026-03-02").AddDays(30 + 10 + 2), detain.LastDay);
    }

    [Fact]
    public void A_pause_on_the_last_day_moves_it()
    {
        var onTheLast = new Pause(Day("2026-04-01"), Day("2026-04-01"), "检验", new Citation(Instruments.CoercionLaw, 25, 3));
        var detain = Deadline.Derive(DeadlineCatalogue.Find("SEAL_DETAIN"), Day("2026-03-02"), [onTheLast], Calendar);
        Assert.Equal(Day("2026-04-02"), detain.LastDay);
    }

    [Fact]
    public void A_pause_before_the_start_or_on_it_changes_nothing()
    {
        var before = new Pause(Day("2026-02-20"), Day("2026-03-02"), "检验", new Citation(Instruments.CoercionLaw, 25, 3));
        var detain = Deadline.Derive(DeadlineCatalogue.Find("SEAL_DETAIN"), Day("2026-03-02"), [before], Calendar);
        Assert.Equal(Day("2026-04-01"), detain.LastDay);
    }

    [Fact]
    public void Hours_run_on_through_weekends_from_the_instant_itself()
    {
        var start = new DateTimeOffset(2026, 10, 2, 15, 4, 5, TimeSpan.Zero);
        var report = Deadline.Derive(DeadlineCatalogue.Find("COERCE_EMERGENCY_REPORT"), start, [], Calendar);
        Assert.Equal(start.AddHours(24), report.Until);
        Assert.Equal(Day("2026-10-03"), report.LastDay);
        Assert.Equal(report.LastDay, report.SafeLastDay);
        Assert.False(report.Provisional);
        Assert.False(report.IsMissedAt(start.AddHours(24)));
        Assert.True(report.IsMissedAt(start.AddHours(24).AddMilliseconds(1)));
    }

    [Fact]
    public void Hours_need_an_instant_and_do_not_pause()
    {
        var rule = DeadlineCatalogue.Find("AV_UPLOAD");
        var pause = new Pause(Day("2026-03-02"), Day("2026-03-02"), "检验", new Citation(LocalLaw.Own));
        Assert.Throws<ArgumentException>(() => Deadline.Derive(rule, Day("2026-03-02"), [], Calendar));
        Assert.Throws<ArgumentException>(() => Deadline.Derive(rule, DateTimeOffset.UnixEpoch, [pause], Calendar));
    }

    [Fact]
    public void Days_from_an_instant_run_from_its_date_in_Shanghai()
    {
        var evening = new DateTimeOffset(2026, 4, 29, 16, 30, 0, TimeSpan.Zero);
        var serve = Deadline.Derive(DeadlineCatalogue.Find("PENALTY_SERVE"), evening, [], Calendar);
        Assert.Equal(Day("2026-05-13"), serve.LastDay);
    }

    [Fact]
    public void A_day_is_missed_when_it_is_over_in_Shanghai_and_not_before()
    {
        var serve = Derive("PENALTY_SERVE", "2026-04-30");
        var midnight = new DateTimeOffset(2026, 5, 13, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal(midnight, serve.Until);
        Assert.False(serve.IsMissedAt(midnight.AddMilliseconds(-1)));
        Assert.True(serve.IsMissedAt(midnight));
    }

    [Fact]
    public void A_period_that_runs_into_a_year_nobody_loaded_is_provisional() => Assert.True(Derive("PUB_GENERAL", "2027-12-20").Provisional);

    [Fact]
    public void The_derivations_are_as_committed()
    {
        var text = new StringBuilder();
        var pause = new Pause(Day("2026-05-07"), Day("2026-05-12"), "补充法制审核材料", new Citation(LocalLaw.Own));
        var test = new Pause(Day("2026-03-10"), Day("2026-03-19"), "检验", new Citation(Instruments.CoercionLaw, 25, 3));
        Deadline[] deadlines =
        [
            Derive("PUB_GENERAL", "2026-09-14"),
            Deadline.Derive(DeadlineCatalogue.Find("SEAL_DETAIN"), Day("2026-03-02"), [test], Calendar),
            Derive("HEARING_REQUEST", "2026-04-30"),
            Derive("PUB_PENALTY", "2026-09-18"),
            Derive("PENALTY_DECIDE", "2026-11-23"),
            Derive("HEARING_REQUEST", "2027-02-03"),
            Derive("PENALTY_SERVE", "2027-03-10"),
            Derive("HEARING_NOTIFY", "2026-10-12"),
            Derive("SUE", "2025-08-31"),
            Derive("RECONSIDER", "2026-08-03"),
            Deadline.Derive(DeadlineCatalogue.Find("LEGAL_REVIEW"), Day("2026-05-06"), [pause], Calendar),
            Deadline.Derive(DeadlineCatalogue.Find("TRANSFER_SEND"), new DateTimeOffset(2026, 10, 2, 1, 5, 0, TimeSpan.Zero), [], Calendar),
        ];
        foreach (var deadline in deadlines)
        {
            text.Append(deadline.Explanation.ToChinese()).Append("\n\n");
        }

        Verified.Matches("Derivations", text.ToString());
    }

    [Fact]
    public void The_catalogue_is_as_committed()
    {
        var text = new StringBuilder();
        foreach (var rule in DeadlineCatalogue.All)
        {
            text.Append(rule.Key).Append(" | ").Append(rule.Name).Append(" | ").Append(rule.Before ? "此前" : "").Append(rule.Length)
                .Append(" | ").Append(rule.StartsOn).Append(" | ").Append(Citation.ToChinese(rule.Basis))
                .Append(" | ").Append(rule.Jurisdiction).Append(rule.Mark == SourceMark.Pending ? " | 来源待核" : "")
                .Append(rule.Of == DeadlineOf.Party ? " | 当事人的期限" : "").Append(rule.Rolls ? "" : " | 不顺延").Append('\n');
        }

        Verified.Matches("Deadlines", text.ToString());
    }

    [Fact]
    public void Every_row_has_a_key_of_its_own_an_amount_and_an_article()
    {
        Assert.Equal(DeadlineCatalogue.All.Length, DeadlineCatalogue.All.Select(rule => rule.Key).Distinct().Count());
        Assert.All(DeadlineCatalogue.All, rule =>
        {
            Assert.InRange(rule.Amount, 1, 90);
            Assert.NotEmpty(rule.Basis);
            Assert.Matches("^[A-Z][A-Z_]+$", rule.Key);
            Assert.Same(rule, DeadlineCatalogue.Find(rule.Key));
        });
        Assert.True(DeadlineCatalogue.TryFind("FINE_PAY", out var found));
        Assert.Equal(15, found.Amount);
        Assert.False(DeadlineCatalogue.TryFind("NONE", out _));
    }

    [Fact]
    public void A_row_that_rests_on_a_text_nobody_has_read_says_so()
    {
        Assert.All(
            DeadlineCatalogue.All.Where(rule => rule.Mark == SourceMark.Verified),
            rule => Assert.All(rule.Basis, citation => Assert.Equal(SourceMark.Verified, citation.Instrument.Mark)));
    }

    private static Deadline Derive(string key, string start) => Deadline.Derive(DeadlineCatalogue.Find(key), Day(start), [], Calendar);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
