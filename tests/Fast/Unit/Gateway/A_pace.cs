using EnforcementPlatform.Gateway.Work;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Gateway;

public sealed class A_pace
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly Limits Limits = new(PerMinute: 600, SideBySide: 4);
    private static readonly StepResult Good = new(Answered: true);
    private static readonly StepResult Bad = new(Answered: false);

    [Fact]
    public void Begins_with_one_request_and_doubles_up_to_its_limit()
    {
        var pace = Pace.Fresh(Start);
        var places = new List<int>();
        for (var round = 0; round < 5; round++)
        {
            var now = Start.AddMinutes(round);
            places.Add(pace.Places(now, Limits, hurried: false));
            pace = pace.Spend(places[^1], now, Limits).After(Rounds(Good, places[^1]), now, Limits, 1);
        }

        Assert.Equal([1, 2, 4, 4, 4], places);
    }

    [Fact]
    public void Waits_twice_as_long_after_each_failure_from_two_seconds_to_an_hour()
    {
        var (pace, now, waits) = (Pace.Fresh(Start), Start, new List<double>());
        for (var failure = 0; failure < 14; failure++)
        {
            pace = pace.After([Bad], now, Limits, jitter: 1);
            waits.Add((pace.NotBefore - now).TotalSeconds);
            now = pace.NotBefore;
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600], waits);
    }

    [Fact]
    public void Spreads_its_waits_over_the_whole_span()
    {
        var pace = Pace.Fresh(Start).After([Bad], Start, Limits, 1).After([Bad], Start, Limits, 1);

        Assert.Equal(Start, pace.After([Bad], Start, Limits, jitter: 0).NotBefore);
        Assert.Equal(Start.AddSeconds(4), pace.After([Bad], Start, Limits, jitter: 0.5).NotBefore);
    }

    [Fact]
    public void Counts_a_destination_as_away_after_five_failures_in_a_row()
    {
        var four = Failed(4);

        Assert.False(four.IsOpen);
        Assert.True(four.After([Bad], Start, Limits, 1).IsOpen);
        Assert.False(four.After([Good], Start, Limits, 1).After([Bad], Start, Limits, 1).IsOpen);
    }

    [Fact]
    public void Tries_a_destination_that_is_away_with_one_request_when_its_time_has_come()
    {
        var away = Failed(7);

        Assert.Equal(0, away.Places(away.NotBefore.AddMilliseconds(-1), Limits, hurried: false));
        Assert.Equal(1, away.Places(away.NotBefore, Limits, hurried: false));
        Assert.Equal(1, away.Places(Start, Limits, hurried: true));
    }

    [Fact]
    public void Comes_back_step_by_step()
    {
        var now = Start.AddHours(2);
        var back = Failed(7).After([Good], now, Limits, 1);

        Assert.Equal((0, 1), (back.Failures, back.Places(now, Limits, hurried: false)));
        Assert.Equal(2, back.After([Good], now, Limits, 1).Window);
    }

    [Fact]
    public void Leaves_a_platform_alone_for_as_long_as_it_asks_but_not_for_ever()
    {
        var asked = Pace.Fresh(Start).After([new(Answered: false, TimeSpan.FromMinutes(10))], Start, Limits, 1);
        var absurd = Pace.Fresh(Start).After([new(Answered: false, TimeSpan.FromDays(400))], Start, Limits, 1);

        Assert.Equal(Start.AddMinutes(10), asked.NotBefore);
        Assert.Equal(Start.AddDays(1), absurd.NotBefore);
    }

    [Fact]
    public void Does_not_knock_on_a_door_that_refuses_us() =>
        Assert.True(Pace.Fresh(Start).After([new(Answered: false, Refuses: true)], Start, Limits, 1).IsOpen);

    [Fact]
    public void Spends_no_more_requests_in_a_minute_than_the_limit_after_the_burst()
    {
        var limits = new Limits(PerMinute: 60, SideBySide: 32);
        var (pace, now, sent) = (Pace.Fresh(Start) with { Window = 32 }, Start, 0);
        while (now < Start.AddMinutes(10))
        {
            if (pace.Places(now, limits, hurried: false) is var places and > 0)
            {
                pace = pace.Spend(places, now, limits) with { Window = 32 };
                sent += places;
            }
            else
            {
                now = pace.NextAt(now, limits);
            }
        }

        Assert.InRange(sent, 599, 600 + limits.Burst);
    }

    [Theory]
    [InlineData(3000, 1001)]
    [InlineData(600, 201)]
    [InlineData(1, 2)]
    public void A_burst_is_a_third_of_a_minute_and_one(int perMinute, int burst) => Assert.Equal(burst, new Limits(perMinute, 1).Burst);

    private static Pace Failed(int times) => Enumerable.Range(0, times).Aggregate(Pace.Fresh(Start), (pace, _) => pace.After([Bad], Start, Limits, 1));

    private static StepResult[] Rounds(StepResult result, int count) => [.. Enumerable.Repeat(result, count)];
}
