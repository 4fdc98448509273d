using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>The wall clock is a claim: intervals do not run on it, a leap is questioned, a clock that is behind is unready.</summary>
public sealed class T8_clock : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;
    private readonly ManualClock clock = new(Sample.Start);

    public T8_clock() => home = new LedgerHome(folder);

    public void Dispose() => folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T8_A_clock_set_back_does_not_hold_up_anchors_and_public_heads()
    {
        await using var started = await home.Start(clock);
        await started.Append("before");
        await Until(() => Anchored() == 1 && started.Log.Public?.Size == 1);
        clock.Leap(TimeSpan.FromHours(-1));
        await started.Append("after");

        await Until(() => Anchored() == 2 && started.Log.Public?.Size == 2, longest: TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void T8_A_leap_is_questioned_until_the_clock_is_right_again()
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        clock.Step(TimeSpan.FromDays(30));
        var afterAMonth = watch.Now();
        clock.Leap(TimeSpan.FromDays(365));

        var refused = Assert.Throws<Fault>(() => watch.Now());
        clock.Step(TimeSpan.FromHours(1));
        var stays = watch.IsQuestioned;
        clock.Leap(TimeSpan.FromDays(-365));

        Assert.Equal(Sample.Start.AddDays(30), afterAMonth);
        Assert.Equal("CLOCK_QUESTIONED", refused.Type.Reason);
        Assert.Contains("365天", refused.Sentence, StringComparison.Ordinal);
        Assert.True(stays);
        Assert.False(watch.IsQuestioned);
        Assert.Equal(Sample.Start.AddDays(30).AddHours(1), watch.Now());
    }

    [Fact]
    public void T8_A_new_process_after_a_month_sees_no_leap()
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Kept(Sample.Start.AddDays(-31));

        Assert.False(watch.IsQuestioned);
        Assert.False(watch.IsBehind);
    }

    [Fact]
    public void T8_A_clock_behind_the_newest_entry_is_told()
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Kept(clock.GetUtcNow().AddSeconds(1));
        var alittle = watch.IsBehind;
        watch.Kept(clock.GetUtcNow().AddHours(1));

        Assert.False(alittle);
        Assert.True(watch.IsBehind);
        clock.Step(TimeSpan.FromHours(1));
        Assert.False(watch.IsBehind);
    }

    [Theory]
    [InlineData(2000, false)]
    [InlineData(2001, true)]
    public void H14_Two_seconds_are_borne_and_not_a_millisecond_more(int milliseconds, bool isBehind)
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Kept(clock.GetUtcNow().AddMilliseconds(milliseconds));

        Assert.Equal(isBehind, watch.IsBehind);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void T8_One_witness_with_another_time_is_an_alarm_and_stops_nothing(int days)
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Witnessed("near", "a.example.cn", clock.GetUtcNow().AddMinutes(-1));
        watch.Witnessed("far", "b.example.cn", clock.GetUtcNow().AddDays(days));

        Assert.Equal(clock.GetUtcNow(), watch.Now());
        Assert.False(watch.IsQuestioned);
        Assert.Equal([new OtherTime("far", -days * 24L * 60 * 60)], watch.OtherTimes);
        watch.Witnessed("far", "b.example.cn", clock.GetUtcNow());
        Assert.Empty(watch.OtherTimes);
    }

    [Theory]
    [InlineData("a.example.cn", -365.0)]
    [InlineData("b.example.cn", -364.0)]
    [InlineData("b.example.cn", 365.0)]
    public void T8_Two_witnesses_of_one_host_or_with_two_times_stop_nothing(string host, double days)
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Witnessed("one", "a.example.cn", clock.GetUtcNow().AddDays(-365));
        watch.Witnessed("two", host, clock.GetUtcNow().AddDays(days));

        Assert.Equal(clock.GetUtcNow(), watch.Now());
        Assert.Equal(["one", "two"], watch.OtherTimes.Select(other => other.Witness));
    }

    [Fact]
    public void T8_Two_witnesses_elsewhere_that_agree_question_a_clock_that_was_wrong_from_the_start()
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Witnessed("one", "a.example.cn", clock.GetUtcNow().AddDays(-365));
        watch.Witnessed("two", "b.example.cn", clock.GetUtcNow().AddDays(-365).AddMinutes(1));

        var refused = Assert.Throws<Fault>(() => watch.Now());
        Assert.Equal("CLOCK_DISPUTED", refused.Type.Reason);
        Assert.StartsWith("见证者one、two的时间彼此一致，都比本服务器的时钟慢365天", refused.Sentence, StringComparison.Ordinal);
        Assert.True(watch.IsQuestioned);
        clock.Leap(TimeSpan.FromDays(-365));
        Assert.False(watch.IsQuestioned);
        Assert.Empty(watch.OtherTimes);
    }

    private long Anchored() => new Anchors(home.Anchors).Read(home.Identity.Origin) is { } note
        ? EnforcementPlatform.Ledger.Checkpoint.Parse(EnforcementPlatform.Ledger.Note.Parse(note).Text).Size
        : -1;

    private async Task Until(Func<bool> holds, TimeSpan? longest = null)
    {
        var steps = (int)((longest ?? TimeSpan.FromMinutes(3)) / TimeSpan.FromMilliseconds(500));
        for (var step = 0; step < steps && !holds(); step++)
        {
            clock.Step(TimeSpan.FromMilliseconds(500));
            await Task.Delay(10, Ct);
        }

        Assert.True(holds());
    }
}
