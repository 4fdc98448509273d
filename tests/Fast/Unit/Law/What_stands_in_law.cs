using System.Globalization;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host.Clock;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>What the catalogue, the calendar and the ranges say, held against the law and against what the product really asks.</summary>
public sealed class What_stands_in_law
{
    private static readonly DateOnly Today = new(2026, 11, 28);

    [Fact]
    public void E2_the_annual_statistics_rest_on_the_opinion_of_2018_and_not_on_the_information_report()
    {
        var basis = Assert.Single(DeadlineCatalogue.Find("ANNUAL_REPORT").Basis);
        Assert.Equal("国办发〔2018〕118号", basis.Instrument.Number);
    }

    [Fact]
    public void E3_the_establishment_is_asked_for_by_article_20_wherever_it_is_cited() =>
        Assert.Contains("《河南省行政执法条例》第二十条第一款第一项", EnforcementPlatform.Records.PeopleFaults.NotInEstablishment.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("《民用爆炸物品安全管理条例》第四十五条", "45")]
    [InlineData("《民用爆炸物品安全管理条例》第四十五条第五项", "45")]
    [InlineData("《中华人民共和国民用爆炸物品安全管理条例》第四十五条第（五）项", "45")]
    [InlineData("《民用爆炸物品安全管理条例（修订）》第四十五条", "45")]
    [InlineData("《民用爆炸物品安全管理条例》（国务院令第466号）第四十五条", "45")]
    [InlineData("《民用爆炸物品安全管理条例（二〇一四年修订）》第四十五条", "45")]
    [InlineData("《国务院民用爆炸物品安全管理条例》第四十五条", "45")]
    [InlineData("《 民用爆炸物品 安全管理条例 》第 四十五 条", "45")]
    [InlineData("《民用爆炸物品\u200B安全管理条例》第四十五条", "45")]
    [InlineData("《民爆条例》第四十五条", "45")]
    [InlineData("民用爆炸物品安全管理条例第45条", "45")]
    [InlineData("民用爆炸物品安全管理条例第４５条", "45")]
    [InlineData("〈民用爆炸物品安全管理条例〉第四十五条", "45")]
    [InlineData("《民用爆炸物品安全管理条例》第四十四条第三款", "44-3")]
    [InlineData("《民用爆炸物品安全管理条例》第四十四条", "44-3")]
    [InlineData("《民用爆炸物品安全管理条例》第四十九条第（三）项", "49")]
    [InlineData("《民用爆炸物品安全管理条例》第四十五条之一", null)]
    [InlineData("《民用爆炸物品安全管理条例》第四十四条第四款", null)]
    [InlineData("《民用爆炸物品安全管理条例》第五十条", null)]
    [InlineData("《民用爆炸物品安全管理条例实施细则》第四十五条", null)]
    [InlineData("《烟花爆竹安全管理条例》第四十五条", null)]
    [InlineData("《民用爆炸物品安全管理条例》", null)]
    [InlineData("第四十五条", null)]
    public void E5_the_range_is_found_however_the_instrument_is_written(string typed, string? range) =>
        Assert.Equal(range is null ? null : $"fine.range.civil-explosives.{range}", FineRanges.KeyOf(typed));

    [Theory]
    [InlineData("《民用爆炸物品安全管理条例》第四十四条第三款", 100_000, 500_000)]
    [InlineData("《民用爆炸物品安全管理条例》第四十五条", 100_000, 500_000)]
    [InlineData("《民爆条例》第四十九条", 50_000, 200_000)]
    public void E5_each_article_has_its_range(string typed, long min, long max)
    {
        var range = FineRanges.Of(typed, Editions.Default, Today).Range!;
        Assert.Equal((min * 100, max * 100), (range.Number("min_fen"), range.Number("max_fen")));
    }

    [Fact]
    public void E5_an_article_without_a_range_is_said()
    {
        var unknown = FineRanges.Of("《烟花爆竹安全管理条例》第三十六条", Editions.Default, Today);
        Assert.Null(unknown.Range);
        Assert.Equal("所引条款“《烟花爆竹安全管理条例》第三十六条”的罚款幅度尚未录入，系统没有核对罚款数额。请对照条文原文核对（《中华人民共和国行政处罚法》第三十四条）。", unknown.Sentence);
        Assert.Equal(
            "罚款幅度：5万元以上20万元以下（《民用爆炸物品安全管理条例》（国务院令第466号）第四十九条），系统已核对罚款数额。",
            FineRanges.Of("《民爆条例》第四十九条", Editions.Default, Today).Sentence);
    }

