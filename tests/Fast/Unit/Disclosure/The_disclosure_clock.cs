using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

public sealed class The_disclosure_clock
{
    /// <summary>Counted by hand on the notice of 2026: 25 to 27 September and 1 to 7 October are off, 20 September and 10 October are worked.</summary>
    [Theory]
    [InlineData("2026-11-02", "2026-11-11")]
    [InlineData("2026-09-18", "2026-09-29")]
    [InlineData("2026-09-28", "2026-10-13")]
    public void Seven_working_days_run_from_the_day_of_the_decision(string decidedOn, string due)
    {
        var limit = (DisclosureWorld.Due() with { DecidedOn = decidedOn, State = DisclosureState.Empty, Kept = [] }).Noted().State.ToMessage(DisclosureWorld.Law, DateTimeOffset.UnixEpoch).PublishBy;

        Assert.Equal(("PUB_PENALTY", decidedOn, due, false), (limit.Rule, limit.Start, limit.Due, limit.Overdue));
        Assert.Contains("来源待核", limit.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-03", "2026-11-06")]
    [InlineData("2026-09-30", "2026-10-10")]
    public void Three_working_days_run_from_the_day_of_the_annulment(string annulledOn, string due)
    {
        var limit = DisclosureWorld.Published().Annulled(annulledOn).State.ToMessage(DisclosureWorld.Law, DateTimeOffset.UnixEpoch).WithdrawBy;

        Assert.Equal(("PUB_WITHDRAW", annulledOn, due), (limit.Rule, limit.Start, limit.Due));
    }

    [Fact]
    public void What_was_never_public_need_not_be_withdrawn()
    {
        var lapsed = DisclosureWorld.Lapsed().State.ToMessage(DisclosureWorld.Law, new(2027, 1, 4, 1, 0, 0, TimeSpan.Zero));

        Assert.Null(lapsed.WithdrawBy);
        Assert.False(lapsed.PublishBy.Overdue);
        Assert.Equal(TextState.Lapsed, lapsed.Versions[0].State);
    }

    [Fact]
    public void Publishing_late_is_allowed_with_a_reason_and_stays_visible()
    {
        Refused.With(DisclosureFaults.LateWithoutReason, () => DisclosureWorld.Drafted().Later(10).Publish());
        Refused.With(DisclosureFaults.LateWithoutReason, () => DisclosureWorld.Drafted().Later(10).Publish(reason: "　"));

        var late = DisclosureWorld.Drafted().Later(10).Publish(reason: "系统停机");

        var shown = late.State.ToMessage(DisclosureWorld.Law, late.Now);
        Assert.Equal((true, "系统停机"), (shown.PublishBy.Overdue, shown.Versions[0].LateReason));
        Assert.Equal("2026-11-11", late.Told<DisclosurePublished>().PublishBy);
        Assert.Contains(late.Kept[^1].Citations, cited => cited.Rule == "DISCLOSURE_PUBLISHED_IN_TIME" && cited.Parameters["holds"] == "false");
    }

    [Fact]
    public void On_the_last_day_it_is_in_time_and_a_correction_has_no_limit()
    {
        var inTime = DisclosureWorld.Drafted().Later(9).Publish();

        Assert.False(inTime.State.ToMessage(DisclosureWorld.Law, inTime.Now).PublishBy.Overdue);
        Assert.Equal(DisclosureStage.Published, inTime.Later(30).Correct().Publish().State.Stage);
    }

    [Fact]
    public void A_late_withdrawal_stands_and_shows_that_it_was_late()
    {
        var late = DisclosureWorld.ToWithdraw().Later(7).Withdraw();

        Assert.True(late.State.ToMessage(DisclosureWorld.Law, late.Now).WithdrawBy.Overdue);
        Assert.Equal("2026-11-06", late.Told<DisclosureWithdrawn>().WithdrawBy);
        Assert.Contains(late.Kept[^1].Citations, cited => cited.Parameters["holds"] == "false");
    }

    [Fact]
    public void E32_a_year_that_nobody_loaded_gives_a_provisional_limit_that_stops_nothing()
    {
        var far = new DisclosureWorld { Now = new(2031, 6, 2, 1, 0, 0, TimeSpan.Zero), DecidedOn = "2031-06-02" }.Noted().Draft();

        Assert.Equal("2031-06-11", far.Publish().Told<DisclosurePublished>().PublishBy);
        Assert.True(far.State.ToMessage(DisclosureWorld.Law, far.Now).PublishBy.Provisional);
        Assert.NotEmpty(far.Later(20).Publish().Told<DisclosurePublished>().PublishBy);
    }
}
