using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Treats the wall clock as a claim. While the process runs it is compared with the monotonic clock, which nobody sets; with the newest entry,
/// before which no time lies; and with what witnesses in other processes say. A machine switched on after a month shows no leap: nothing ran
/// meanwhile that could have seen one. One witness may have a slow clock, or lie: its time is an alarm. Two on different hosts that agree stop acts.
/// </summary>
/// <param name="clock">Both clocks.</param>
/// <param name="largestLeap">How far the wall clock may run ahead of the monotonic one before it is questioned.</param>
public sealed class ClockWatch(TimeProvider clock, TimeSpan largestLeap)
{
    /// <summary>How far the clock may lie behind the newest entry; acts then carry that entry's time.</summary>
    public static readonly TimeSpan LargestLag = TimeSpan.FromSeconds(2);

    /// <summary>Clocks of different owners differ by more than one clock jumps.</summary>
    public static readonly TimeSpan LargestDifference = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Seen _own = new(clock.GetUtcNow(), clock.GetTimestamp());
    private readonly SortedDictionary<string, Heard> _witnesses = new(StringComparer.Ordinal);
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    /// <summary>The wall clock, for an act.</summary>
    /// <exception cref="Fault"><see cref="KernelFaults.ClockQuestioned"/> or <see cref="KernelFaults.ClockDisputed"/> while it is doubted.</exception>
    public DateTimeOffset Now()
    {
        var (now, doubt) = Look();
        return doubt is null ? now : throw doubt;
    }

    /// <summary>True while acts would be refused, for a leap or because two witnesses agree on another time.</summary>
    public bool IsQuestioned => Look().Doubt is not null;

    /// <summary>Why acts would be refused now and what ends it, for people; null while the clock is not questioned.</summary>
    public string? Questioned => Look().Doubt?.Sentence;

    /// <summary>Witnesses whose time is not that of this clock, for people to look at.</summary>
    public ImmutableArray<OtherTime> OtherTimes
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                return
                [
                    .. from witness in _witnesses
                       let lead = now - Expected(witness.Value.Seen)
                       where lead.Duration() > LargestDifference
                       select new OtherTime(witness.Key, (long)lead.TotalSeconds),
                ];
            }
        }
    }

    /// <summary>True while the clock lies behind the newest entry.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock)
            {
                return _newest - clock.GetUtcNow() > LargestLag;
            }
        }
    }

    /// <summary>Told of every entry's time, in the order of positions.</summary>
    public void Kept(DateTimeOffset at)
    {
        lock (_lock)
        {
            _newest = at > _newest ? at : _newest;
        }
    }

    /// <summary>Position of the newest entry by which two persons stated that the clock had been ahead; null where there is none.</summary>
    public long? SetBackAt { get; private set; }

    /// <summary>Told of that entry: what was kept before says nothing about now.</summary>
    public void SetBack(long position, DateTimeOffset at)
    {
        lock (_lock)
        {
            (SetBackAt, _newest) = (position, at);
        }
    }

    /// <summary>Told of the time in a fresh cosignature of a witness that plays elsewhere.</summary>
    /// <param name="witness">Its name.</param>
    /// <param name="host">Where it plays: witnesses of one host have one clock.</param>
    /// <param name="at">The time that it says.</param>
    public void Witnessed(string witness, string host, DateTimeOffset at)
    {
        lock (_lock)
        {
            _witnesses[witness] = new(host, new(at, clock.GetTimestamp()));
        }
    }

    private (DateTimeOffset Now, Fault? Doubt) Look()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var lead = now - Expected(_own);
            if (lead > largestLeap)
            {
                return (now, KernelFaults.ClockQuestioned.With(("lead", Chinese(lead))));
            }

            // Small steps and a clock that was set back are followed, so that a year of slow drift is no leap.
            _own = new(now, clock.GetTimestamp());
            return (now, Disputed(now));
        }
    }

    /// <summary>Null unless two witnesses on different hosts agree with each other that it is earlier.</summary>
    private Fault? Disputed(DateTimeOffset now)
    {
        var earlier = _witnesses.Where(one => now - Expected(one.Value.Seen) > LargestDifference).ToArray();
        foreach (var first in earlier)
        {
            foreach (var second in earlier)
            {
                var apart = Expected(first.Value.Seen) - Expected(second.Value.Seen);
                if (apart.Duration() <= LargestDifference && !string.Equals(first.Value.Host, second.Value.Host, StringComparison.OrdinalIgnoreCase))
                {
                    return KernelFaults.ClockDisputed.With(("witnesses", $"{first.Key}、{second.Key}"), ("lead", Chinese(now - Expected(first.Value.Seen))));
                }
            }
        }

        return null;
    }

    private DateTimeOffset Expected(Seen seen) => seen.Wall + clock.GetElapsedTime(seen.At);

    private static string Chinese(TimeSpan lead) => lead.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{lead.TotalDays:0}天")
        : string.Create(CultureInfo.InvariantCulture, $"{lead.TotalSeconds:0}秒");

    /// <summary>What a clock showed, and when by the monotonic clock.</summary>
    private readonly record struct Seen(DateTimeOffset Wall, long At);

    /// <summary>What a witness said, and where it plays.</summary>
    private readonly record struct Heard(string Host, Seen Seen);
}

/// <summary>A witness with another time.</summary>
/// <param name="Witness">Its name.</param>
/// <param name="Seconds">How far this clock is ahead of it; negative where it is behind.</param>
public sealed record OtherTime(string Witness, long Seconds);
