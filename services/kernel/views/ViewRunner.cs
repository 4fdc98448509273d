using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Keeps one view in step with its ledger, and answers queries from it. A new version of the view is built beside the old file, which
/// serves until the new one has caught up.
/// </summary>
internal sealed partial class ViewRunner(View view, ViewPlace place, IEntries entries, TimeProvider clock, ILogger log) : IViewRows
{
    /// <summary>Entries in one transaction, at the most; and so much of the ledger is undone and redone when one of them fails.</summary>
    public const int LargestBatch = 1000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>How long each of the four places of readers is waited for before a scrub is put off; new queries wait meanwhile.</summary>
    private static readonly TimeSpan ScrubWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Shortest time between two attempts at a scrub.</summary>
    private static readonly TimeSpan ScrubEvery = TimeSpan.FromSeconds(2);

    private readonly Doorbell _advanced = new();
    private readonly string _path = place.PathOf(view.Name, view.Version);
    private ViewReaders? _serving;
    private volatile bool _suspect;
    private volatile bool _condemned;
    private TimeSpan _pause = FirstPause;
    private long? _scrubbedAt;
    private long _next;

    public View View => view;

    /// <summary>Position of the first entry not yet in the rows of the newest version.</summary>
    public long Next => Interlocked.Read(ref _next);

    /// <summary>True once the newest version has been at the ledger's head.</summary>
    public bool CaughtUp { get; private set; }

