using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
using Xunit;
using static EnforcementPlatform.Contracts.Supervision.ObligationState;
using static EnforcementPlatform.Tests.Fast.Unit.Supervision.Overseen;

namespace EnforcementPlatform.Tests.Fast.Unit.Supervision;

/// <summary>LEGAL_REVIEW as supervision counts it. Submitted on Monday, 2 November 2026: five working days end on the 9th.</summary>
public sealed class The_time_of_a_review
{
    [Theory]
    [InlineData("2026-11-09", Due)]
    [InlineData("2026-11-10", Overdue)]
    public void Is_the_legal_departments(string today, ObligationState state)
    {
        var owed = Filed().Review(1, ReviewStage.Submitted).Owes("LEGAL_REVIEW", today)!;

        Assert.Equal(("2026-11-09", state, Bearer.LegalDepartment, Legal), (owed.Due, owed.State, owed.Bearer, owed.Department));
    }

    [Fact]
    public void Rests_while_the_draft_is_with_the_handlers_and_is_then_never_overdue()
    {
        var owed = Filed().Review(3, ReviewStage.Returned, told => told.ConcludedOn = "2026-11-03").Owes("LEGAL_REVIEW", "2027-11-01")!;

        Assert.Equal(("", Waiting, Bearer.Handlers, Minbao), (owed.Due, owed.State, owed.Bearer, owed.Department));
        Assert.DoesNotContain("已经届满", owed.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_it_was_over_when_the_draft_was_returned() =>
        Assert.Contains("退回时审核期限已经届满（2026-11-09）", Filed().Review(3, ReviewStage.Returned, told => told.ConcludedOn = "2026-11-12").Owes("LEGAL_REVIEW", "2026-11-13")!.Explanation, StringComparison.Ordinal);

    [Fact]
    public void Goes_on_with_what_was_left_of_it()
    {
        // One day used; with the handlers from Wednesday, the 4th, to Monday, the 9th: four days are left from Tuesday on.
        var rest = new ReviewRest { From = "2026-11-04", To = "2026-11-09" };
        var sameDay = new ReviewRest { From = "2026-11-04", To = "2026-11-03" };

        Assert.Equal("2026-11-13", Filed().Review(4, ReviewStage.Assigned, told => told.Rests.Add(rest)).Owes("LEGAL_REVIEW", "2026-11-10")!.Due);
        Assert.Equal("2026-11-09", Filed().Review(4, ReviewStage.Assigned, told => told.Rests.Add(sameDay)).Owes("LEGAL_REVIEW", "2026-11-04")!.Due);
    }

    [Fact]
    public void Is_longer_once_it_was_extended() =>
        Assert.Equal("2026-11-16", Filed().Review(3, ReviewStage.Assigned, told => told.Extended = true).Owes("LEGAL_REVIEW", "2026-11-10")!.Due);

    [Theory]
    [InlineData("2026-11-09", Met)]
    [InlineData("2026-11-10", MetLate)]
    public void Is_met_by_the_pass(string passed, ObligationState state) =>
        Assert.Equal(state, Filed().Review(3, ReviewStage.Passed, told => told.ConcludedOn = passed).Owes("LEGAL_REVIEW", "2027-01-01")!.State);

    [Fact]
    public void Waits_for_the_handlers_once_the_draft_was_replaced()
    {
        var owed = Filed().Review(4, ReviewStage.Superseded).Owes("LEGAL_REVIEW", "2026-12-01")!;

        Assert.Equal((Waiting, Bearer.Handlers), (owed.State, owed.Bearer));
        Assert.Contains("草稿已变更", owed.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Goes_by_the_days_that_the_organ_adopted() =>
        Assert.Equal("2026-11-05", Filed().WithReviewDays(3).Review(1, ReviewStage.Submitted).Owes("LEGAL_REVIEW", "2026-11-04")!.Due);

    [Fact]
    public void Is_not_owed_before_anything_was_submitted() => Assert.Null(Filed(CaseStage.Told).Owes("LEGAL_REVIEW", "2026-11-10"));
}
