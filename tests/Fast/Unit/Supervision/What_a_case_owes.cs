using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;
using static EnforcementPlatform.Contracts.Supervision.ObligationState;
using static EnforcementPlatform.Tests.Fast.Unit.Supervision.Overseen;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>Every obligation: from when, until when, on which day it turns, and what ends it.</summary>
public sealed class What_a_case_owes
{
    [Theory]
    [InlineData("2026-11-02", Due)]
    [InlineData("2027-02-01", Due)]
    [InlineData("2027-02-02", Overdue)]
    public void Ninety_days_from_the_filing_for_the_decision(string today, ObligationState state)
    {
        // 2 November + 90 days is Sunday, 31 January 2027: the Monday after is in time (民法典 203).
        var owed = Filed().Owes("PENALTY_DECIDE", today)!;

        Assert.Equal(("2026-11-02", "2027-02-01", state), (owed.Start, owed.Due, owed.State));
        Assert.Equal((Bearer.Handlers, Minbao), (owed.Bearer, owed.Department));
        Assert.Contains("第六十条", owed.Article, StringComparison.Ordinal);
        Assert.Contains("起算", owed.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-02-01", Met)]
    [InlineData("2027-02-02", MetLate)]
    public void A_decision_that_came_shows_whether_it_came_in_time_on_any_later_day(string decided, ObligationState state)
    {
        var owed = Decided(decided).Owes("PENALTY_DECIDE", "2028-01-01")!;

        Assert.Equal((state, decided), (owed.State, owed.MetOn));
        Assert.Empty(owed.Blocks);
    }

    [Fact]
    public void Nothing_before_the_filing() => Assert.Empty(new Overseen().Case(1, CaseStage.Clue).On("2026-11-02"));

    [Theory]
    [InlineData("2026-09-30", "2026-10-15")]
    [InlineData("2026-11-20", "2026-12-01")]
    [InlineData("2026-02-10", "2026-02-26")]
    public void Seven_working_days_for_serving_and_publishing_with_holidays_and_make_up_days(string decided, string due)
    {
        var on = Decided(decided);

        Assert.Equal((due, Due), (on.Owes("PENALTY_SERVE", due)!.Due, on.Owes("PENALTY_SERVE", due)!.State));
        Assert.Equal((due, Bearer.Publisher), (on.Owes("PUB_PENALTY", due)!.Due, on.Owes("PUB_PENALTY", due)!.Bearer));
        Assert.Equal(Overdue, on.Owes("PENALTY_SERVE", $"{DateOnly.Parse(due).AddDays(1):yyyy-MM-dd}")!.State);
    }

    [Fact]
    public void A_year_whose_calendar_is_not_announced_gives_provisional_days()
    {
        Assert.True(Decided("2027-09-20").Owes("PUB_PENALTY", "2027-09-20")!.Provisional);
        Assert.False(Decided().Owes("PUB_PENALTY", "2026-11-20")!.Provisional);
    }

    [Fact]
    public void E32_a_year_that_nobody_loaded_gives_a_provisional_day_and_says_why()
    {
        var owed = Decided("2031-03-03").Owes("PENALTY_SERVE", "2031-03-04")!;

        Assert.Equal(("2031-03-12", Due, true), (owed.Due, owed.State, owed.Provisional));
        Assert.Contains("暂定：所涉年度的放假调休安排尚未公布或者尚未录入", owed.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Fifteen_days_for_the_fine_are_the_partys_and_blame_no_office()
    {
        var served = Decided(more: told => (told.ServedOn, told.Fined, told.Stage) = ("2026-11-23", true, CaseStage.Served));

        var owed = served.Owes("FINE_PAY", "2026-12-09")!;

        Assert.Equal(("2026-12-08", Overdue, Bearer.Party, ""), (owed.Due, owed.State, owed.Bearer, owed.Department));
        Assert.Equal(Met, served.Owes("PENALTY_SERVE", "2026-12-09")!.State);
    }

    [Fact]
    public void The_fine_is_met_by_its_payment_whatever_else_the_penalty_asks()
    {
        var paid = Decided(more: told => (told.ServedOn, told.Fined, told.PaidOn) = ("2026-11-23", true, "2026-12-08"));
        var late = Decided(more: told => (told.ServedOn, told.Fined, told.PaidOn) = ("2026-11-23", true, "2026-12-09"));
        var warned = Decided(more: told => told.ServedOn = "2026-11-23");

        Assert.Equal(Met, paid.Owes("FINE_PAY", "2027-01-01")!.State);
        Assert.Equal(MetLate, late.Owes("FINE_PAY", "2027-01-01")!.State);
        Assert.Null(warned.Owes("FINE_PAY", "2027-01-01"));
    }

    [Fact]
    public void Publication_is_met_on_the_day_of_the_first_version()
    {
        Assert.Equal((Met, "2026-12-01"), StateAndDay(Decided().Published("2026-12-01").Published("2026-12-20", 2).Owes("PUB_PENALTY", "2027-01-01")));
        Assert.Equal((MetLate, "2026-12-02"), StateAndDay(Decided().Published("2026-12-02").Owes("PUB_PENALTY", "2027-01-01")));
    }

    [Fact]
    public void An_annulled_decision_need_not_be_served_paid_nor_published_any_more()
    {
        var annulled = Annulled("2026-11-25");

        Assert.All(new[] { "PENALTY_SERVE", "PUB_PENALTY" }, rule => Assert.Equal(Lapsed, annulled.Owes(rule, "2027-01-01")!.State));
        Assert.Contains("已于2026-11-25撤销", annulled.Owes("PUB_PENALTY", "2027-01-01")!.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("此前期限已经届满", annulled.Owes("PUB_PENALTY", "2027-01-01")!.Explanation, StringComparison.Ordinal);
        Assert.Contains("此前期限已经届满", Annulled("2026-12-25").Owes("PUB_PENALTY", "2027-01-01")!.Explanation, StringComparison.Ordinal);
        Assert.Null(annulled.Owes("PUB_WITHDRAW", "2027-01-01"));
    }

    [Fact]
    public void E31_A_decision_against_a_minor_need_not_be_published_from_the_day_on_that_this_was_settled()
    {
        var settled = Decided().Withheld("2026-11-25").Owes("PUB_PENALTY", "2027-01-01")!;
        var late = Decided().Withheld("2026-12-25").Owes("PUB_PENALTY", "2027-01-01")!;

        Assert.Equal(Overdue, Decided().Owes("PUB_PENALTY", "2027-01-01")!.State);
        Assert.Equal((Lapsed, ""), (settled.State, settled.MetOn));
        Assert.Contains("已于2026-11-25依法决定不予公开（《中华人民共和国未成年人保护法》（来源待核）第一百零三条", settled.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("此前期限已经届满", settled.Explanation, StringComparison.Ordinal);
        Assert.Equal(Lapsed, late.State);
        Assert.Contains("此前期限已经届满", late.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_working_days_for_withdrawing_what_is_public_of_an_annulled_decision()
    {
        var annulled = Annulled("2026-11-27").Published("2026-11-24");

        Assert.Equal(("2026-12-02", Due), (annulled.Owes("PUB_WITHDRAW", "2026-12-02")!.Due, annulled.Owes("PUB_WITHDRAW", "2026-12-02")!.State));
        Assert.Equal(Overdue, annulled.Owes("PUB_WITHDRAW", "2026-12-03")!.State);
        Assert.Equal((Met, "2026-12-01"), StateAndDay(annulled.Withdrawn("2026-12-01").Owes("PUB_WITHDRAW", "2027-01-01")));
        Assert.Equal(MetLate, annulled.Withdrawn("2026-12-03").Owes("PUB_WITHDRAW", "2027-01-01")!.State);
    }

    [Fact]
    public void A_version_published_behind_the_withdrawal_has_to_be_withdrawn_too() =>
        Assert.Equal(Overdue, Annulled("2026-11-27").Published("2026-11-24").Withdrawn("2026-12-01").Published("2026-12-02", 2).Owes("PUB_WITHDRAW", "2027-01-01")!.State);

    [Fact]
    public void What_was_no_longer_shown_when_the_decision_fell_need_not_be_withdrawn()
    {
        Assert.Null(Annulled("2026-11-27").Published("2026-11-24", until: "2026-11-26").Owes("PUB_WITHDRAW", "2027-01-01"));
        Assert.NotNull(Annulled("2026-11-27").Published("2026-11-24", until: "2026-11-27").Owes("PUB_WITHDRAW", "2027-01-01"));
    }

    [Fact]
    public void Thirty_days_for_binding_the_dossier_by_a_rule_whose_source_is_pending()
    {
        var closed = Decided(more: told => (told.ClosedOn, told.Stage) = ("2026-12-01", CaseStage.Closed));

        var owed = closed.Owes("DOSSIER_BIND", "2027-01-05")!;

        Assert.Equal(("2026-12-31", Overdue, Bearer.Archivist), (owed.Due, owed.State, owed.Bearer));
        Assert.Contains("来源待核", owed.Article, StringComparison.Ordinal);
        Assert.Equal(Met, closed.Case(9, CaseStage.Archived, told => (told.ClosedOn, told.ArchivedOn) = ("2026-12-01", "2026-12-31")).Owes("DOSSIER_BIND", "2027-01-05")!.State);
    }

    [Fact]
    public void Every_rule_it_can_owe_is_in_the_catalogue_and_in_the_readme()
    {
        var rows = ObligationRule.All.Select(rule => $"| `{rule.Key}` | {rule.Title} | {rule.Article} |");
        var readme = File.ReadAllText(RepositoryFiles.At("services", "supervision", "README.md"));

        Assert.All(rows, row => Assert.Contains(row, readme, StringComparison.Ordinal));
        Assert.Equal(8, ObligationRule.All.Select(rule => rule.Key).Distinct().Count());
    }

    private static Overseen Annulled(string on) => Decided(more: told => (told.AnnulledOn, told.Stage) = (on, CaseStage.Annulled));

    private static (ObligationState, string) StateAndDay(Obligation? owed) => (owed!.State, owed.MetOn);
}
