using System.Collections.Immutable;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class EditionTests
{
    private const string Organisation = EditionKeys.HearingThresholdOrganisation;
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly DateTimeOffset Learnt = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_defaults_are_the_two_thresholds_of_Henan_the_range_of_article_45_the_days_of_the_review_and_the_calendars()
    {
        var editions = Editions.Default;
        Assert.Equal(5_000_00, editions.At(EditionKeys.HearingThresholdCitizen, Today).Number("fen"));
        Assert.Equal(50_000_00, editions.At(Organisation, Today).Number("fen"));
        Assert.Equal(SourceMark.Pending, editions.At(Organisation, Today).Source.Instrument.Mark);
        var range = editions.At(EditionKeys.FineRangeCivilExplosives45, Today);
        Assert.Equal((100_000_00, 500_000_00), (range.Number("min_fen"), range.Number("max_fen")));
        Assert.Equal("《民用爆炸物品安全管理条例》（国务院令第466号）第四十五条", range.Source.ToChinese());
        var review = editions.At(EditionKeys.LegalReviewDays, Today);
        Assert.Equal((5, 5, SourceMark.Pending), (review.Number("working_days"), review.Number("extension_days"), review.Source.Instrument.Mark));
        Assert.Equal(10, editions.All.Count);
        Assert.All(editions.All, edition => Assert.Equal(0, edition.Position));
        Assert.All(editions.All, edition => Assert.Empty(Rules.Broken(edition, EditionRules.All.AsSpan())));
    }

    [Fact]
    public void The_calendar_of_the_editions_is_the_official_one_until_a_year_is_announced()
    {
        Assert.Equal(WorkCalendar.Official.Years.Select(year => year.Number), Editions.Default.Calendar.Years.Select(year => year.Number));
        var announced = Announced2027();
        Assert.Empty(Rules.Broken(announced, EditionRules.All.AsSpan()));
        var calendar = Editions.Default.With(announced).Calendar;
        Assert.False(calendar.DayOf(new DateOnly(2027, 2, 5)).Provisional);
        Assert.Equal(DayKind.Workday, calendar.DayOf(new DateOnly(2027, 2, 5)).Kind);
        Assert.True(Editions.Default.Calendar.DayOf(new DateOnly(2027, 2, 5)).Provisional);
    }

    [Theory]
    [InlineData("2021-11-30", false)]
    [InlineData("2021-12-01", true)]
    public void An_edition_applies_from_its_first_day(string date, bool applies) =>
        Assert.Equal(applies, Editions.Default.TryAt(Organisation, Day(date), null, out _));

    [Fact]
    public void What_the_organ_alone_decides_needs_nothing_above_it_and_what_others_fixed_does()
    {
        var own = Editions.Default.At(EditionKeys.LegalReviewDays, Today);
        Assert.Equal(Authority.Organ, own.Authority);
        Assert.False(new Editions([Threshold(1) with { Authority = Authority.Organ }]).TryAt(Organisation, Today, null, out _));
        Assert.True(new Editions([own]).TryAt(EditionKeys.LegalReviewDays, Today, null, out _));
    }

    [Fact]
    public void An_edition_applies_up_to_its_last_day()
    {
        var editions = new Editions([Threshold(1) with { ValidTo = Today }]);
        Assert.Equal(1, editions.At(Organisation, Today).Number("fen"));
        var refusal = Assert.Throws<EditionMissingException>(() => editions.At(Organisation, Today.AddDays(1)));
        Assert.Equal((Organisation, Today.AddDays(1)), (refusal.Key, refusal.Date));
        Assert.StartsWith("2026年11月24日没有可适用的规则版本", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_standard_of_a_department_goes_before_the_province_in_its_sector_only()
    {
        var department = Threshold(100_000_00) with { Authority = Authority.Department, Sector = "工业和信息化" };
        var editions = Editions.Default.With(department);
        Assert.Equal(100_000_00, editions.At(Organisation, Today, "工业和信息化").Number("fen"));
        Assert.Equal(50_000_00, editions.At(Organisation, Today, "交通运输").Number("fen"));
        Assert.Equal(50_000_00, editions.At(Organisation, Today).Number("fen"));
        Assert.Equal([EditionRules.SectorUnused], Rules.Broken(department, EditionRules.All.AsSpan()));
    }

    [Fact]
    public void Of_one_authority_the_sector_then_the_later_day_then_the_later_record_then_the_higher_position_goes_first()
    {
        var province = Threshold(1) with { Authority = Authority.Province };
        var editions = new Editions([province]);
        Assert.Equal(2, editions.With(province with { Parameters = Fen(2), ValidFrom = province.ValidFrom.AddDays(1) }).At(Organisation, Today).Number("fen"));
        Assert.Equal(1, editions.With(province with { Parameters = Fen(2), ValidFrom = province.ValidFrom.AddDays(-1) }).At(Organisation, Today).Number("fen"));
        Assert.Equal(2, editions.With(province with { Parameters = Fen(2), RecordedAt = Learnt.AddSeconds(1) }).At(Organisation, Today).Number("fen"));
        Assert.Equal(2, editions.With(province with { Parameters = Fen(2), Position = 2 }).At(Organisation, Today).Number("fen"));
        var sector = province with { Parameters = Fen(2), Sector = "民爆", ValidFrom = province.ValidFrom.AddDays(-1) };
        Assert.Equal(2, editions.With(sector).At(Organisation, Today, "民爆").Number("fen"));
    }

    [Fact]
    public void The_organ_may_narrow_what_stands_above_it_and_not_widen_it()
    {
        var own = Threshold(30_000_00) with { Authority = Authority.Organ };
        Assert.Equal(30_000_00, Editions.Default.With(own).At(Organisation, Today).Number("fen"));
        Assert.Equal(50_000_00, Editions.Default.With(own with { Parameters = Fen(50_000_01) }).At(Organisation, Today).Number("fen"));
        Assert.False(new Editions([own]).TryAt(Organisation, Today, null, out _));
        Assert.Equal(Authority.Organ, Editions.Default.With(own with { Parameters = Fen(50_000_00) }).At(Organisation, Today).Authority);

        var range = Range(100_000_00, 200_000_00);
        const string key = EditionKeys.FineRangeCivilExplosives45;
        Assert.Equal(200_000_00, Editions.Default.With(range).At(key, Today).Number("max_fen"));
        Assert.Equal(500_000_00, Editions.Default.With(Range(99_999_99, 200_000_00)).At(key, Today).Number("max_fen"));
        Assert.Equal(500_000_00, Editions.Default.With(Range(100_000_00, 500_000_01)).At(key, Today).Number("max_fen"));
        Assert.Equal(Authority.Organ, Editions.Default.With(Range(100_000_00, 500_000_00)).At(key, Today).Authority);
    }

    [Fact]
    public void A_higher_province_threshold_of_later_date_overrides_the_organs_older_one_only_while_that_one_is_narrower()
    {
        var own = Threshold(30_000_00) with { Authority = Authority.Organ };
        var province = Threshold(20_000_00) with { Authority = Authority.Province, ValidFrom = new DateOnly(2026, 1, 1) };
        Assert.Equal(20_000_00, Editions.Default.With(own).With(province).At(Organisation, Today).Number("fen"));
    }

    [Theory]
    [InlineData(50_000_00, true)]
    [InlineData(50_000_01, false)]
    public void An_organ_cannot_adopt_a_threshold_above_the_floor(long fen, bool holds)
    {
        var own = Threshold(fen) with { Authority = Authority.Organ };
        Assert.Equal(holds, EditionRules.BelowFloor.Holds(own));
        Assert.True(EditionRules.BelowFloor.Holds(own with { Authority = Authority.Province }));
    }

    [Theory]
    [InlineData(5_000_00, true)]
    [InlineData(5_000_01, false)]
    public void The_floor_for_citizens_is_their_own(long fen, bool holds) =>
        Assert.Equal(holds, EditionRules.BelowFloor.Holds(Threshold(fen) with { Authority = Authority.Organ, Key = EditionKeys.HearingThresholdCitizen }));

    [Theory]
    [InlineData(100_000_00, 500_000_00, true)]
    [InlineData(99_999_99, 500_000_00, false)]
    [InlineData(100_000_00, 500_000_01, false)]
    public void Nobody_below_the_State_Council_widens_the_range_of_article_45(long min, long max, bool holds)
    {
        Assert.Equal(holds, EditionRules.BelowFloor.Holds(Range(min, max)));
        Assert.Equal(holds, EditionRules.BelowFloor.Holds(Range(min, max) with { Authority = Authority.Department }));
        Assert.True(EditionRules.BelowFloor.Holds(Range(min, max) with { Authority = Authority.StateCouncil }));
    }

    [Fact]
    public void Holidays_are_arranged_by_the_State_Council_alone()
    {
        var announced = Announced2027();
        Assert.False(EditionRules.BelowFloor.Holds(announced with { Authority = Authority.Department }));
        Assert.True(EditionRules.BelowFloor.Holds(announced));
        Assert.True(Editions.Default.With(announced with { Authority = Authority.Organ }).Calendar.DayOf(new DateOnly(2027, 2, 5)).Provisional);
    }

    [Theory]
    [InlineData("hearing.threshold.citizen", true)]
    [InlineData("hearing.threshold.organisation", true)]
    [InlineData("fine.range.civil-explosives.45", true)]
    [InlineData("fine.range.civil-explosives.44-3", true)]
    [InlineData("fine.range.civil-explosives.49", true)]
    [InlineData("calendar.2027", true)]
    [InlineData("calendar.2000", true)]
    [InlineData("calendar.2199", true)]
    [InlineData("calendar.0000", false)]
    [InlineData("calendar.1999", false)]
    [InlineData("calendar.2200", false)]
    [InlineData("calendar.27", false)]
    [InlineData("calendar.02027", false)]
    [InlineData("calendar.", false)]
    [InlineData("Hearing.threshold.citizen", false)]
    public void A_key_is_known_or_not(string key, bool known) => Assert.Equal(known, EditionRules.KeyUnknown.Holds(Threshold(1) with { Key = key }));

    [Theory]
    [InlineData("1", true)]
    [InlineData("1000000000000", true)]
    [InlineData("1000000000001", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("1.5", false)]
    [InlineData(" 1", false)]
    [InlineData("", false)]
    public void An_amount_is_a_positive_whole_number_of_fen(string text, bool valid)
    {
        var parameters = Threshold(1).Parameters.SetItem("fen", text);
        Assert.Equal(valid, EditionRules.ParametersInvalid.Holds(Threshold(1) with { Parameters = parameters }));
    }

    [Fact]
    public void Parameters_are_all_there_and_no_others()
    {
        var threshold = Threshold(1);
        Assert.False(EditionRules.ParametersInvalid.Holds(threshold with { Parameters = threshold.Parameters.Clear() }));
        Assert.False(EditionRules.ParametersInvalid.Holds(threshold with { Parameters = threshold.Parameters.Add("yuan", "1") }));
        Assert.False(EditionRules.ParametersInvalid.Holds(threshold with { Parameters = threshold.Parameters.Clear().Add("yuan", "1") }));
        Assert.True(EditionRules.ParametersInvalid.Holds(Range(5, 5)));
        Assert.False(EditionRules.ParametersInvalid.Holds(Range(6, 5)));
        Assert.True(EditionRules.ParametersInvalid.Holds(threshold with { Key = "unknown" }));
        Assert.True(EditionRules.BelowFloor.Holds(threshold with { Key = "unknown" }));
        Assert.True(EditionRules.BelowFloor.Holds(threshold with { Authority = Authority.Organ, Parameters = threshold.Parameters.Clear() }));
    }

    [Fact]
    public void A_calendar_edition_holds_the_arrangement_of_its_own_year()
    {
        var announced = Announced2027();
        Assert.True(EditionRules.ParametersInvalid.Holds(announced));
        Assert.False(EditionRules.ParametersInvalid.Holds(announced with { Key = EditionKeys.Calendar(2028) }));
        Assert.False(EditionRules.ParametersInvalid.Holds(announced with { Parameters = announced.Parameters.SetItem("calendar", "{}") }));
        Assert.False(EditionRules.ParametersInvalid.Holds(announced with { Parameters = announced.Parameters.Add("more", "1") }));
        Assert.False(EditionRules.ParametersInvalid.Holds(announced with { Parameters = Fen(1) }));
    }

    [Fact]
    public void An_edition_has_a_document_number_and_days_in_order()
    {
        var threshold = Threshold(1);
        Assert.True(EditionRules.NumberMissing.Holds(threshold));
        Assert.False(EditionRules.NumberMissing.Holds(threshold with { Source = new Citation(new Instrument("甲办法")) }));
        Assert.False(EditionRules.NumberMissing.Holds(threshold with { Source = new Citation(new Instrument("甲办法", Number: " ")) }));
        Assert.True(EditionRules.PeriodReversed.Holds(threshold));
        Assert.True(EditionRules.PeriodReversed.Holds(threshold with { ValidTo = threshold.ValidFrom }));
        Assert.False(EditionRules.PeriodReversed.Holds(threshold with { ValidTo = threshold.ValidFrom.AddDays(-1) }));
    }

    [Theory]
    [InlineData("2027-12-31", "2027-12-31", true)]
    [InlineData("2028-01-01", null, false)]
    [InlineData("2027-01-01", "2027-12-30", false)]
    [InlineData("2028-01-01", "2028-12-31", false)]
    [InlineData("2027-01-01", null, true)]
    public void A_calendar_holds_for_its_whole_year(string from, string? to, bool holds) =>
        Assert.Equal(holds, EditionRules.CalendarPeriod.Holds(Announced2027() with { ValidFrom = Day(from), ValidTo = to is null ? null : Day(to) }));

    /// <summary>An organ may narrow by one person what is in force (a lower threshold for the hearing); everything else takes two.</summary>
    [Fact]
    public void One_person_alone_adopts_only_what_narrows_what_is_in_force()
    {
        var known = Editions.Default;
        var narrower = Threshold(40_000_00) with { Authority = Authority.Organ };

        Assert.False(EditionRules.NeedsSecondPerson(narrower, known));
        Assert.True(EditionRules.NeedsSecondPerson(narrower with { Parameters = Fen(60_000_00) }, known));
        Assert.True(EditionRules.NeedsSecondPerson(narrower with { Authority = Authority.Province }, known));
        Assert.False(EditionRules.NeedsSecondPerson(narrower with { Parameters = Fen(60_000_00) }, new Editions([])));
        Assert.True(EditionRules.NeedsSecondPerson(narrower with { Authority = Authority.Province }, new Editions([])));
    }

    private static Edition Threshold(long fen) => new()
    {
        Key = Organisation,
        Position = 1,
        Authority = Authority.Province,
        ValidFrom = new DateOnly(2022, 1, 1),
        RecordedAt = Learnt,
        Source = new Citation(new Instrument("甲办法", Number: "甲〔2026〕1号")),
        Parameters = Fen(fen),
    };

    private static Edition Range(long min, long max) => Threshold(1) with
    {
        Key = EditionKeys.FineRangeCivilExplosives45,
        Authority = Authority.Organ,
        Parameters = Fen(1).Clear().Add("min_fen", $"{min}").Add("max_fen", $"{max}"),
    };

    private static Edition Announced2027() => Threshold(1) with
    {
        Key = EditionKeys.Calendar(2027),
        Authority = Authority.StateCouncil,
        ValidFrom = new DateOnly(2027, 1, 1),
        Parameters = Fen(1).Clear().Add("calendar", """
            {"year": 2027, "provisional": false, "title": "invented for this test", "number": "invented 1", "numberMark": "pending",
             "holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}], "makeup": []}
            """),
    };

    private static ImmutableSortedDictionary<string, string> Fen(long fen) => ImmutableSortedDictionary<string, string>.Empty.Add("fen", $"{fen}");

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
