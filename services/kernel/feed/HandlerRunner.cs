using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// Hands the notices of one feed to one handler. Notices of one stream are handled one after the other, those of different streams side by
/// side, so that their acts share commits. A notice that fails parks its stream; the others go on. Where many fail because a neighbour is
/// away, the handler waits with all of them.
/// </summary>
/// <remarks>
/// The cursor moves only after every act of its stretch is durable. Whatever stops the runner in between, the stretch is handed out again
/// and each act is found under its command id. Two processes may run the same handler: one of them loses the compare-and-set and reads again.
/// </remarks>
public sealed partial class HandlerRunner
{
    /// <summary>Streams handled side by side: enough to fill a group commit.</summary>
    private const int SideBySide = 32;

    /// <summary>Back-off doubles from 1 s to 32 s.</summary>
    private const int LongestPauses = 6;

    /// <summary>As long as a feed waits at once: so the handlers of a role wait together (<see cref="SharedFeed"/>).</summary>
    private static readonly TimeSpan PollEvery = IFeed.LongestWait;

    /// <summary>How often a cursor is kept that only passed over what is not the handler's: while others work, that is all the time.</summary>
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(1);

    private readonly INoticeHandler _handler;
    private readonly IFeed _feed;
    private readonly string _role;
    private readonly ICells _cells;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly NoticeAttempts _attempts;
    private readonly ParkedRetries _retries;
    private int _parked;
    private int _pauses;
    private (long Version, HandlerCursor? Cursor) _passed;
    private string? _stopped;
    private byte[] _shown = [];

    /// <summary>
    /// Where the feed ends, as far as the page before showed by itself: then it is not asked for again. After an empty page it is, since a
    /// restored copy gives just that.
    /// </summary>
    private FeedHead? _head;

    // Intervals run on the monotonic clock: a wall clock that is set back would stretch them.
    private long? _keptAt;
    private (long Since, TimeSpan Length)? _pause;

    /// <param name="handler">The handler.</param>
    /// <param name="feed">What it reads.</param>
    /// <param name="role">Role that handles.</param>
    /// <param name="cells">Where the cursor is kept.</param>
    /// <param name="acts">What people decide about parked notices.</param>
    /// <param name="clock">The clock for waits.</param>
    /// <param name="log">Never sees a notice, nor an error's message, which may quote one.</param>
    public HandlerRunner(INoticeHandler handler, IFeed feed, string role, ICells cells, IParkedActs acts, TimeProvider clock, ILogger log)
    {
        (_handler, _feed, _role, _cells, _clock, _log) = (handler, feed, role, cells, clock, log);
        _attempts = new(handler, role, clock, log);
        _retries = new(handler, feed, role, acts, _attempts, clock, log);
    }

    /// <summary>
    /// True where the operator said at this start that handlers go on behind losses that their publishers state (<c>serve --after-loss</c>); what was done
    /// about notices that are lost is then for people to look at.
    /// </summary>
    public bool GoesOnAfterLoss { get; init; }

    /// <summary>Name of the handler.</summary>
    public string Handler => _handler.Name;

    /// <summary>Streams that are parked, as far as this process knows.</summary>
    public int Parked => Volatile.Read(ref _parked);

    /// <summary>
    /// Why nothing is handled until a person has restored data or decided, a sentence with the cure; null while notices are handled. Readiness MUST
    /// be false meanwhile.
    /// </summary>
    public string? Stopped => Volatile.Read(ref _stopped);

