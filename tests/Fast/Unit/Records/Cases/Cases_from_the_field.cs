using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Tests.Fast.Unit.Supervision;
using Xunit;
using static EnforcementPlatform.Tests.Fast.Unit.Records.Cases.CaseWorld;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>Cases that were played on the product from outside, each with the answer that the law gives. The clock stands still.</summary>
public sealed class Cases_from_the_field
{
    /// <summary>29 November 2026: the State Council adds 2 and 3 December as days off, from the day of its notice.</summary>
    [Fact]
    public void F04_A_calendar_from_the_day_of_its_notice_moves_records_disclosure_and_supervision_alike()
    {
        var before = Editions.Default.At(EditionKeys.Calendar(2026), new(2026, 11, 29));
        var json = before.Parameters["calendar"].Replace(
            "\"holidays\": [", "\"holidays\": [{\"name\": \"临时放假\", \"from\": \"2026-12-02\", \"to\": \"2026-12-03\"},", StringComparison.Ordinal);
        var law = Editions.Default.With(before with
        {
            Position = 1,
            ValidFrom = new(2026, 11, 29),
            ValidTo = null,
            RecordedAt = new(2026, 11, 29, 1, 0, 0, TimeSpan.Zero),
            Parameters = before.Parameters.SetItem("calendar", json),
        });
        var decidedOn = new DateOnly(2026, 11, 27);
        var state = new Overseen { Law = law }.Case(5, CaseStage.Decided, told => (told.FiledOn, told.DecidedOn) = ("2026-11-02", "2026-11-27")).State;

        Assert.Equal(new(2026, 12, 10), new LawInForce(law).Derive("PENALTY_SERVE", decidedOn).LastDay);
        Assert.Equal(new(2026, 12, 10), DisclosureClock.Derive(DisclosureClock.Publish, decidedOn, law).LastDay);
        Assert.Equal(new(2026, 12, 10), Obligations.Of(state, law).Single(one => one.Rule == ObligationRule.Serve).Due);
        Assert.Equal(new(2026, 12, 8), Obligations.Of(state, Editions.Default).Single(one => one.Rule == ObligationRule.Serve).Due);
    }

    /// <summary>The ninety days reach into a year whose notice is not loaded: filing, notice, service and payment go on, with provisional days.</summary>
    [Fact]
    public void E32_No_act_of_a_case_at_the_turn_of_the_last_loaded_year_is_refused_for_its_calendar()
    {
        var world = new CaseWorld { Now = new(2027, 12, 28, 1, 0, 0, TimeSpan.Zero) }.RegisterClue();
        var filed = world.FileCase(ended: "2027-12-01");
        var shown = filed.State.ToMessage(InForce, filed.Now).DecideBy;

        Assert.Equal(("2028-03-27", false), (shown.Due, shown.Overdue));
        Assert.NotNull(new LawInForce(Editions.Default).Derive("HEARING_REQUEST", new(2027, 12, 30)));
        Assert.True(new LawInForce(Editions.Default).Derive("HEARING_REQUEST", new(2027, 12, 30)).Provisional);
    }

    [Theory]
    [InlineData("第四十四条第三款", 99_999, 500_001, 100_000)]
    [InlineData("第四十四条", 1, 90_000_000, 500_000)]
    [InlineData("第四十五条", 1, 90_000_000, 100_000)]
    [InlineData("第四十九条", 49_999, 200_001, 50_000)]
    [InlineData("第四十九条第（一）项", 1, 90_000_000, 200_000)]
    public void E5_F28_A_fine_outside_the_range_of_its_article_is_refused(string article, long below, long above, long within)
    {
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(below, article)));
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(above, article)));
        Assert.NotNull(Concluded().SaveDraft(Fine(within, article)).State.Draft);
    }

    [Theory]
    [InlineData("《中华人民共和国民用爆炸物品安全管理条例》第四十五条")]
    [InlineData("《民用爆炸物品安全管理条例（修订）》第四十五条")]
    [InlineData("《民爆条例》第四十五条")]
    [InlineData("《 民用爆炸物品安全管理条例》第四十五条")]
    public void E5_Another_spelling_of_the_instrument_escapes_no_range(string applied)
    {
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(1) with { ArticleApplied = applied }));
        Refused.With(CaseFaults.FineOutOfRange, () => Concluded().SaveDraft(Fine(90_000_000) with { ArticleApplied = applied }));
    }

    [Fact]
    public void E5_An_article_without_a_range_is_said_beside_the_draft_and_in_the_decision()
    {
        var unknown = Concluded().SaveDraft(Fine(1, "第四十五条之一"));
        var known = Concluded().SaveDraft();

        Assert.Contains("罚款幅度尚未录入，系统没有核对罚款数额", unknown.State.DraftMessage(InForce, unknown.Now).FineRange, StringComparison.Ordinal);
        Assert.Contains("10万元以上50万元以下", known.State.DraftMessage(InForce, known.Now).FineRange, StringComparison.Ordinal);
        Assert.Equal("", Concluded().SaveDraft(Warning()).State.DraftMessage(InForce, known.Now).FineRange);
        Assert.Equal("unknown", EnforcementPlatform.Kernel.Citing.Of(InForce.FineRangeOn(Fine(1, "第四十五条之一"), new(2026, 11, 2)))[0].Parameters["range"]);
    }

    [Theory]
    [InlineData("《民用爆炸物品安全管理条例》")]
    [InlineData("第四十五条")]
    [InlineData("民用爆炸物品安全管理条例第四十五条")]
    public void F28_An_article_is_written_with_its_instrument_and_number(string applied)
    {
        var terms = (Fine(100_000) with { ArticleApplied = applied }).ToMessage();
        var refused = Assert.Throws<Fault>(() => new Check().Terms(terms, "terms").ThrowIfAny());

        Assert.Contains(refused.Violations, violation => violation is { Field: "terms.article_applied", Rule: "ARTICLE" });
    }

    [Fact]
    public void F14_A_service_before_its_decision_or_to_come_is_refused()
    {
        Refused.With(CaseFaults.OccurredTooEarly, () => Decided().Serve(occurred: At(Decided().Now.AddDays(-1), "补录")));
        Refused.With(CaseFaults.InFuture, () => Decided().Serve(occurred: At(Decided().Now.AddDays(3))));
    }

    [Fact]
    public void F16_A_discussion_before_the_notice_or_the_review_is_refused()
    {
        Refused.With(CaseFaults.WrongStage, () => Concluded().SaveDraft().Discuss());
        Refused.With(CaseFaults.ReviewNotPassed, () => Told().Waive().Discuss());
    }

    [Fact]
    public void F18_One_leader_a_handler_or_the_same_leader_twice_make_no_discussion()
    {
        Refused.With(CaseFaults.NotDiscussed, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head));
        Refused.With(CaseFaults.DiscussionNotAttended, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head, Head));
        Refused.With(CaseFaults.AttendantNotResponsible, () => Cleared().Discuss(DiscussionConclusion.Agreed, Head, Third));
    }
}
