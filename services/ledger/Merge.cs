namespace EnforcementPlatform.Ledger;

/// <summary>Takes rows that are ordered by position alongside the entries; what no entry takes is a stray.</summary>
internal sealed class Merge<T>(IEnumerable<T> rows, Func<T, long> position, Action<T> stray) : IDisposable
{
    private readonly IEnumerator<T> rows = rows.GetEnumerator();
    private bool started;
    private bool more;

    /// <summary>All rows of one position; positions MUST be asked for in ascending order.</summary>
    public List<T> Take(long wanted)
    {
        if (!started) Next();
        for (; more && position(rows.Current) < wanted; Next()) stray(rows.Current);
        var taken = new List<T>();
        for (; more && position(rows.Current) == wanted; Next()) taken.Add(rows.Current);
        return taken;
    }

    public void End()
    {
        if (!started) Next();
        for (; more; Next()) stray(rows.Current);
    }

    public void Dispose() => rows.Dispose();

    private void Next()
    {
        started = true;
        more = rows.MoveNext();
    }
}
