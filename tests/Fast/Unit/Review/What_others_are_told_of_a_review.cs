using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Review;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>The notice ReviewProgressed. 2 November 2026 is a Monday.</summary>
public sealed class What_others_are_told_of_a_review
{
    [Fact]
    public void Says_what_the_time_limit_is_counted_from()
    {
        var returned = ReviewWorld.Assigned().Extend().Later(1).Return();
        var again = returned.Later(3).Redrafted().Resubmit();

        var news = News(again, returned);

        Assert.Equal((ReviewStage.Assigned, 2, "2026-11-02", true, ""), (news.Stage, news.Round, news.StartedOn, news.Extended, news.ConcludedOn));
        Assert.Equal([new ReviewRest { From = "2026-11-04", To = "2026-11-06" }], news.Rests);
        Assert.Equal(("minbao", ReviewWorld.Legal, ReviewWorld.Reviewer), (news.Department, news.LegalDepartment, news.ReviewerId));
    }

    [Fact]
    public void Says_that_it_rests_and_when_it_was_concluded()
    {
        var returned = News(ReviewWorld.Assigned().Later(1).Return(), ReviewWorld.Assigned());

        Assert.Equal((ReviewStage.Returned, "2026-11-03"), (returned.Stage, returned.ConcludedOn));
        Assert.Equal([new ReviewRest { From = "2026-11-04", To = "" }], returned.Rests);
        Assert.Equal((ReviewStage.Passed, "2026-11-02"), (News(ReviewWorld.Passed(), ReviewWorld.Assigned()).Stage, News(ReviewWorld.Passed(), ReviewWorld.Assigned()).ConcludedOn));
    }

    [Fact]
    public void Says_that_the_draft_was_replaced_and_nothing_of_a_draft_it_knows()
    {
        Assert.Equal(ReviewStage.Superseded, News(ReviewWorld.Passed().Noted(2), ReviewWorld.Passed()).Stage);
        Assert.Null(ReviewWorld.Passed().Noted(1).State.NewsSince(ReviewWorld.Passed().State));
    }

    [Fact]
    public void Is_told_from_the_first_submission_on_with_its_version()
    {
        Assert.Equal(1, News(ReviewWorld.Submitted(), new()).Version);
        Assert.Equal(2, News(ReviewWorld.Assigned(), ReviewWorld.Submitted()).Version);
    }

    private static ReviewProgressed News(ReviewWorld after, ReviewWorld before) => (ReviewProgressed)after.State.NewsSince(before.State)!;
}