    /// <summary>True while parked streams are being gone on with.</summary>
    internal bool Busy => _retries.Busy;

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
                break;
            }
            catch (CellDamagedException damaged)
            {
                Stop(damaged.Message);
                await Task.Delay(PollEvery, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error)
            {
                LogInterrupted(_log, Handler, Traces.Describe(error));
                await Task.Delay(PollEvery, _clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await _retries.End().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Begins with what is due of the parked streams, handles one stretch of the feed, waiting for one up to a time, and keeps both.
    /// True when the cursor moved: there may be more.
    /// </summary>
    public async Task<bool> Step(TimeSpan wait, CancellationToken ct)
    {
        if (_pause is { } paused && paused.Length - _clock.GetElapsedTime(paused.Since) is { Ticks: > 0 } pause)
        {
            await Task.Delay(pause < wait ? pause : wait, _clock, ct);
            return false;
        }

        var head = _head ?? await _feed.Head(ct);
        _head = null;
        var (cell, stored) = await Cursor(head, ct);
        var cursor = Passed(cell, stored);
        Volatile.Write(ref _parked, cursor.Parked.Count);
        if (head.Count < cursor.Next)
        {
            return await OffHistory(cell, cursor, head, wait, ct);
        }

        FeedPage page;
        try
        {
            page = await _feed.Read(_role, cursor.Place, _retries.Until(cursor, wait), ct);
        }
        catch (Fault off) when (off.Type == FeedFaults.CursorOffHistory)
        {
            // A publisher made anew meanwhile refuses the place of before; its notices have a cursor of their own.
            head = await _feed.Head(ct);
            return head.Origin == cursor.Origin && await OffHistory(cell, cursor, head, wait, ct);
        }

        if (page.Origin != head.Origin)
        {
            return false; // made anew, as above
        }

        GoOn();

        // Only now it is known that what is parked is of the history that would be gone on with.
        await _retries.Begin(cursor, ct);
        _head = page.Next > cursor.Next ? head with { Count = page.Next } : null;
        var ended = _retries.Ended(cursor);
        return await Handle(cursor, ended, page, ct) is { } moved && await Keep(cell, (stored, cursor, moved), page, ended, ct);
    }

    /// <summary>The stored cursor, with what was passed over since without keeping it. Another process that moved the cell goes first.</summary>
    private HandlerCursor Passed(Cell cell, HandlerCursor stored) =>
        _passed is { Cursor: { } passed } && _passed.Version == cell.Version && passed.Next > stored.Next ? passed : stored;

    /// <summary>
    /// The place of the cursor is not on the publisher's history: one of the two was restored from an old copy. Nothing is handled, however far
    /// the publisher has grown since; it is shown the newest head that it signed itself, and stops where that convicts it.
    /// </summary>
    private async Task<bool> OffHistory(Cell cell, HandlerCursor cursor, FeedHead head, TimeSpan wait, CancellationToken ct)
    {
        var loss = cursor.LossIn(head);
        if (loss is not null && GoesOnAfterLoss)
        {
            return await GoOnBehind(cell, cursor, loss, ct);
        }

        Stop($"{_role}的{Handler}已处理{_feed.Publisher}（{head.Origin}）的前{cursor.Next}条记录，而{_feed.Publisher}现有{head.Count}条，"
            + $"与所处理的不是同一历史：{_feed.Publisher}的数据很可能恢复自较旧的备份，或者{_role}的数据来自另一份副本。已停止接收其通知。"
            + (loss is null
                ? "请停止服务，恢复较新的一方在同一时刻或之后的数据目录，重新启动即自动继续；"
                    + $"确无较新数据的，由两人用enforce recover确认{_feed.Publisher}账本的损失，然后用enforce serve --after-loss启动一次{_role}，即从确认处继续接收。"
                : $"{_feed.Publisher}的账本写明：第{loss.From.Next}条起的记录已由两人确认丢失。请停止服务，用enforce serve --after-loss启动一次{_role}，"
                    + $"即从第{loss.From.Next}条起继续接收；此前据丢失的记录所办的事项仍然保留，请人工核对。"));
        if (cursor.Note.Length > 0 && !_shown.AsSpan().SequenceEqual(cursor.Note))
        {
            var hasStopped = await _feed.ShowHead(_role, cursor.Note, ct);
            _shown = cursor.Note;
            LogShown(_log, Handler, _feed.Publisher, hasStopped);
        }

        await Task.Delay(wait, _clock, ct);
        return false;
    }

    /// <summary>Begins where the loss begins. Another process that moved the cell goes first.</summary>
    private async Task<bool> GoOnBehind(Cell cell, HandlerCursor cursor, FeedLoss loss, CancellationToken ct)
    {
        var behind = cursor.Behind(loss);
        if (!await _cells.Set(cell.Name, cell.Version, behind.ToBytes(), ct))
        {
            return false;
        }

        _passed = default;
        Volatile.Write(ref _parked, behind.Parked.Count);
        LogBehindLoss(_log, _role, Handler, _feed.Publisher, loss.From.Next, cursor.Next - 1);
        return true;
    }

    private void Stop(string sentence)
    {
        if (_stopped != sentence)
        {
            Volatile.Write(ref _stopped, sentence);
            LogStopped(_log, sentence);
        }
    }

    private void GoOn()
    {
        if (_stopped is not null)
        {
            Volatile.Write(ref _stopped, null);
            LogWentOn(_log, Handler, _feed.Publisher);
        }
    }

    private async Task<bool> Keep(
        Cell cell, (HandlerCursor Stored, HandlerCursor Before, HandlerCursor After) cursor, FeedPage page, ImmutableArray<ParkedRetries.Retry> ended, CancellationToken ct)
    {
        if (MayWait(cursor.Stored, cursor.After, page, ended))
        {
            _passed = (cell.Version, cursor.After);
            return !cursor.After.Same(cursor.Before);
        }

        var isThere = cursor.After.Same(cursor.Stored) && cursor.After.Note.AsSpan().SequenceEqual(cursor.Stored.Note);
        var isKept = isThere || await _cells.Set(cell.Name, cell.Version, cursor.After.ToBytes(), ct);
        if (isKept)
        {
            _keptAt = _clock.GetTimestamp();
            _retries.Kept(ended);
            Volatile.Write(ref _parked, cursor.After.Parked.Count);
        }

        return isKept && !cursor.After.Same(cursor.Before);
    }

    /// <summary>
    /// True for a step over entries that hold nothing for the handler: whoever starts again from the stored cursor passes over them again, and
    /// nothing is done twice. Each step kept would cost its own sync of the disk, beside those of the acts.
    /// </summary>
    private bool MayWait(HandlerCursor stored, HandlerCursor after, FeedPage page, ImmutableArray<ParkedRetries.Retry> ended) =>
        ended.IsEmpty
        && page.Notices.All(notice => notice.Type != _handler.NoticeType.FullName)
        && after.Parked.SequenceEqual(stored.Parked)
        && _keptAt is { } keptAt && _clock.GetElapsedTime(keptAt) < KeepEvery;

    /// <summary>The stored cursor; at the first registration the handler's start is stored.</summary>
    private async ValueTask<(Cell Cell, HandlerCursor Cursor)> Cursor(FeedHead head, CancellationToken ct)
    {
        var name = HandlerCursor.CellOf(Handler, head.Origin);
        while (true)
        {
            if (await _cells.Read(name, ct) is { } cell)
            {
                return (cell, HandlerCursor.FromBytes(cell.Value));
            }

            var start = HandlerCursor.At(_handler.Start == HandlerStart.FromBeginning ? head with { Count = 0, Leaf = [] } : head);
            await _cells.Set(name, 0, start.ToBytes(), ct);
        }
    }

    /// <summary>The cursor after a stretch; null when a neighbour is away, and the stretch is to be handled again later.</summary>
    private async Task<HandlerCursor?> Handle(HandlerCursor cursor, ImmutableArray<ParkedRetries.Retry> ended, FeedPage page, CancellationToken ct)
    {
        var settled = ended.Aggregate(cursor, (state, retry) => state.With(retry.Stream, retry.End.Result));
        var missed = await SideBySideOf([.. ended.Where(retry => retry.End.Result is null && retry.Until < cursor.Next)], retry => Missed(retry, cursor.Next, ct), ct);
        var mine = page.Notices.Where(notice => notice.Type == _handler.NoticeType.FullName && !settled.Parked.ContainsKey(notice.Stream));
        var streams = missed.SelectMany(notices => notices).Concat(mine).GroupBy(notice => notice.Stream, StringComparer.Ordinal).ToImmutableArray();
        var outage = new Outage();
        var parked = await SideBySideOf(streams, async stream => (stream.Key, At: await _attempts.HandleInOrder(stream, null, outage, ct)), ct);
        if (outage.IsWidespread)
        {
            Pause(outage);
            return null;
        }

        _pauses = 0;
        var moved = parked.Where(stream => stream.At is not null).Aggregate(settled, (state, stream) => state.With(stream.Key, stream.At));
        Tell(page.Origin, cursor, moved);
        return moved.Behind(page);
    }

    /// <summary>What was told in a stream while it was gone on with: the feed passed over it, since the stream was parked.</summary>
    private async Task<IEnumerable<Notice>> Missed(ParkedRetries.Retry retry, long until, CancellationToken ct) =>
        (await _feed.ReadStream(_role, retry.Stream, retry.Until, ct)).Where(notice => notice.Type == _handler.NoticeType.FullName && notice.Position < until);

    private void Pause(Outage outage)
    {
        _pauses = Math.Min(_pauses + 1, LongestPauses);
        _pause = (_clock.GetTimestamp(), NoticeAttempts.BackOff(_pauses));
        LogPaused(_log, Handler, outage.Reason, _clock.GetUtcNow() + NoticeAttempts.BackOff(_pauses));
    }

    private void Tell(string origin, HandlerCursor before, HandlerCursor moved)
    {
        foreach (var (_, at) in moved.Parked.Where(pair => before.Parked.GetValueOrDefault(pair.Key) != pair.Value))
        {
            LogParked(_log, Handler, origin, at.Position, at.Part, at.Reason, at.Attempts, at.RetryAt is null);
        }
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

    [LoggerMessage(EventId = 1502, Level = LogLevel.Error, Message = "{Handler}：{Origin}@{Position}/{Part}已搁置，原因{Reason}，第{Attempts}次，须人工处理：{WaitsForPerson}")]
    private static partial void LogParked(ILogger log, string handler, string origin, long position, int part, string reason, int attempts, bool waitsForPerson);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Critical, Message = "{Sentence}")]
    private static partial void LogStopped(ILogger log, string sentence);

    [LoggerMessage(EventId = 1509, Level = LogLevel.Warning, Message = "{Handler}：已向{Publisher}出示其签署过的最新校验点，对方因此停止写入：{HasStopped}")]
    private static partial void LogShown(ILogger log, string handler, string publisher, bool hasStopped);

    [LoggerMessage(EventId = 1511, Level = LogLevel.Warning, Message = "{Role}的{Handler}按启动参数--after-loss，从{Publisher}的第{From}条起继续接收：第{From}条至第{Last}条原来的记录已由两人确认丢失，据其所办的事项仍然保留，请人工核对")]
    private static partial void LogBehindLoss(ILogger log, string role, string handler, string publisher, long from, long last);

    [LoggerMessage(EventId = 1510, Level = LogLevel.Information, Message = "{Handler}：恢复接收{Publisher}的通知")]
    private static partial void LogWentOn(ILogger log, string handler, string publisher);

    [LoggerMessage(EventId = 1505, Level = LogLevel.Warning, Message = "{Handler}：中断：{Error}")]
    private static partial void LogInterrupted(ILogger log, string handler, string error);

    [LoggerMessage(EventId = 1507, Level = LogLevel.Warning, Message = "{Handler}：多处出现{Reason}，全部暂停到{Until}")]
    private static partial void LogPaused(ILogger log, string handler, string reason, DateTimeOffset until);
}
