namespace EnforcementPlatform.Kernel.Views;

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
    internal static async Task Or(Task ring, TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        using var early = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(ring, Task.Delay(longest, clock, early.Token));
        await early.CancelAsync();
        ct.ThrowIfCancellationRequested();
        _ = first;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