    [Fact]
    public void E7_the_days_of_the_legal_review_rest_on_the_organs_own_measures()
    {
        var days = Editions.Default.At(EditionKeys.LegalReviewDays, Today);
        Assert.Equal(LocalLaw.Own.Name, days.Source.Instrument.Name);
        Assert.Equal(SourceMark.Pending, days.Source.Instrument.Mark);
        Assert.False(days.AppliesOn(new(2021, 7, 14)), "the review is the law's since 15 July 2021");
    }

    [Fact]
    public void E10_a_house_rule_is_named_as_one_and_its_articles_are_cited_for_comparison()
    {
        Assert.All(
            new Rule[] { PenaltyRules.ReviewerNotHandler, PenaltyRules.ReviewerNotIssuer, RecordRules.AmendmentNeedsOtherApprover, DisclosureRules.PublisherNotDrafter },
            rule => Assert.Contains("（本机关规则，参照《", rule.ToChinese(), StringComparison.Ordinal));
        Assert.DoesNotContain("本机关规则", PenaltyRules.TwoOfficers.ToChinese(), StringComparison.Ordinal);
        Assert.All(
            new[]
            {
                EnforcementPlatform.Records.Cases.CaseFaults.HandlerOfOtherDepartment, EnforcementPlatform.Records.Cases.CaseFaults.ApproverIsHandler, EnforcementPlatform.Records.Cases.CaseFaults.CosignerIsRecorder,
                EnforcementPlatform.Records.Cases.CaseFaults.CosignerNotHandler, EnforcementPlatform.Records.Cases.CaseFaults.DeciderInvolved, EnforcementPlatform.Records.Cases.CaseFaults.DiscussionNotAttended,
                EnforcementPlatform.Records.Cases.CaseFaults.DiscussionEmpty, EnforcementPlatform.Review.ReviewFaults.AssignerInvolved,
            },
            fault => Assert.Matches("（本机关规则[^）]*参照《", fault.Message));
    }

