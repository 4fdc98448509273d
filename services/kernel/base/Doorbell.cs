namespace EnforcementPlatform.Kernel;

/// <summary>Wakes whoever waits. A ring is never the work itself: one that is missed costs time only, since everybody polls as well.</summary>
public sealed class Doorbell
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next ring. Take it before looking for work, await it when there was none.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>The same append, ringing after each success.</summary>
    public AppendEntry Ringing(AppendEntry append) => async (entry, ct) =>
    {
        var result = await append(entry, ct);
        if (result.Outcome == AppendOutcome.Appended)
        {
            Ring();
        }

        return result;
    };

    /// <summary>Waits for a ring, at the longest for a time.</summary>
    public static async Task Or(Task ring, TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        await ring.WaitAsync(longest, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
