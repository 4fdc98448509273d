using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// Hands the notices of one feed to one handler. Notices of one stream are handled one after the other, those of different streams side by
/// side, so that their acts share commits. A notice that fails parks its stream; the others go on.
/// </summary>
/// <remarks>
/// The cursor moves only after every act of its stretch is durable. Whatever stops the runner in between, the stretch is handed out again
/// and each act is found under its command id. Two processes may run the same handler: one of them loses the compare-and-set and reads again.
/// </remarks>
public sealed partial class HandlerRunner(INoticeHandler handler, IFeed feed, string role, ICells cells, IParkedActs acts, TimeProvider clock, ILogger log)
{
    /// <summary>Streams handled side by side: enough to fill a group commit.</summary>
    private const int SideBySide = 32;

    /// <summary>Attempts at once, before the stream is parked; they cover clashes and short breaks.</summary>
    private const int QuickAttempts = 3;

    /// <summary>Attempts after which an error that does not say "later" waits for a person.</summary>
    private const int MostAttempts = 8;

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Step(PollEvery, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogInterrupted(log, handler.Name, error);
                await Task.Delay(PollEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Tries what is due of the parked streams, then handles one stretch of the feed, waiting for one up to a time.
    /// True when the cursor moved: there may be more.
    /// </summary>
    public async Task<bool> Step(TimeSpan wait, CancellationToken ct)
    {
        var head = await feed.Head(ct);
        var (cell, cursor) = await Cursor(head, ct);
        if (head.Count < cursor.Next)
        {
            // The publisher has less than was already handled: a restored copy. Its own guard keeps it from writing; nothing is handled on it.
            LogPublisherBehind(log, handler.Name, feed.Publisher, cursor.Next, head.Count);
            await Task.Delay(wait, clock, ct);
            return false;
        }

        var retried = await RetryParked(cursor, ct);
        var page = await feed.Read(role, cursor.Next, Until(retried, wait), ct);
        var moved = (await Handle(retried, page, ct)) with { Next = page.Next };
        return !moved.Same(cursor) && await cells.Write(cell.Name, cell.Version, moved.ToBytes(), ct);
    }

    /// <summary>The stored cursor; at the first registration the handler's start is stored.</summary>
    private async ValueTask<(Cell Cell, HandlerCursor Cursor)> Cursor(FeedHead head, CancellationToken ct)
    {
        var name = HandlerCursor.CellOf(handler.Name, head.Origin);
        while (true)
        {
            if (await cells.Read(name, ct) is { } cell)
            {
                return (cell, HandlerCursor.FromBytes(cell.Value));
            }

            var start = HandlerCursor.At(handler.Start == HandlerStart.FromBeginning ? 0 : head.Count);
            await cells.Write(name, 0, start.ToBytes(), ct);
        }
    }

    private async Task<HandlerCursor> Handle(HandlerCursor cursor, FeedPage page, CancellationToken ct)
    {
        var mine = page.Notices.Where(notice => notice.Type == handler.NoticeType.FullName && !cursor.Parked.ContainsKey(notice.Stream));
        var streams = mine.GroupBy(notice => notice.Stream, StringComparer.Ordinal).ToImmutableArray();
        var ends = await SideBySideOf(streams, async stream => (stream.Key, End: await HandleInOrder(stream, null, ct)), ct);
        return ends.Where(end => end.End is not null).Aggregate(cursor, (state, end) => state.With(end.Key, end.End));
    }

    /// <summary>Handles notices of one stream until one fails; that one, or null.</summary>
    private async Task<ParkedNotice?> HandleInOrder(IEnumerable<Notice> notices, ParkedNotice? before, CancellationToken ct)
    {
        foreach (var notice in notices)
        {
            if (await Failure(notice, ct) is { } error)
            {
                return Park(notice, error, before);
            }
        }

        return null;
    }

    private async Task<HandlerCursor> RetryParked(HandlerCursor cursor, CancellationToken ct)
    {
        var ends = await SideBySideOf([.. cursor.Parked], async pair => (pair.Key, End: await Retry(pair.Key, pair.Value, cursor.Next, ct)), ct);
        return ends.Aggregate(cursor, (state, end) => state.With(end.Key, end.End));
    }

    /// <summary>Goes on with a parked stream where it is time or somebody decided so; what it is parked at afterwards, or null.</summary>
    private async Task<ParkedNotice?> Retry(string stream, ParkedNotice parked, long until, CancellationToken ct)
    {
        var verdict = await acts.Find(handler.Name, stream, ct);
        var passed = verdict.Passed is { } place && place.CompareTo((parked.Position, parked.Part)) >= 0;
        var asked = verdict.RetriedAt > parked.ActsSeen;
        if (!passed && !asked && !(parked.RetryAt <= clock.GetUtcNow()))
        {
            return parked;
        }

        var notices = await feed.ReadStream(role, stream, parked.Position, ct);
        var queued = notices.Where(notice => notice.Type == handler.NoticeType.FullName && notice.Position < until && Follows(notice, parked, passed));
        var end = await HandleInOrder(queued, parked, ct);
        LogWentOn(log, handler.Name, stream, end is null);
        return end is null ? null : end with { ActsSeen = verdict.Version };
    }

    private static bool Follows(Notice notice, ParkedNotice parked, bool passed)
    {
        var order = (notice.Position, notice.Part).CompareTo((parked.Position, parked.Part));
        return passed ? order > 0 : order >= 0;
    }

    /// <summary>Null when the notice is handled, else what stands in the way.</summary>
    private async Task<Exception?> Failure(Notice notice, CancellationToken ct)
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
                LogFailed(log, handler.Name, notice.Origin, notice.Position, notice.Part, ReasonOf(error), error);
                if (attempt == QuickAttempts || !MayPass(error))
                {
                    return error;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt * attempt), clock, ct);
        }
    }

    private async Task Attempt(Notice notice, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestAttempt, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        await handler.Handle(notice, new HandlerRun(notice, handler.Name, role, both.Token));
    }

    private ParkedNotice Park(Notice notice, Exception error, ParkedNotice? before)
    {
        var now = clock.GetUtcNow();
        var same = before is not null && before.Position == notice.Position && before.Part == notice.Part;
        var attempts = (same ? before!.Attempts : 0) + 1;
        var retryAt = MayPass(error) && (SaysLater(error) || attempts < MostAttempts) ? now + BackOff(attempts) : (DateTimeOffset?)null;
        LogParked(log, handler.Name, notice.Origin, notice.Position, notice.Part, ReasonOf(error), attempts, retryAt is null);
        return new(notice.Position, notice.Part, attempts, ReasonOf(error), same ? before!.Since : now, retryAt, before?.ActsSeen ?? 0);
    }

    /// <summary>Runs a function for many, some side by side.</summary>
    private static async Task<TResult[]> SideBySideOf<T, TResult>(ImmutableArray<T> items, Func<T, Task<TResult>> run, CancellationToken ct)
    {
        using var places = new SemaphoreSlim(SideBySide);
        return await Task.WhenAll(items.Select(async item =>
        {
            await places.WaitAsync(ct);
            try
            {
                return await run(item);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    /// <summary>Refusals that repetition cannot mend wait for a person at once; everything else is tried again.</summary>
    private static bool MayPass(Exception error) => error is not Fault || SaysLater(error);

    private static bool SaysLater(Exception error) => error is Fault { Type.Kind: FaultKind.Unavailable or FaultKind.Stale or FaultKind.Exhausted };

    private static string ReasonOf(Exception error) => error is Fault fault ? fault.Type.Reason : error.GetType().Name;

    private static TimeSpan BackOff(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, Math.Pow(2, Math.Min(attempts, 16) - 1)));

    private TimeSpan Until(HandlerCursor cursor, TimeSpan wait)
    {
        var due = cursor.Parked.IsEmpty ? null : cursor.Parked.Values.Min(parked => parked.RetryAt) - clock.GetUtcNow();
        return due is null || due > wait ? wait : due > TimeSpan.Zero ? due.Value : TimeSpan.Zero;
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "{Handler}: {Origin}@{Position}/{Part} failed: {Reason}")]
    private static partial void LogFailed(ILogger log, string handler, string origin, long position, int part, string reason, Exception error);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Error, Message = "{Handler}: {Origin}@{Position}/{Part} is parked: {Reason}, attempt {Attempts}, waits for a person: {WaitsForPerson}")]
    private static partial void LogParked(ILogger log, string handler, string origin, long position, int part, string reason, int attempts, bool waitsForPerson);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Information, Message = "{Handler}: went on with {Stream}; through: {Through}")]
    private static partial void LogWentOn(ILogger log, string handler, string stream, bool through);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Error, Message = "{Handler}: {Publisher} was handled up to {Next} but has {Head} entries: it was restored from an old copy")]
    private static partial void LogPublisherBehind(ILogger log, string handler, string publisher, long next, long head);

    [LoggerMessage(EventId = 1505, Level = LogLevel.Warning, Message = "{Handler}: interrupted")]
    private static partial void LogInterrupted(ILogger log, string handler, Exception error);
}
