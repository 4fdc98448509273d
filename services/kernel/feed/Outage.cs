namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// Whether a neighbour is away, told from notices that have something in them: the first has many streams fail alike. Then the handler waits
/// with all of them, since parking each would only fill the list that people look through. One for each stretch of a feed.
/// </summary>
internal sealed class Outage
{
    /// <summary>Streams that fail for want of a neighbour before it counts as away.</summary>
    private const int Many = 8;

    private int _streams;

    /// <summary>True once so many failed that no more need be tried.</summary>
    public bool IsWidespread => Volatile.Read(ref _streams) >= Many;

    /// <summary>Reason of the newest failure.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Takes note of what a stream failed at.</summary>
    public void Saw(Exception error)
    {
        if (error is Fault { Type: { Kind: FaultKind.Unavailable } type })
        {
            Reason = type.Reason;
            Interlocked.Increment(ref _streams);
        }
    }
}
