namespace EnforcementPlatform.Ledger;

/// <summary>Positions that were added in ascending order, kept as ranges: as many as there are faults, not as many as there are entries.</summary>
internal sealed class PositionSet
{
    private readonly List<(long From, long To)> ranges = [];

    public bool IsEmpty => ranges.Count == 0;

    /// <summary>All positions, ascending.</summary>
    public IEnumerable<long> All()
    {
        foreach (var (from, to) in ranges)
            for (var position = from; position < to; position++)
                yield return position;
    }

    /// <summary>Adds the positions from <paramref name="from"/> on, before <paramref name="to"/>.</summary>
    public void Add(long from, long to)
    {
        if (ranges.Count > 0 && ranges[^1].To == from) ranges[^1] = (ranges[^1].From, to);
        else ranges.Add((from, to));
    }

    public bool Contains(long position)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].To <= position) low = middle + 1;
            else high = middle;
        }

        return low < ranges.Count && ranges[low].From <= position;
    }
}
