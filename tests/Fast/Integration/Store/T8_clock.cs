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

    [Fact]
    public void T8_A_witness_elsewhere_questions_a_clock_that_was_wrong_from_the_start()
    {
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(60));
        watch.Witnessed(clock.GetUtcNow().AddMinutes(-1));
        var near = watch.IsQuestioned;
        watch.Witnessed(clock.GetUtcNow().AddDays(-365));

        Assert.False(near);
        Assert.True(watch.IsQuestioned);
        clock.Leap(TimeSpan.FromDays(-365));
        Assert.False(watch.IsQuestioned);
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
