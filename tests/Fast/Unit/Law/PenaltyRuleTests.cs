using System.Collections.Immutable;
using System.Text.RegularExpressions;
using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class PenaltyRuleTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset JustBefore = Now.AddMilliseconds(-1);
    private static readonly DateTimeOffset JustAfter = Now.AddMilliseconds(1);
    private static readonly Certificate Valid = new(Today.AddYears(-1), Today.AddYears(4), [ActType.Penalty], "某市");

    [Fact]
    public void Two_certified_officers_may_act() =>
        Holds(PenaltyRules.TwoOfficers, new ActFacts(ActType.Penalty, Today, [Officer("a", Valid), Officer("b", Valid)]));

    [Fact]
    public void One_officer_is_not_enough_and_neither_is_one_person_named_twice()
    {
        Refused(PenaltyRules.TwoOfficers, new ActFacts(ActType.Penalty, Today, [Officer("a", Valid)]));
        Refused(PenaltyRules.TwoOfficers, new ActFacts(ActType.Penalty, Today, [Officer("a", Valid), Officer("a", Valid)]));
        Refused(PenaltyRules.TwoOfficers, new ActFacts(ActType.Penalty, Today, []));
    }

    [Fact]
    public void An_officer_without_certificate_does_not_count_and_may_not_take_part()
    {
        var act = new ActFacts(ActType.Penalty, Today, [Officer("a", Valid), Officer("b"), Officer("c", Valid)]);
        Holds(PenaltyRules.TwoOfficers, act);
        Refused(PenaltyRules.OfficersCertified, act);
        Refused(PenaltyRules.TwoOfficers, act with { Officers = act.Officers.RemoveAt(2) });
        Holds(PenaltyRules.OfficersCertified, act with { Officers = act.Officers.RemoveAt(1) });
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 1, false)]
    [InlineData(-1, -1, false)]
    [InlineData(-1, 0, true)]
    [InlineData(0, 1, true)]
    public void A_certificate_is_valid_from_its_first_to_its_last_day(int from, int to, bool valid)
    {
        var officer = Officer("a", new Certificate(Today.AddDays(from), Today.AddDays(to), [ActType.Penalty], "某市"));
        Assert.Equal(valid, officer.IsCertifiedFor(ActType.Penalty, Today));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(-5, null, false)]
    [InlineData(0, null, false)]
    [InlineData(1, null, true)]
    [InlineData(-5, -1, true)]
    [InlineData(-5, 0, false)]
    public void A_suspended_certificate_is_not_valid_while_the_suspension_lasts(int from, int? to, bool valid)
    {
        var suspended = Valid with { SuspendedFrom = Today.AddDays(from), SuspendedTo = to is { } days ? Today.AddDays(days) : null };
        Assert.Equal(valid, Officer("a", suspended).IsCertifiedFor(ActType.Penalty, Today));
    }

    [Fact]
    public void A_second_certificate_stands_in_for_one_that_has_ended() =>
        Assert.True(Officer("a", new Certificate(Today.AddYears(-9), Today.AddDays(-1), [ActType.Penalty], "某市"), Valid).IsCertifiedFor(ActType.Penalty, Today));

    [Theory]
    [InlineData(ActType.Penalty, "某市", true)]
    [InlineData(ActType.Inspection, "某市", false)]
    [InlineData(ActType.Penalty, "别市", false)]
    [InlineData(ActType.Penalty, "某市甲区", false)]
    [InlineData(ActType.Penalty, "全国", true)]
    [InlineData(ActType.Penalty, "河南省", true)]
    [InlineData(ActType.Penalty, "河南省某市", true)]
    [InlineData(ActType.Penalty, "", false)]
    public void E11_A_certificate_is_good_for_its_kinds_of_act_and_its_area_alone(ActType type, string area, bool certified)
    {
        var act = new ActFacts(ActType.Penalty, Today, [Officer("a", Valid with { Types = [type], Area = area }), Officer("b", Valid)]);

        Assert.Equal(certified, PenaltyRules.OfficersCertified.Holds(act));
        Assert.Equal(certified, PenaltyRules.TwoOfficers.Holds(act));
    }

    [Fact]
    public void E11_Day_kind_and_area_are_those_of_one_certificate()
    {
        var kind = Valid with { Area = "别市" };
        var area = Valid with { Types = [ActType.Inspection] };

        Refused(PenaltyRules.OfficersCertified, new ActFacts(ActType.Penalty, Today, [Officer("a", kind, area)]));
        Refused(PenaltyRules.OfficersCertified, new ActFacts(ActType.Penalty, Today, [new("a", [Valid], "")]));
        Holds(PenaltyRules.OfficersCertified, new ActFacts(ActType.Penalty, Today, [Officer("a", kind, area, Valid)]));
        Holds(PenaltyRules.OfficersCertified, new ActFacts(ActType.Penalty, Today, [new("a", [Valid], "某市甲区")]));
    }

    [Fact]
    public void Certificates_are_shown_before_the_act_begins_or_as_it_begins()
    {
        Holds(PenaltyRules.IdentityShown, new IdentityFacts(JustBefore, Now));
        Holds(PenaltyRules.IdentityShown, new IdentityFacts(Now, Now));
        Refused(PenaltyRules.IdentityShown, new IdentityFacts(JustAfter, Now));
        Refused(PenaltyRules.IdentityShown, new IdentityFacts(null, Now));
    }

    [Fact]
    public void The_party_is_told_everything_before_the_decision()
    {
        var told = new ToldFacts(JustBefore, Now, Content: true, Facts: true, Reasons: true, Basis: true, StatementRight: true, HearingRequired: true, HearingRight: true);
        Holds(PenaltyRules.ToldBeforeDecision, told);
        Refused(PenaltyRules.ToldBeforeDecision, told with { Content = false });
        Refused(PenaltyRules.ToldBeforeDecision, told with { Facts = false });
        Refused(PenaltyRules.ToldBeforeDecision, told with { Reasons = false });
        Refused(PenaltyRules.ToldBeforeDecision, told with { Basis = false });
        Refused(PenaltyRules.ToldBeforeDecision, told with { StatementRight = false });
        Refused(PenaltyRules.ToldBeforeDecision, told with { ToldAt = Now });
        Refused(PenaltyRules.ToldBeforeDecision, told with { ToldAt = JustAfter });
        Refused(PenaltyRules.ToldBeforeDecision, told with { ToldAt = null });
    }

    [Fact]
    public void The_right_to_a_hearing_is_told_where_there_is_one()
    {
        var told = new ToldFacts(JustBefore, Now, true, true, true, true, true, HearingRequired: true, HearingRight: true);
        Holds(PenaltyRules.HearingRightTold, told);
        Refused(PenaltyRules.HearingRightTold, told with { HearingRight = false });
        Holds(PenaltyRules.HearingRightTold, told with { HearingRight = false, HearingRequired = false });
    }

    [Theory]
    [InlineData(true, false, 0, true)]
    [InlineData(false, true, 0, true)]
    [InlineData(false, false, 0, false)]
    [InlineData(false, false, 1, true)]
    [InlineData(false, false, -1, false)]
    public void The_party_was_heard_or_waived_or_let_its_day_pass(bool heard, bool waived, int daysAfterLast, bool holds) =>
        Answers(PenaltyRules.PartyHeard, new StatementFacts(heard, waived, Today, Today.AddDays(daysAfterLast)), holds);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public void What_has_a_last_day_is_in_time_up_to_that_day(int daysAfterLast, bool holds)
    {
        var facts = new InTimeFacts(Today.AddDays(daysAfterLast), Today);
        Answers(PenaltyRules.HearingRequestInTime, facts, holds);
        Answers(PenaltyRules.DecidedInTime, facts, holds);
        Answers(PenaltyRules.ServedInTime, facts, holds);
        Answers(PenaltyRules.PaidInTime, facts, holds);
    }

    [Theory]
    [InlineData(false, true, false, false, 0, true)]
    [InlineData(true, false, false, true, 0, true)]
    [InlineData(true, true, false, true, 0, true)]
    [InlineData(true, true, false, false, 9, false)]
    [InlineData(true, true, true, false, 0, true)]
    [InlineData(true, false, true, false, 0, true)]
    [InlineData(true, false, false, false, 0, false)]
    [InlineData(true, false, false, false, 1, true)]
    public void A_hearing_is_held_or_waived_or_its_period_has_passed_unused(
        bool required, bool requested, bool waived, bool held, int daysAfterLast, bool holds) =>
        Answers(
            PenaltyRules.HearingHeldOrWaived,
            new HearingFacts(required, requested, waived, held, LastRequestDay: Today, DecidedOn: Today.AddDays(daysAfterLast)),
            holds);

    [Fact]
    public void A_hearing_is_notified_in_time_and_led_by_someone_who_did_not_investigate()
    {
        var hearing = new HearingHeldFacts(Today, LastNoticeDay: Today, Host: "c", Handlers: ["a", "b"]);
        Holds(PenaltyRules.HearingNotified, hearing);
        Refused(PenaltyRules.HearingNotified, hearing with { NotifiedOn = Today.AddDays(1) });
        Holds(PenaltyRules.HearingHostNotHandler, hearing);
        Refused(PenaltyRules.HearingHostNotHandler, hearing with { Host = "b" });
    }

    [Theory]
    [InlineData(100_000_00, 100_000_00, 0, 0, true)]
    [InlineData(100_000_00, 100_000_01, 0, 0, false)]
    [InlineData(100_000_00, 99_999_99, 5, 5, true)]
    [InlineData(100_000_00, 99_999_99, 5, 6, false)]
    public void A_fine_or_confiscation_is_no_heavier_than_the_one_told(long told, long decided, long toldTaken, long decidedTaken, bool holds) =>
        Answers(
            PenaltyRules.NotHeavierAfterDefence,
            new DefenceFacts(new Penalty([Sanction.Fine], told, toldTaken), new Penalty([Sanction.Fine], decided, decidedTaken)),
            holds);

    [Fact]
    public void A_kind_of_penalty_that_was_not_told_cannot_be_decided()
    {
        var told = new Penalty([Sanction.Fine, Sanction.SuspendBusiness], 100_000_00);
        Holds(PenaltyRules.NotHeavierAfterDefence, new DefenceFacts(told, told with { Sanctions = [Sanction.Fine] }));
        Refused(PenaltyRules.NotHeavierAfterDefence, new DefenceFacts(told, told with { Sanctions = [Sanction.Fine, Sanction.RevokeLicence] }));
    }

    [Fact]
    public void The_review_passed_this_very_draft()
    {
        Holds(PenaltyRules.LegalReviewPassed, new ReviewFacts(Required: true, "ab", "ab"));
        Refused(PenaltyRules.LegalReviewPassed, new ReviewFacts(Required: true, "ab", "aB"));
        Refused(PenaltyRules.LegalReviewPassed, new ReviewFacts(Required: true, "ab", null));
        Refused(PenaltyRules.LegalReviewPassed, new ReviewFacts(Required: true, "", ""));
        Holds(PenaltyRules.LegalReviewPassed, new ReviewFacts(Required: false, "ab", null));
    }

    [Fact]
    public void A_collective_discussion_has_two_persons_a_conclusion_and_this_very_draft()
    {
        var discussed = Discussed();
        Holds(PenaltyRules.CollectivelyDiscussed, discussed);
        Refused(PenaltyRules.CollectivelyDiscussed, discussed with { DiscussedAt = null });
        Refused(PenaltyRules.CollectivelyDiscussed, discussed with { Participants = 1 });
        Refused(PenaltyRules.CollectivelyDiscussed, discussed with { Agreed = false });
        Refused(PenaltyRules.CollectivelyDiscussed, discussed with { DiscussedDigest = "other" });
        Refused(PenaltyRules.CollectivelyDiscussed, discussed with { DiscussedDigest = null });
        Holds(PenaltyRules.CollectivelyDiscussed, discussed with { Required = false, DiscussedAt = null, Participants = 0, Agreed = false, DiscussedDigest = null });
    }

    [Fact]
    public void The_discussion_comes_after_the_review()
    {
        var discussed = Discussed();
        Holds(PenaltyRules.DiscussedAfterReview, discussed);
        Refused(PenaltyRules.DiscussedAfterReview, discussed with { ReviewedAt = Now });
        Refused(PenaltyRules.DiscussedAfterReview, discussed with { ReviewedAt = JustAfter });
        Refused(PenaltyRules.DiscussedAfterReview, discussed with { ReviewedAt = null });
        Holds(PenaltyRules.DiscussedAfterReview, discussed with { ReviewedAt = null, ReviewRequired = false });
        Holds(PenaltyRules.DiscussedAfterReview, discussed with { ReviewedAt = JustAfter, Required = false });
    }

    [Fact]
    public void The_reviewer_neither_handled_nor_drafted_nor_issues()
    {
        var apart = new SeparationFacts(Handlers: ["a", "b"], Drafter: "c", Reviewer: "d", Issuer: "e");
        Holds(PenaltyRules.ReviewerNotHandler, apart);
        Refused(PenaltyRules.ReviewerNotHandler, apart with { Reviewer = "b" });
        Refused(PenaltyRules.ReviewerNotHandler, apart with { Reviewer = "c" });
        Holds(PenaltyRules.ReviewerNotIssuer, apart);
        Refused(PenaltyRules.ReviewerNotIssuer, apart with { Issuer = "d" });
    }

    [Theory]
    [InlineData("2024-11-23", false, true)]
    [InlineData("2024-11-22", false, false)]
    [InlineData("2021-11-23", true, true)]
    [InlineData("2021-11-22", true, false)]
    [InlineData("2021-11-23", false, false)]
    [InlineData("2026-11-23", false, true)]
    public void An_act_is_penalised_within_two_years_or_five_where_it_did_harm(string ended, bool harm, bool holds) =>
        Answers(PenaltyRules.WithinLimitation, new LimitationFacts(DateOnly.Parse(ended, System.Globalization.CultureInfo.InvariantCulture), Today, harm), holds);

    [Theory]
    [InlineData(100_000_00, false, true)]
    [InlineData(99_999_99, false, false)]
    [InlineData(99_999_99, true, true)]
    [InlineData(500_000_00, false, true)]
    [InlineData(500_000_01, false, false)]
    [InlineData(500_000_01, true, false)]
    public void A_fine_lies_in_the_range_of_its_article(long fine, bool mitigated, bool holds)
    {
        var range = Editions.Default.At(EditionKeys.FineRangeCivilExplosives45, Today);
        Answers(PenaltyRules.FineWithinRange, new FineFacts(fine, range.Number("min_fen"), range.Number("max_fen"), mitigated), holds);
    }

    [Theory]
    [InlineData(true, 4_999_99, false)]
    [InlineData(true, 5_000_00, true)]
    [InlineData(false, 49_999_99, false)]
    [InlineData(false, 50_000_00, true)]
    public void The_hearing_threshold_itself_is_reached(bool citizen, long fen, bool required)
    {
        var threshold = Editions.Default.At(Hearing.ThresholdKey(citizen), Today).Number("fen");
        Assert.Equal(required, Hearing.IsRequired(new Penalty([Sanction.Fine], fen), threshold, otherwiseHeavy: false));
        Assert.Equal(required, Hearing.IsRequired(new Penalty([Sanction.ConfiscateGains], 0, fen), threshold, otherwiseHeavy: false));
    }

    [Theory]
    [InlineData(Sanction.LowerQualification, true)]
    [InlineData(Sanction.RevokeLicence, true)]
    [InlineData(Sanction.SuspendBusiness, true)]
    [InlineData(Sanction.CloseBusiness, true)]
    [InlineData(Sanction.RestrictEmployment, true)]
    [InlineData(Sanction.Warning, false)]
    [InlineData(Sanction.Criticism, false)]
    [InlineData(Sanction.SuspendLicence, false)]
    [InlineData(Sanction.RestrictBusiness, false)]
    public void Some_penalties_are_always_heard_and_any_may_be_held_heavy(Sanction sanction, bool required)
    {
        Assert.Equal(required, Hearing.IsRequired(new Penalty([sanction], 0), 1, otherwiseHeavy: false));
        Assert.Equal(required, Hearing.IsRequired(new Penalty([Sanction.Warning, sanction], 0), 1, otherwiseHeavy: false));
        Assert.True(Hearing.IsRequired(new Penalty([sanction], 0), 1, otherwiseHeavy: true));
    }

    /// <summary>行政处罚法 30: on the birthday itself an age is not yet completed; where no day of birth is known, nothing is held against the penalty.</summary>
    [Theory]
    [InlineData("2012-11-02", false, false)]
    [InlineData("2012-11-01", true, false)]
    [InlineData("2008-11-02", true, false)]
    [InlineData("2008-11-01", true, true)]
    [InlineData(null, true, true)]
    public void A_child_is_not_penalised_and_a_minors_penalty_is_lightened(string? born, bool mayBePenalised, bool mayBeOrdinary)
    {
        var age = new AgeFacts(born is null ? null : DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), new(2026, 11, 2));

        Answers(PenaltyRules.PartyNotUnder14, age, mayBePenalised);
        Answers(PenaltyRules.PartyUnder18Lightened, new(age, Lightened: false), mayBeOrdinary);
        Holds(PenaltyRules.PartyUnder18Lightened, new(age, Lightened: true));
        Assert.Equal(mayBePenalised ? mayBeOrdinary ? "" : "已满十四周岁不满十八周岁" : "不满十四周岁", Regex.Match(age.Sentence, "(已满十四周岁)?不满十.周岁").Value);
    }

    /// <summary>Of the eleven heads of a penalty's review two may be answered with 不涉及; of other acts, and of the other heads, none.</summary>
    [Fact]
    public void Every_head_of_the_review_has_to_be_answered_but_the_listed_ones()
    {
        Assert.Equal("对该违法行为没有公布裁量基准", ReviewHeads.Find(ReviewHeads.Penalty, "Discretion")!.Reason);
        Assert.Equal("没有其他应当审核的内容", ReviewHeads.Find(ReviewHeads.Penalty, "Other")!.Reason);
        Assert.Null(ReviewHeads.Find(ReviewHeads.Penalty, "Facts"));
        Assert.Null(ReviewHeads.Find("行政许可", "Discretion"));
    }

    [Fact]
    public void Each_ground_alone_requires_the_legal_review_and_without_any_there_is_none()
    {
        var none = new LegalReviewFacts(false, false, false, false, false);
        Assert.False(LegalReview.IsRequired(none));
        Assert.True(LegalReview.IsRequired(none with { AllOrdinary = true }));
        Assert.True(LegalReview.IsRequired(none with { PublicInterest = true }));
        Assert.True(LegalReview.IsRequired(none with { HearingHeld = true }));
        Assert.True(LegalReview.IsRequired(none with { ComplexOrManyRelations = true }));
        Assert.True(LegalReview.IsRequired(none with { NamedByLaw = true }));
    }

    private static DiscussionFacts Discussed() => new(
        Required: true, ReviewRequired: true, ReviewedAt: JustBefore, DiscussedAt: Now, Participants: 2, Agreed: true, DraftDigest: "ab", DiscussedDigest: "ab");

    private static OfficerFacts Officer(string person, params ImmutableArray<Certificate> certificates) => new(person, certificates, "某市");

    private static void Holds<T>(Rule<T> rule, T facts) => Answers(rule, facts, true);

    private static void Refused<T>(Rule<T> rule, T facts) => Answers(rule, facts, false);

    private static void Answers<T>(Rule<T> rule, T facts, bool holds)
    {
        Assert.Equal(holds, rule.Holds(facts));
        Assert.Equal(holds ? [] : [rule], Rules.Broken(facts, rule));
    }
}
