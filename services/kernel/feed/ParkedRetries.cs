using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// Goes on with parked streams, beside the feed: a notice that hangs again holds up nobody. What comes of it is collected later and kept
/// with the cursor. Used by one runner, never by two threads at once.
/// </summary>
internal sealed partial class ParkedRetries(
    INoticeHandler handler, IFeed feed, string role, IParkedActs acts, NoticeAttempts attempts, TimeProvider clock, ILogger log)
{
    /// <summary>Streams tried again side by side.</summary>
    private const int SideBySide = 32;

    /// <summary>How soon what has ended is collected.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Retry> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _decided = new(StringComparer.Ordinal);
    private long? _decisionsSeen;

    /// <summary>True while anything is under way or not collected.</summary>
    public bool Busy => _underWay.Count > 0;

    /// <summary>Begins with every parked stream whose time has come or about which somebody decided something.</summary>
    public async Task Begin(HandlerCursor cursor, CancellationToken ct)
    {
        await LearnDecisions(cursor, ct);
        var now = clock.GetUtcNow();
        foreach (var (stream, parked) in cursor.Parked)
        {
            if (_underWay.Count < SideBySide && !_underWay.ContainsKey(stream) && (_decided.Contains(stream) || IsDue(parked, now)))
            {
                _decided.Remove(stream);
                _underWay[stream] = new(stream, parked, cursor.Next, Task.Run(() => GoOn(stream, parked, cursor.Next, ct), ct));
            }
        }
    }

    /// <summary>What has ended, where the cursor still is parked as it was at the beginning. It stays here until it is kept.</summary>
    public ImmutableArray<Retry> Ended(HandlerCursor cursor)
    {
        var ended = _underWay.Values.Where(retry => retry.End.IsCompleted).ToImmutableArray();
        var fit = ended.Where(retry => retry.End.IsCompletedSuccessfully && cursor.Parked.GetValueOrDefault(retry.Stream) == retry.Began).ToImmutableArray();
        foreach (var retry in ended.Except(fit))
        {
            LogInterrupted(log, handler.Name, retry.Stream, retry.End.Exception?.InnerException is { } error ? Traces.Describe(error) : "");
            _underWay.Remove(retry.Stream);
        }

        return fit;
    }

    /// <summary>The stored moment, or one that lies further away than any back-off: then the clock was set back since.</summary>
    private static bool IsDue(ParkedNotice parked, DateTimeOffset now) => parked.RetryAt <= now || parked.RetryAt > now + NoticeAttempts.LongestBackOff;

    /// <summary>Drops what was kept.</summary>
    public void Kept(ImmutableArray<Retry> ended)
    {
        foreach (var retry in ended)
        {
            _underWay.Remove(retry.Stream);
        }
    }

    /// <summary>How long the feed may be waited for, so that nothing here comes late.</summary>
    public TimeSpan Until(HandlerCursor cursor, TimeSpan wait)
    {
        if (_decisionsSeen is null && cursor.Parked.Count > 0)
        {
            return TimeSpan.Zero; // what was decided before this start is not known yet
        }

        var due = cursor.Parked.Where(pair => !_underWay.ContainsKey(pair.Key)).Min(pair => pair.Value.RetryAt) - clock.GetUtcNow();
        var longest = Busy && wait > LookEvery ? LookEvery : wait;
        return due is null || due > longest ? longest : due > TimeSpan.Zero ? due.Value : TimeSpan.Zero;
    }

    /// <summary>Waits for what is under way; it ends when its token is cancelled.</summary>
    public Task End() => Task.WhenAll(_underWay.Values.Select(retry => retry.End));

    private async Task LearnDecisions(HandlerCursor cursor, CancellationToken ct)
    {
        var isFirst = _decisionsSeen is null;
        var decisions = await acts.Since(handler.Name, _decisionsSeen, ct);
        _decided.UnionWith(isFirst ? cursor.Parked.Keys : decisions.Streams);
        _decided.IntersectWith(cursor.Parked.Keys);
        _decisionsSeen = decisions.Next;
    }

    /// <summary>Goes on with a stream where it is time or somebody decided so; what it is parked at afterwards, or null.</summary>
    private async Task<ParkedNotice?> GoOn(string stream, ParkedNotice parked, long until, CancellationToken ct)
    {
        var verdict = await acts.Find(handler.Name, stream, ct);
        var passed = verdict.Passed is { } place && place.CompareTo((parked.Position, parked.Part)) >= 0;
        var asked = verdict.RetriedAt > parked.ActsSeen;
        if (!passed && !asked && !IsDue(parked, clock.GetUtcNow()))
        {
            return parked;
        }

        var notices = await feed.ReadStream(role, stream, parked.Position, ct);
        var queued = notices.Where(notice => notice.Type == handler.NoticeType.FullName && notice.Position < until && Follows(notice, parked, passed));
        var end = await attempts.HandleInOrder(queued, parked, new(), ct);
        LogWentOn(log, handler.Name, stream, end is null);
        return end is null ? null : end with { ActsSeen = verdict.Version };
    }

    private static bool Follows(Notice notice, ParkedNotice parked, bool passed)
    {
        var order = (notice.Position, notice.Part).CompareTo((parked.Position, parked.Part));
        return passed ? order > 0 : order >= 0;
    }

    /// <summary>A parked stream that is gone on with.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Began">What it was parked at.</param>
    /// <param name="Until">Notices from this position on are not part of it.</param>
    /// <param name="End">What it is parked at afterwards, or null.</param>
    public sealed record Retry(string Stream, ParkedNotice Began, long Until, Task<ParkedNotice?> End);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Information, Message = "{Handler}：继续处理{Stream}，已全部处理完：{Through}")]
    private static partial void LogWentOn(ILogger log, string handler, string stream, bool through);

    [LoggerMessage(EventId = 1506, Level = LogLevel.Warning, Message = "{Handler}：暂不能继续处理{Stream}，稍后重试：{Error}")]
    private static partial void LogInterrupted(ILogger log, string handler, string stream, string error);
}