    /// <summary>What keeps the view from going on, or null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Follows the ledger until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        using var older = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var servingOlder = Task.Run(() => ServeOlder(older.Token), CancellationToken.None);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Follow(() => EndOf(older, servingOlder), ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                Trouble = Traces.Reason(error);
                LogStopped(log, view.Name, Next, _pause, Traces.Describe(error));
                await Doorbell.Or(Task.Delay(-1, ct), _pause, clock, CancellationToken.None);
                _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            }
        }

        await servingOlder;
        await Serve(null);
    }

    /// <summary>Waits until the entry at a position is in the rows. <see cref="KernelFaults.ViewBehind"/> when that takes too long.</summary>
    public async ValueTask WaitFor(long position, TimeSpan longest, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var advanced = _advanced.Next;
            if (CaughtUp && Next > position)
            {
                return;
            }

            var left = longest - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw Behind(position);
            }

            await Doorbell.Or(advanced, left, clock, ct);
        }
    }

    /// <summary>Takes the file out of service, since a row of it is not what the ledger makes of it; it is thrown away and made again.</summary>
    public Task Condemn()
    {
        _condemned = true;
        CaughtUp = false;
        return Serve(null);
    }

    /// <summary>Answers a query from the file that serves.</summary>
    public async ValueTask<T> Read<T>(Func<ViewDb, T> query, CancellationToken ct)
    {
        while (true)
        {
            var readers = Volatile.Read(ref _serving) ?? throw Behind(entries.Known - 1);
            try
            {
                // A file that was retired while the query waited for a place has a successor, or none: look again.
                if (await readers.TryRead(query, ct) is (true, var result))
                {
                    return result;
                }
            }
            catch (DbException) when (readers.Path != _path)
            {
                // The older version need not know the columns of today's queries.
                throw Behind(entries.Known - 1);
            }
            catch (DbException)
            {
                _suspect = true;
                throw;
            }
        }
    }

    private async Task Follow(Func<Task> endOfOlder, CancellationToken ct)
    {
        using var file = await Open(ct);
        var states = file.StatesOf(entries);
        var ahead = ReadAhead(file.Next, ct);
        while (true)
        {
            var batch = await ahead;
            if (batch.IsEmpty)
            {
                await Rest(file, endOfOlder, ct);
                ahead = ReadAhead(file.Next, ct);
                continue;
            }

            ahead = ReadAhead(batch[^1].Position + 1, ct);
            await Apply(file, batch, states, ct);
        }
    }

    /// <summary>Reads and decodes the next batch on another core while this one is applied.</summary>
    private Task<ImmutableArray<DecodedEntry>> ReadAhead(long position, CancellationToken ct) =>
        Task.Run(() => entries.ReadFrom(position, LargestBatch, ct).AsTask(), ct);

    private async Task Apply(ViewFile file, ImmutableArray<DecodedEntry> batch, StreamStates states, CancellationToken ct)
    {
        try
        {
            await file.Apply(batch, states, ct);
        }
        catch (DbException) when (!file.IsSound())
        {
            await ThrowAway(file);
            throw;
        }

        Interlocked.Exchange(ref _next, file.Next);
        Trouble = null;
        _pause = FirstPause;
        _advanced.Ring();
        if (CaughtUp)
        {
            await ScrubIfDue(file, ct);
        }
    }

    /// <summary>At the head: put the file into service if it is not, then wait for more.</summary>
    private async Task Rest(ViewFile file, Func<Task> endOfOlder, CancellationToken ct)
    {
        if (_condemned)
        {
            _condemned = false;
            await ThrowAway(file);
            throw new DamagedViewException(_path);
        }

        if (!CaughtUp || Volatile.Read(ref _serving)?.Path != _path)
        {
            await Serve(new(_path, place.Files, place.CacheKiB));
            await endOfOlder();
            CaughtUp = true;
            _advanced.Ring();
            LogCaughtUp(log, view.Name, view.Version, file.Next);
        }

        await ScrubIfDue(file, ct);
        if (_suspect)
        {
            _suspect = false;
            if (!file.IsSound())
            {
                await ThrowAway(file);
                throw new DamagedViewException(_path);
            }
        }

        await entries.Wait(file.Next, LongestWait, ct);
    }

    private async Task ScrubIfDue(ViewFile file, CancellationToken ct)
    {
        if (!file.MustScrub || (_scrubbedAt is { } at && clock.GetElapsedTime(at) < ScrubEvery))
        {
            return;
        }

        if (!await _serving!.Alone(file.Scrub, ScrubWait, ct))
        {
            LogScrubDelayed(log, view.Name);
        }

        _scrubbedAt = clock.GetTimestamp();
    }

    /// <summary>Opens the file where it belongs to this very ledger; else it begins anew.</summary>
    private async Task<ViewFile> Open(CancellationToken ct)
    {
        var file = ViewFile.Open(view, _path, place.Files, place.CacheKiB);
        if (file.Next > 0 && !await Continues(file, ct))
        {
            LogOtherLedger(log, view.Name, file.Next);
            file.Dispose();
            ViewFile.Delete(_path);
            file = ViewFile.Open(view, _path, place.Files, place.CacheKiB);
        }

        Interlocked.Exchange(ref _next, file.Next);
        return file;
    }

    /// <summary>False when the ledger was restored from an older copy, or is another one.</summary>
    private async Task<bool> Continues(ViewFile file, CancellationToken ct)
    {
        var last = await entries.ReadFrom(file.Next - 1, 1, ct);
        return last is [var entry] && entry.Leaf.AsSpan().SequenceEqual(file.Leaf);
    }

    /// <summary>
    /// Until the newest version has caught up, the newest file of another one answers, as long as it may (<see cref="OlderView"/>).
    /// All others go at once: nobody will ever read them, and they too hold what may be ordered destroyed.
    /// </summary>
    private async Task ServeOlder(CancellationToken ct)
    {
        if (place.NewestOlder(view.Name, _path) is not { } path)
        {
            return;
        }

        var older = new OlderView(view, new(path, place.Files, place.CacheKiB), entries);
        try
        {
            DeleteOlder(except: path);
            await older.Watch(() => Interlocked.CompareExchange(ref _serving, older.Readers, null), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            LogOlderFailed(log, view.Name, Traces.Describe(error));
        }

        Interlocked.CompareExchange(ref _serving, null, older.Readers);
        await older.Readers.Retire();
        if (!ct.IsCancellationRequested)
        {
            DeleteOlder();
        }
    }

    private async Task EndOf(CancellationTokenSource older, Task servingOlder)
    {
        await older.CancelAsync();
        await servingOlder;
        DeleteOlder();
    }

    private void DeleteOlder(string? except = null)
    {
        foreach (var path in place.AllOlder(view.Name, _path).Where(path => path != except))
        {
            ViewFile.Delete(path);
        }
    }

    /// <summary>Puts a file into service, or none, and closes the one before.</summary>
    private Task Serve(ViewReaders? readers) => Interlocked.Exchange(ref _serving, readers)?.Retire() ?? Task.CompletedTask;

    private async Task ThrowAway(ViewFile file)
    {
        LogDamaged(log, view.Name, file.Next);
        CaughtUp = false;
        await Serve(null);
        file.Dispose();
        ViewFile.Delete(_path);
        Interlocked.Exchange(ref _next, 0);
    }

    private Fault Behind(long position) =>
        KernelFaults.ViewBehind.With(("view", view.Name), ("lag", $"{Math.Max(1, position + 1 - Next)}"));

    [LoggerMessage(EventId = 1401, Level = LogLevel.Information, Message = "查询数据{View}（版本{Version}）已更新到第{Next}条")]
    private static partial void LogCaughtUp(ILogger log, string view, string version, long next);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Error, Message = "查询数据{View}停在第{Next}条，{Pause}后重试：{Error}")]
    private static partial void LogStopped(ILogger log, string view, long next, TimeSpan pause, string error);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "查询数据{View}（到第{Next}条）不是由本账本生成，重新生成")]
    private static partial void LogOtherLedger(ILogger log, string view, long next);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning, Message = "查询数据{View}在第{Next}条处损坏，重新生成")]
    private static partial void LogDamaged(ILogger log, string view, long next);

    [LoggerMessage(EventId = 1405, Level = LogLevel.Warning, Message = "因有长时间查询，查询数据{View}中尚有已销毁数据的残留，稍后再清理")]
    private static partial void LogScrubDelayed(ILogger log, string view);

    [LoggerMessage(EventId = 1406, Level = LogLevel.Warning, Message = "查询数据{View}的旧文件不能应答：{Error}")]
    private static partial void LogOlderFailed(ILogger log, string view, string error);
}

/// <summary>Where the views of one role lie.</summary>
/// <param name="Directory">Their directory.</param>
/// <param name="Files">Opens them.</param>
/// <param name="CacheKiB">Page cache of each connection, KiB.</param>
internal sealed record ViewPlace(string Directory, IViewFiles Files, int CacheKiB)
{
    public string PathOf(string view, string version) => Path.Combine(Directory, $"{view}.{version}.db");

    /// <summary>Files of other versions of the view.</summary>
    public IEnumerable<string> AllOlder(string view, string current) =>
        System.IO.Directory.Exists(Directory)
            ? System.IO.Directory.EnumerateFiles(Directory, $"{view}.*.db").Where(file => file != current && Path.GetFileName(file).Count(c => c == '.') == 2)
            : [];

    /// <summary>The newest file of another version, or null.</summary>
    public string? NewestOlder(string view, string current) => AllOlder(view, current).MaxBy(File.GetLastWriteTimeUtc);
}
