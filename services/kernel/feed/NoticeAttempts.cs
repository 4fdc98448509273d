using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>Tries notices on a handler, and says what becomes of one that fails.</summary>
internal sealed partial class NoticeAttempts(INoticeHandler handler, string role, TimeProvider clock, ILogger log)
{
    /// <summary>Attempts at once, before the stream is parked; they cover clashes and short breaks.</summary>
    private const int QuickAttempts = 3;

    /// <summary>Attempts after which an error that does not say "later" waits for a person.</summary>
    private const int MostAttempts = 8;

    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>Time before the next attempt, after so many.</summary>
    public static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, Math.Pow(2, Math.Min(attempts, 16) - 1)));

    /// <summary>Handles notices of one stream until one fails; that one, or null.</summary>
    /// <param name="notices">The notices, in order.</param>
    /// <param name="before">What the stream is parked at, or null.</param>
    /// <param name="outage">Once widespread, nothing more is begun.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<ParkedNotice?> HandleInOrder(IEnumerable<Notice> notices, ParkedNotice? before, Outage outage, CancellationToken ct)
    {
        foreach (var notice in notices)
        {
            if (outage.IsWidespread)
            {
                return null;
            }

            if (await Failure(notice, outage, ct) is { } error)
            {
                outage.Saw(error);
                return Park(notice, error, before);
            }
        }

        return null;
    }

    /// <summary>Null when the notice is handled, else what stands in the way.</summary>
    private async Task<Exception?> Failure(Notice notice, Outage outage, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Attempt(notice, ct);
                return null;
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogFailed(log, handler.Name, notice.Origin, notice.Position, notice.Part, error is Fault ? Traces.Reason(error) : Traces.Describe(error));

                // What took all its time once would take it again, and every other stream would wait for it.
                if (attempt == QuickAttempts || error is TimeoutException || !MayPass(error) || outage.IsWidespread)
                {
                    return error;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt), clock, ct);
        }
    }

    /// <summary>One attempt, on a thread that the handler may keep: one that ends neither by itself nor when cancelled is left behind.</summary>
    private async Task Attempt(Notice notice, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestAttempt, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var run = new HandlerRun(notice, handler.Name, role, both.Token);
        try
        {
            await Task.Run(() => handler.Handle(notice, run), CancellationToken.None).WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    private ParkedNotice Park(Notice notice, Exception error, ParkedNotice? before)
    {
        var now = clock.GetUtcNow();
        var same = before is not null && before.Position == notice.Position && before.Part == notice.Part;
        var attempts = (same ? before!.Attempts : 0) + 1;
        var retryAt = MayPass(error) && (SaysLater(error) || attempts < MostAttempts) ? now + BackOff(attempts) : (DateTimeOffset?)null;
        return new(notice.Position, notice.Part, attempts, Traces.Reason(error), same ? before!.Since : now, retryAt, before?.ActsSeen ?? 0);
    }

    /// <summary>Refusals that repetition cannot mend wait for a person at once; everything else is tried again.</summary>
    private static bool MayPass(Exception error) => error is not Fault || SaysLater(error);

    private static bool SaysLater(Exception error) => error is Fault { Type.Kind: FaultKind.Unavailable or FaultKind.Stale or FaultKind.Exhausted };

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "{Handler}：处理{Origin}@{Position}/{Part}失败：{Error}")]
    private static partial void LogFailed(ILogger log, string handler, string origin, long position, int part, string error);
}
