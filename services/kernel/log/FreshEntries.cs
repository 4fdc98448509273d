namespace EnforcementPlatform.Kernel;

/// <summary>
/// Bytes of entries that this process has just made durable, for the tree that grows over them a moment later: they are not read again. A run
/// without gaps; what does not fit is read from the store instead.
/// </summary>
internal sealed class FreshEntries
{
    /// <summary>Entries kept, at the most: what a busy second brings.</summary>
    private const int Most = 8192;

    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _run = [];
    private long _first;

    /// <summary>Takes an entry's bytes. Called in the order of positions; after a gap the run begins anew.</summary>
    public void Add(long position, byte[] bytes)
    {
        lock (_lock)
        {
            if (_run.Count == Most || position != _first + _run.Count)
            {
                _run.Clear();
            }

            if (_run.Count == 0)
            {
                _first = position;
            }

            _run.Enqueue(bytes);
        }
    }

    /// <summary>
    /// Hands out, once, the entries from a position on, at most <paramref name="max"/>; none where that position is not among them. Whatever
    /// lies before it is dropped.
    /// </summary>
    public IReadOnlyList<byte[]> From(long position, int max)
    {
        var taken = new List<byte[]>();
        lock (_lock)
        {
            for (; _first < position && _run.Count > 0; _first++)
            {
                _run.Dequeue();
            }

            for (; _first == position + taken.Count && taken.Count < max && _run.TryDequeue(out var bytes); _first++)
            {
                taken.Add(bytes);
            }
        }

        return taken;
    }
}
