using System.Globalization;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Treats the wall clock as a claim. While the process runs it is compared with the monotonic clock, which nobody sets; with the newest entry,
/// before which no time lies; and with what witnesses in other processes say. A machine switched on after a month shows no leap: nothing ran
/// meanwhile that could have seen one.
/// </summary>
/// <param name="clock">Both clocks.</param>
/// <param name="largestLeap">How far the wall clock may run ahead of the monotonic one before it is questioned.</param>
public sealed class ClockWatch(TimeProvider clock, TimeSpan largestLeap)
{
    /// <summary>How far the clock may lie behind the newest entry; acts then carry that entry's time.</summary>
    public static readonly TimeSpan LargestLag = TimeSpan.FromSeconds(2);

    /// <summary>Clocks of different owners differ by more than one clock jumps.</summary>
    private static readonly TimeSpan LargestLeadOverWitness = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Seen _own = new(clock.GetUtcNow(), clock.GetTimestamp());
    private Seen? _witness;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    /// <summary>The wall clock, for an act.</summary>
    /// <exception cref="Fault"><see cref="KernelFaults.ClockQuestioned"/> while it is questioned.</exception>
    public DateTimeOffset Now()
    {
        var (now, lead) = Look();
        return lead is { } ahead ? throw KernelFaults.ClockQuestioned.With(("lead", Chinese(ahead))) : now;
    }

    /// <summary>True while acts would be refused for a leap.</summary>
    public bool IsQuestioned => Look().Lead is not null;

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
    public void Witnessed(DateTimeOffset at)
    {
        lock (_lock)
        {
            _witness = new(at, clock.GetTimestamp());
        }
    }

    private (DateTimeOffset Now, TimeSpan? Lead) Look()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var lead = now - Expected(_own);
            if (lead > largestLeap)
            {
                return (now, lead);
            }

            // Small steps and a clock that was set back are followed, so that a year of slow drift is no leap.
            _own = new(now, clock.GetTimestamp());
            return _witness is { } witness && now - Expected(witness) is var ahead && ahead > LargestLeadOverWitness ? (now, ahead) : (now, null);
        }
    }

    private DateTimeOffset Expected(Seen seen) => seen.Wall + clock.GetElapsedTime(seen.At);

    private static string Chinese(TimeSpan lead) => lead.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{lead.TotalDays:0}天")
        : string.Create(CultureInfo.InvariantCulture, $"{lead.TotalSeconds:0}秒");

    /// <summary>What a clock showed, and when by the monotonic clock.</summary>
    private readonly record struct Seen(DateTimeOffset Wall, long At);
}
