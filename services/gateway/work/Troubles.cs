namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// What a queue remembers of single deliveries: one that fails again and again while others are answered lets them go first; one whose step broke
/// rests, by itself. Memory only and bounded: after a day, or a restart, a delivery is like any other. Not for threads side by side.
/// </summary>
internal sealed class Troubles
{
    /// <summary>Deliveries that are remembered; of more the one longest ago is forgotten.</summary>
    public const int Most = 1000;

    /// <summary>One that fails so often in a row lets others go first.</summary>
    private const int Tiring = 3;

    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Trouble> _known = [];

    public int Count => _known.Count;

    public bool IsTiring(string id) => _known.TryGetValue(id, out var known) && known.Failures >= Tiring;

    /// <summary>True while it rests after it broke; not where somebody has asked for it since.</summary>
    public bool IsResting(DueDelivery one, DateTimeOffset now) => _known.TryGetValue(one.Id, out var known) && now < known.RestsUntil && !(one.HurriedAt > known.At);

    /// <summary>It was not answered.</summary>
    public void Failed(string id, DateTimeOffset now) => Keep(id, known => known with { Failures = known.Failures + 1, At = now });

    /// <summary>Its step broke. Returns until when it rests: twice as long each time, up to an hour.</summary>
    public DateTimeOffset Broke(string id, DateTimeOffset now)
    {
        Keep(id, known => known with { Breaks = known.Breaks + 1, At = now, RestsUntil = now + RestAfter(known.Breaks) });
        return _known[id].RestsUntil;
    }

    /// <summary>It was answered.</summary>
    public void Forget(string id) => _known.Remove(id);

    /// <summary>An outage is over: what failed during it says nothing.</summary>
    public void ForgetFailures()
    {
        foreach (var (id, known) in _known.ToArray())
        {
            _known[id] = known with { Failures = 0 };
        }

        Forget(known => known.Breaks == 0);
    }

    /// <summary>What ended elsewhere is never answered here, so it is forgotten by time.</summary>
    public void ForgetOld(DateTimeOffset now) => Forget(known => now - known.At > Memory);

    private void Forget(Func<Trouble, bool> which)
    {
        foreach (var (id, _) in _known.Where(one => which(one.Value)).ToArray())
        {
            _known.Remove(id);
        }
    }

    private void Keep(string id, Func<Trouble, Trouble> change)
    {
        _known[id] = change(_known.GetValueOrDefault(id));
        if (_known.Count > Most)
        {
            _known.Remove(_known.MinBy(one => one.Value.At).Key);
        }
    }

    private static TimeSpan RestAfter(int breaks)
    {
        var doubled = Pace.FirstBackOff * Math.Pow(2, Math.Min(breaks, 20));
        return doubled < Pace.LongestBackOff ? doubled : Pace.LongestBackOff;
    }

    private readonly record struct Trouble(int Failures, int Breaks, DateTimeOffset At, DateTimeOffset RestsUntil);
}
