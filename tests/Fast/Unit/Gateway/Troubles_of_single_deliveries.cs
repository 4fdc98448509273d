using System.Globalization;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Work;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class Troubles_of_single_deliveries
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_broke_rests_twice_as_long_each_time_up_to_an_hour()
    {
        var troubles = new Troubles();
        var rests = Enumerable.Range(0, 13).Select(_ => (troubles.Broke(One("x"), Now) - Now).TotalSeconds).ToArray();

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600], rests);
        Assert.True(troubles.IsResting(One("x"), Now.AddMinutes(59)));
        Assert.False(troubles.IsResting(One("x"), Now.AddHours(1)));
        Assert.False(troubles.IsResting(One("y"), Now));
    }

    [Fact]
    public void Who_asks_for_it_after_it_broke_does_not_wait()
    {
        var troubles = new Troubles();
        var hurried = One("x") with { HurriedAt = Now };
        troubles.Broke(hurried, Now);

        Assert.True(troubles.IsResting(hurried, Now.AddSeconds(1)));
        Assert.False(troubles.IsResting(hurried with { HurriedAt = Now.AddSeconds(1) }, Now.AddSeconds(1)));
    }

    [Fact]
    public void A_hurry_is_spent_by_the_deliverys_own_attempt_alone_and_stays_spent_after_an_outage()
    {
        var troubles = new Troubles();
        DueDelivery[] tried = [One("broke") with { HurriedAt = Now }, One("failed") with { HurriedAt = Now }, One("away") with { HurriedAt = Now }];
        troubles.Broke(tried[0], Now);
        troubles.Failed(tried[1], Now);
        troubles.TriedInVain(tried[2], Now);
        troubles.ForgetFailures();

        Assert.All(tried, one => Assert.False(troubles.IsHurried(one)));
        Assert.True(troubles.IsHurried(One("other") with { HurriedAt = Now }));
        Assert.False(troubles.IsHurried(One("other")));

        // Asked for while the attempt was under way, of which the attempt could not know.
        Assert.True(troubles.IsHurried(tried[1] with { HurriedAt = Now.AddMilliseconds(1) }));
        troubles.TriedInVain(One("other"), Now);
        Assert.Equal(3, troubles.Count);
    }

    [Fact]
    public void Failures_of_an_outage_are_forgotten_with_it_and_breaks_are_not()
    {
        var troubles = new Troubles();
        troubles.Broke(One("broken"), Now);
        for (var times = 0; times < 3; times++)
        {
            troubles.Failed(One("failed"), Now);
        }

        Assert.True(troubles.IsTiring("failed"));
        troubles.ForgetFailures();
        Assert.False(troubles.IsTiring("failed"));
        Assert.True(troubles.IsResting(One("broken"), Now));
        Assert.Equal(1, troubles.Count);
    }

    [Fact]
    public void What_nobody_hears_of_again_is_forgotten_after_a_day()
    {
        var troubles = new Troubles();
        troubles.Failed(One("x"), Now);
        troubles.ForgetOld(Now.AddDays(1));
        Assert.Equal(1, troubles.Count);

        troubles.ForgetOld(Now.AddDays(1).AddSeconds(1));
        Assert.Equal(0, troubles.Count);
    }

    [Fact]
    public void However_many_fail_no_more_than_a_thousand_are_remembered_the_newest()
    {
        var troubles = new Troubles();
        for (var number = 0; number < 3 * Troubles.Most; number++)
        {
            troubles.Broke(One(number.ToString(CultureInfo.InvariantCulture)), Now.AddMilliseconds(number));
        }

        Assert.Equal(Troubles.Most, troubles.Count);
        Assert.False(troubles.IsResting(One("0"), Now));
        Assert.True(troubles.IsResting(One("2999"), Now));
    }

    private static DueDelivery One(string id) => new(id, DeliveryState.Ready, false, new(2026, 11, 20), Now, null);
}
