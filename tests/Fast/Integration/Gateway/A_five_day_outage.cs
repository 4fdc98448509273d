using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Work;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>Five days without the platform, in seconds: the clock is moved by what the queue waits.</summary>
public sealed class A_five_day_outage
{
    private const int Many = 2_000;
    private static readonly Limits Limits = new(PerMinute: 600, SideBySide: 4);

    [Fact]
    public async Task Is_probed_one_by_one_and_then_caught_up_with_at_the_rate_allowed_overdue_first()
    {
        await using var bench = await DeliveryBench.Start(Limits);
        var random = new Random(5);
        var due = Enumerable.Range(1, Many).ToDictionary(number => DeliveryBench.NumberOf(number), _ => new DateOnly(2026, 11, 1).AddDays(random.Next(25)));
        for (var number = 1; number <= Many; number++)
        {
            await bench.Publish(number, due: $"{due[DeliveryBench.NumberOf(number)]:yyyy-MM-dd}");
        }

        bench.Platform.OnSend = _ => FakeUpperPlatform.OutOfReach;
        await bench.RunFor(TimeSpan.FromDays(5));

        // An hour at the longest between two tries, one record at a time, and always the most urgent one.
        var tried = bench.Platform.Seen;
        Assert.InRange(tried.Count, 120, 140);
        Assert.All(tried.Zip(tried.Skip(1)), pair => Assert.True(pair.Second.At > pair.First.At));
        Assert.All(tried, one => Assert.Equal(new DateOnly(2026, 11, 1), due[one.Number]));
        Assert.Empty(bench.Platform.Taken);

        bench.Platform.OnSend = _ => null;
        await bench.RunFor(TimeSpan.FromHours(2));

        var taken = bench.Platform.Taken;
        Assert.Equal(Many, taken.Count);
        Assert.Distinct(taken.Select(one => one.Number));
        for (var at = 0; at < taken.Count; at++)
        {
            // Those of one round may overtake each other.
            Assert.True(taken.Skip(at + Limits.SideBySide).Take(50).All(later => due[later.Number] >= due[taken[at].Number]), taken[at].Number);
        }

        Assert.All(taken, one => Assert.InRange(taken.Count(other => other.At >= one.At && other.At < one.At.AddMinutes(1)), 1, Limits.PerMinute + Limits.Burst));
    }

    [Fact]
    public async Task Is_remembered_over_a_restart_and_so_is_everything_that_waits()
    {
        await using var bench = await DeliveryBench.Start(Limits);
        await bench.Publish(1);
        await bench.Publish(2);
        bench.Platform.OnSend = _ => FakeUpperPlatform.OutOfReach;
        await bench.RunFor(TimeSpan.FromDays(1));
        var tried = bench.Platform.Seen.Count;

        bench.Restart();
        await bench.RunFor(TimeSpan.FromMinutes(1));
        Assert.InRange(bench.Platform.Seen.Count, tried, tried + 1);

        bench.Platform.OnSend = _ => null;
        await bench.RunFor(TimeSpan.FromHours(2));
        Assert.Equal([DeliveryState.Confirmed, DeliveryState.Confirmed], [(await bench.Current(1)).State, (await bench.Current(2)).State]);
    }

    [Fact]
    public async Task Leaves_proof_of_every_attempt_in_the_ledger()
    {
        await using var bench = await DeliveryBench.Start(Limits);
        await bench.Publish(1);
        bench.Platform.OnSend = _ => FakeUpperPlatform.OutOfReach;
        await bench.RunFor(TimeSpan.FromDays(1));

        var trials = (await bench.Current(1)).Trials;
        Assert.Equal(bench.Platform.Seen.Count, trials.Length);
        Assert.All(trials, trial => Assert.True(trial is { Outcome: AttemptOutcome.OutOfReach, Code: "ConnectionError", Position: > 0 }));
    }
}