    [Fact]
    public void E22_separation_of_rights_is_8_1_4_2_of_the_standard_in_every_sentence()
    {
        Assert.All(KeptArticles.Sources(), source => Assert.DoesNotContain("8.1.5", source.Text, StringComparison.Ordinal));
        Assert.Contains(KeptArticles.Sources(), source => source.Text.Contains("GB/T 22239-2019 8.1.4.2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CREDIT_OBJECTION_SUPPLIER", 3, 41, 2)]
    [InlineData("CREDIT_REPAIR", 1, 43, 0)]
    public void E23_the_suppliers_own_duties_are_in_the_catalogue(string key, int days, int article, int paragraph)
    {
        var rule = DeadlineCatalogue.Find(key);
        Assert.Equal((days, DeadlineUnit.WorkingDay), (rule.Amount, rule.Unit));
        Assert.Equal((article, paragraph), (rule.Basis[0].Article, rule.Basis[0].Paragraph));
    }

    [Fact]
    public void E24_the_days_for_service_run_from_the_decision_by_text_and_by_code()
    {
        Assert.StartsWith("行政处罚决定作出之日", DeadlineCatalogue.Find("PENALTY_SERVE").StartsOn, StringComparison.Ordinal);
        Assert.Contains(KeptArticles.Sources(), source => source.Text.Contains("Derive(\"PENALTY_SERVE\", Penalty.DecidedOn)", StringComparison.Ordinal));
    }

    [Fact]
    public void E26_the_catalogue_says_of_every_time_limit_whether_the_product_asks_it()
    {
        var asking = string.Join('\n', KeptArticles.Sources()
            .Where(source => source.File.EndsWith(".cs", StringComparison.Ordinal) && !source.File.EndsWith("DeadlineCatalogue.cs", StringComparison.Ordinal))
            .Select(source => Regex.Replace(source.Text, "LocalLaw\\.(Of|Cite)\\(\"[A-Z_]+\"\\)", "")));
        Assert.All(DeadlineCatalogue.All, rule => Assert.True(
            rule.InForce == asking.Contains($"\"{rule.Key}\"", StringComparison.Ordinal), $"{rule.Key}: InForce is {rule.InForce}."));
        Assert.Equal(13, DeadlineCatalogue.All.Count(rule => rule.InForce));
    }

    [Fact]
    public void E26_the_catalogue_says_of_every_rule_whether_the_product_asks_it()
    {
        var asking = string.Join('\n', KeptArticles.Sources().Where(source => !source.File.Contains("/law/", StringComparison.Ordinal)).Select(source => source.Text));
        foreach (var (owner, field) in new[] { typeof(PenaltyRules), typeof(RecordRules), typeof(DisclosureRules) }
            .SelectMany(type => type.GetFields().Where(field => field.FieldType.IsAssignableTo(typeof(Rule))).Select(field => (type, field))))
        {
            var rule = (Rule)field.GetValue(null)!;
            Assert.True(rule.InForce == Regex.IsMatch(asking, $@"\b{owner.Name}\.{field.Name}\b"), $"{rule.Code}: InForce is {rule.InForce}.");
        }
    }

    [Fact]
    public async Task E26_clock_explain_says_what_is_only_listed()
    {
        Assert.Contains("仅列出", await Explain("LICENCE_DECIDE", "2026-11-02"), StringComparison.Ordinal);
        Assert.DoesNotContain("仅列出", await Explain("PENALTY_DECIDE", "2026-11-02"), StringComparison.Ordinal);
        var lines = (await Explain()).Split('\n');
        Assert.All(DeadlineCatalogue.All, rule => Assert.Equal(
            !rule.InForce, lines.Single(line => line.StartsWith(rule.Key + " ", StringComparison.Ordinal)).Contains("仅列出", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task F09_a_limit_of_years_asks_no_calendar() =>
        Assert.Contains("期限届满日：2024年5月1日", await Explain("LIMITATION", "2022-05-01"), StringComparison.Ordinal);

    [Theory]
    [InlineData("PENALTY_DECIDE", "2027-10-03", "2028-01-04")]
    [InlineData("PENALTY_DECIDE", "2027-12-31", "2028-03-30")]
    [InlineData("HEARING_REQUEST", "2031-06-02", "2031-06-09")]
    [InlineData("PENALTY_DECIDE", "2019-03-01", "2019-05-30")]
    public void E32_a_limit_that_reaches_a_year_without_a_notice_is_provisional_and_not_refused(string key, string start, string end)
    {
        var limit = Deadline.Derive(DeadlineCatalogue.Find(key), Day(start), [], Editions.Default.Calendar);
        Assert.Equal(Day(end), limit.LastDay);
        Assert.True(limit.Provisional || limit.Rule.Unit == DeadlineUnit.CalendarDay);
        Assert.Equal(limit.Provisional, limit.Explanation.ToChinese().Contains("暂定", StringComparison.Ordinal));
    }

    /// <summary>The presumed days against the statute's days as the committed data of 2027 gives them, and the solar terms of the almanac.</summary>
    [Fact]
    public void E32_a_year_that_nobody_loaded_has_the_statutes_days()
    {
        var committed = WorkCalendar.Official.Years.Single(year => year.Year == 2027);
        var presumed = PresumedYear.Of(2027);
        Assert.True(presumed.Provisional);
        Assert.Equal(Days(committed), Days(presumed));
        Assert.Equal(
            [new(2024, 4, 4), new(2025, 4, 4), new(2026, 4, 5), new(2027, 4, 5), new(2028, 4, 4), new DateOnly(2031, 4, 5)],
            new[] { 2024, 2025, 2026, 2027, 2028, 2031 }.Select(year => PresumedYear.Of(year).Holidays.Single(range => range.Name == "清明节").From));
        Assert.All(
            Enumerable.Range(2020, 60),
            year => Assert.Distinct(PresumedYear.Of(year).Holidays.Where(range => range.Presumed).Select(range => range.From))); // N8: a day makes up for one alone
        Assert.Equal(new(2028, 1, 25), PresumedYear.Of(2028).Holidays.Single(range => range.Name == "春节").From);
    }

    [Fact]
    public void F04_E33_a_calendar_from_the_day_of_its_notice_is_in_force_on_every_day_of_its_year()
    {
        var prolonged = Prolonged(new(2026, 11, 29));
        var editions = Editions.Default.With(prolonged);

        Assert.Same(prolonged, editions.At(EditionKeys.Calendar(2026), new(2026, 11, 29)));
        Assert.Same(prolonged, editions.At(EditionKeys.Calendar(2026), new(2026, 3, 1)));
        Assert.False(editions.Calendar.IsWorkingDay(new(2026, 12, 2)));
        Assert.Equal(new(2026, 12, 8), Serve(Editions.Default));
        Assert.Equal(new(2026, 12, 10), Serve(editions));
        Assert.Equal(new(2026, 12, 10), Serve(Editions.Default.With(Prolonged(new(2026, 1, 1)))));
        Assert.Equal(new(2026, 12, 10), Serve(Editions.Default.With(Prolonged(new(2025, 11, 4)))));
    }

    [Fact]
    public void E33_the_arrangement_entered_last_stands_whatever_day_it_bears()
    {
        var first = Prolonged(new(2026, 11, 29));
        var back = Prolonged(new(2026, 11, 20)) with { Position = 2, Parameters = Editions.Default.At(EditionKeys.Calendar(2026), Today).Parameters };
        Assert.Equal(new(2026, 12, 8), Serve(Editions.Default.With(first).With(back)));
        Assert.Equal(new(2026, 12, 8), Serve(Editions.Default.With(back).With(first)));
    }

    [Fact]
    public void E33_an_edition_that_could_not_work_is_refused()
    {
        var calendar = Prolonged(new(2026, 11, 29));
        Assert.True(EditionRules.CalendarPeriod.Holds(calendar));
        Assert.True(EditionRules.CalendarPeriod.Holds(calendar with { ValidFrom = new(2026, 12, 31), ValidTo = new(2026, 12, 31) }));
        Assert.False(EditionRules.CalendarPeriod.Holds(calendar with { ValidFrom = new(2027, 1, 1) }));
        Assert.False(EditionRules.CalendarPeriod.Holds(calendar with { ValidTo = new(2026, 12, 30) }));
        Assert.False(EditionRules.SectorUnused.Holds(calendar with { Sector = "工业和信息化" }));
        Assert.True(EditionRules.SectorUnused.Holds(calendar));
    }

    [Fact]
    public void E35_no_code_holds_the_law_of_a_province_or_the_organs_own_plan()
    {
        foreach (var (file, text) in KeptArticles.Sources().Where(source => source.File.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var literal = Regex.Match(text, "\"[^\"\n]*(平工信〔|河南)[^\"\n]*\"");
            Assert.False(literal.Success, $"{file}: {literal.Value}");
        }
    }

    [Fact]
    public void E35_a_refusal_names_local_law_by_its_short_title_and_carries_its_address()
    {
        var message = EnforcementPlatform.Records.Cases.CaseFaults.RightsNotTold.Message;
        Assert.Contains("《三项制度实施方案》（平工信〔2019〕99号）第二部分第（一）项第3目", message, StringComparison.Ordinal);
        var link = Assert.Single(LocalLaw.LinksIn(message));
        Assert.Contains("全面推行行政执法公示制度", link.Title, StringComparison.Ordinal);
        Assert.True(Uri.IsWellFormedUriString(link.Link, UriKind.Absolute));
        Assert.Empty(LocalLaw.LinksIn(PenaltyRules.PartyHeard.ToChinese()));
    }

    private static IEnumerable<DateOnly> Days(CalendarYear year) => year.Holidays
        .SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays)).Order();

    private static DateOnly Serve(Editions editions) =>
        Deadline.Derive(DeadlineCatalogue.Find("PENALTY_SERVE"), new DateOnly(2026, 11, 27), [], editions.Calendar).LastDay;

    /// <summary>2026 with 2 and 3 December as days off, as a notice of that day.</summary>
    private static Edition Prolonged(DateOnly from)
    {
        var before = Editions.Default.At(EditionKeys.Calendar(2026), Today);
        var json = before.Parameters["calendar"].Replace("\"holidays\": [", "\"holidays\": [{\"name\": \"临时放假\", \"from\": \"2026-12-02\", \"to\": \"2026-12-03\"},", StringComparison.Ordinal);
        return before with
        {
            Position = 1,
            ValidFrom = from,
            ValidTo = null,
            RecordedAt = new(2026, 11, 29, 1, 0, 0, TimeSpan.Zero),
            Parameters = before.Parameters.SetItem("calendar", json),
        };
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<string> Explain(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await new ClockExplainCommand(output).Run(args, TestContext.Current.CancellationToken));
        return output.ToString();
    }
}
