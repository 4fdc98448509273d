namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// What a queue remembers of single deliveries: one that fails again and again while others are answered lets them go first; one whose step broke
/// rests, by itself; one that was hurried and tried in vain is hurried no more. Memory only and bounded: after a day, or a restart, a delivery is
/// like any other. Not for threads side by side.
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

    /// <summary>True from when somebody asks for it until it was tried for that; what became of others spends nobody's hurry.</summary>
    public bool IsHurried(DueDelivery one) => one.HurriedAt is { } at && at > _known.GetValueOrDefault(one.Id).Hurry;

    public bool IsTiring(string id) => _known.TryGetValue(id, out var known) && known.Failures >= Tiring;

    /// <summary>True while it rests after it broke; not where somebody has asked for it since.</summary>
    public bool IsResting(DueDelivery one, DateTimeOffset now) => _known.TryGetValue(one.Id, out var known) && now < known.RestsUntil && !IsHurried(one);

    /// <summary>It was not answered while others may be.</summary>
    public void Failed(DueDelivery one, DateTimeOffset now) => Keep(one, now, known => known with { Failures = known.Failures + 1 });

    /// <summary>It was not answered in an outage, which says nothing about it; but who asked for an attempt has had one.</summary>
    public void TriedInVain(DueDelivery one, DateTimeOffset now)
    {
        if (IsHurried(one))
        {
            Keep(one, now, known => known);
        }
    }

    /// <summary>Its step broke. Returns until when it rests: twice as long each time, up to an hour.</summary>
    public DateTimeOffset Broke(DueDelivery one, DateTimeOffset now)
    {
        Keep(one, now, known => known with { Breaks = known.Breaks + 1, RestsUntil = now + RestAfter(known.Breaks) });
        return _known[one.Id].RestsUntil;
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

        Forget(known => known.Breaks == 0 && known.Hurry == default);
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

    private void Keep(DueDelivery one, DateTimeOffset now, Func<Trouble, Trouble> change)
    {
        var known = _known.GetValueOrDefault(one.Id);
        _known[one.Id] = change(known) with { At = now, Hurry = IsHurried(one) ? one.HurriedAt!.Value : known.Hurry };
        if (_known.Count > Most)
        {
            _known.Remove(_known.MinBy(entry => entry.Value.At).Key);
        }
    }

    private static TimeSpan RestAfter(int breaks)
    {
        var doubled = Pace.FirstBackOff * Math.Pow(2, Math.Min(breaks, 20));
        return doubled < Pace.LongestBackOff ? doubled : Pace.LongestBackOff;
    }

    /// <param name="Hurry">When somebody asked for what was tried in vain; the first instant where nobody did.</param>
    private readonly record struct Trouble(int Failures, int Breaks, DateTimeOffset At, DateTimeOffset RestsUntil, DateTimeOffset Hurry);
}
