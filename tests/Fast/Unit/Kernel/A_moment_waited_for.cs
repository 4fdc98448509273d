using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>The public head moves on every minute: a timer that ends early must not cost the minute.</summary>
public sealed class A_moment_waited_for
{
    private static readonly DateTimeOffset Minute = new(2026, 11, 24, 9, 1, 0, TimeSpan.Zero);

    [Fact]
    public async Task Is_reached_though_every_timer_ends_early()
    {
        var clock = new HastyClock(Minute.AddMilliseconds(-30), TimeSpan.FromMilliseconds(10));

        await SignedLog.Reach(Minute, clock, TestContext.Current.CancellationToken);

        Assert.True(clock.Last >= Minute);
        Assert.True(clock.Timers > 1);
    }

    /// <summary>Each reading is a little later than the one before; each timer ends at once.</summary>
    private sealed class HastyClock(DateTimeOffset start, TimeSpan step) : TimeProvider
    {
        private int _readings;

        public int Timers { get; private set; }

        public DateTimeOffset Last { get; private set; }

        public override DateTimeOffset GetUtcNow() => Last = start + (step * _readings++);

        /// <summary>Stands still: how long a busy machine takes between two readings is no matter of this test.</summary>
        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
