using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>Five working days, once five more, none of them while the draft is with the handlers. 2 November 2026 is a Monday.</summary>
public sealed class The_review_clock
{
    [Fact]
    public void Gives_five_working_days_from_the_submission() => Assert.Equal("2026-11-09", Due(ReviewWorld.Assigned()));

    [Fact]
    public void Gives_five_more_once_it_is_extended() => Assert.Equal("2026-11-16", Due(ReviewWorld.Assigned().Extend()));

    [Fact]
    public void Rests_while_the_draft_is_with_the_handlers()
    {
        // Returned on Tuesday (one day used), back on Monday the 9th: four days are left from Tuesday the 10th on.
        var back = ReviewWorld.Assigned().Later(1).Return().Later(6).Redrafted().Resubmit();

        Assert.Equal("2026-11-13", Due(back));
    }

    [Fact]
    public void Moves_on_day_by_day_while_nobody_has_sent_it_back()
    {
        var returned = ReviewWorld.Assigned().Later(1).Return();

        Assert.Equal("2026-11-09", Due(returned));
        Assert.Equal("2026-11-12", Due(returned.Later(3)));
        Assert.False(returned.Later(30).State.ToMessage(ReviewWorld.Law, returned.Later(30).Now).ReviewBy.Overdue);
    }

    [Fact]
    public void Loses_nothing_by_a_return_mended_on_the_same_day() => Assert.Equal("2026-11-09", Due(ReviewWorld.Returned().Redrafted().Resubmit()));

    [Fact]
    public void Starts_anew_with_a_draft_that_was_changed_without_being_returned()
    {
        var again = ReviewWorld.Assigned().Extend().Later(3).Redrafted().Resubmit();

        Assert.Equal("2026-11-12", Due(again));
        Assert.False(again.State.Clock.Extended);
    }

    [Fact]
    public void Says_that_it_was_missed()
    {
        var late = ReviewWorld.Assigned().Later(8);

        Assert.True(late.State.ToMessage(ReviewWorld.Law, late.Now).ReviewBy.Overdue);
        Assert.Contains("false", late.Pass().Kept[^1].Citations.Single(cited => cited.Rule == "LEGAL_REVIEW").Parameters["holds"], StringComparison.Ordinal);
        Assert.Equal("true", ReviewWorld.Passed().Kept[^1].Citations.Single(cited => cited.Rule == "LEGAL_REVIEW").Parameters["holds"]);
    }

    [Fact]
    public void Goes_by_the_edition_that_the_organ_adopted()
    {
        var own = new Edition
        {
            Key = EditionKeys.LegalReviewDays,
            Position = 1,
            Authority = Authority.Organ,
            ValidFrom = new(2026, 1, 1),
            RecordedAt = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero),
            Source = new(new Instrument("法制审核办法", SourceMark.Pending, "平工信〔2026〕8号")),
            Parameters = Editions.Default.At(EditionKeys.LegalReviewDays, new(2026, 11, 2)).Parameters.SetItem("working_days", "3"),
        };

        Assert.All(EditionRules.All, rule => Assert.True(rule.Holds(own)));
        Assert.Equal("2026-11-05", ReviewWorld.Assigned().State.ToMessage(Editions.Default.With(own), ReviewWorld.Assigned().Now).ReviewBy.Due);
        Assert.False(EditionRules.ParametersInvalid.Holds(own with { Parameters = own.Parameters.SetItem("working_days", "0") }));
        Assert.False(EditionRules.ParametersInvalid.Holds(own with { Parameters = own.Parameters.SetItem("extension_days", "61") }));
    }

    private static string Due(ReviewWorld world) => world.State.ToMessage(ReviewWorld.Law, world.Now).ReviewBy.Due;
}
