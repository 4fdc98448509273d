namespace EnforcementPlatform.Kernel;

/// <summary>
/// Something that fails again and again. A single failure is retried and forgotten; one that lasts makes the role unready and stops
/// acknowledgements. Measured on the monotonic clock.
/// </summary>
internal sealed class LastingTrouble(TimeProvider clock)
{
    /// <summary>How long it may fail before it counts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private long? _since;
    private Exception? _cause;

    /// <summary>What failed last; null where nothing does.</summary>
    public Exception? Cause
    {
        get
        {
            lock (_lock)
            {
                return _cause;
            }
        }
    }

    /// <summary>True once it has failed for longer than <see cref="Patience"/>, without a success.</summary>
    public bool Lasts
    {
        get
        {
            lock (_lock)
            {
                return _since is { } since && clock.GetElapsedTime(since) >= Patience;
            }
        }
    }

    public void Failed(Exception cause)
    {
        lock (_lock)
        {
            _since ??= clock.GetTimestamp();
            _cause = cause;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            (_since, _cause) = (null, null);
        }
    }
}
