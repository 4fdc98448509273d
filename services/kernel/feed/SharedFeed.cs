using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// One reader of a publisher for all handlers of a role: those that stand at the same place share one reading of it, with the notices of every type that
/// the role may have, and each takes its own. Handlers keep a cursor each; one that is behind the others reads what it lacks, and meets them at the head.
/// A caller with less time than <see cref="IFeed.LongestWait"/> reads alone.
/// </summary>
/// <param name="feed">The publisher's feed.</param>
/// <param name="clock">The clock for the age of pages.</param>
/// <param name="stopping">Ends every shared reading. It goes on when one of those that share it leaves.</param>
internal sealed class SharedFeed(IFeed feed, TimeProvider clock, CancellationToken stopping) : IFeed
{
    /// <summary>Pages kept for handlers that come a little later. They are as old as a reading at the most, so that what was destroyed is not told for long.</summary>
    private const int MostPages = 4;

    private readonly Lock _lock = new();
    private readonly List<(Place From, Task<FeedPage> Reading)> _underWay = [];
    private readonly Queue<(Place From, FeedPage Page, long ReadAt)> _recent = new();
    private Task<FeedHead>? _head;
    private string _origin = "";
    private long _furthest;

    public string Publisher => feed.Publisher;

    /// <summary>
    /// Where the feed ends now; asked once for all that ask at the same time. An answer that was on its way while more was read already is asked for again: a
    /// handler that has read on would seem to stand beyond the end, as after a restore. Where the second answer says the same, it is one.
    /// </summary>
    public async ValueTask<FeedHead> Head(CancellationToken ct)
    {
        Task<FeedHead> asked;
        (string Origin, long Furthest) known;
        lock (_lock)
        {
            known = (_origin, _furthest);
            asked = _head is { IsCompleted: false } underWay ? underWay : _head = Task.Run(() => feed.Head(stopping).AsTask(), stopping);
        }

        var head = await asked.WaitAsync(ct);
        lock (_lock)
        {
            KnowOrigin(head.Origin);
            if (head.Origin != known.Origin || head.Count >= known.Furthest)
            {
                return head;
            }
        }

        var again = await feed.Head(ct);
        lock (_lock)
        {
            if (again.Origin == _origin && again.Count < known.Furthest && _furthest == known.Furthest)
            {
                Begin(again.Origin, again.Count);
            }
        }

        return again;
    }

    public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct)
    {
        var place = new Place(subscriber, from.Next, Convert.ToHexString(from.Leaf));
        Task<FeedPage>? reading;
        lock (_lock)
        {
            if (Recent(place) is { } page)
            {
                return page;
            }

            _underWay.RemoveAll(one => one.Reading.IsCompleted);
            reading = wait < IFeed.LongestWait ? null : _underWay.FirstOrDefault(one => one.From == place).Reading ?? Share(place, from, wait);
        }

        return reading is null ? await ReadAndKeep(place, from, wait, ct) : await reading.WaitAsync(ct);
    }

    public ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) =>
        feed.ReadStream(subscriber, stream, from, ct);

    public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => feed.ShowHead(subscriber, note, ct);

    /// <summary>Completes when no shared reading goes on: after <c>stopping</c>, before what is read is closed. Whoever reads alone waits for it.</summary>
    public async Task End()
    {
        Task[] left;
        lock (_lock)
        {
            left = [.. _underWay.Select(one => one.Reading), _head ?? Task.CompletedTask];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task<FeedPage> Share(Place place, FeedPlace from, TimeSpan wait)
    {
        var reading = Task.Run(() => ReadAndKeep(place, from, wait, stopping), stopping);
        _underWay.Add((place, reading));
        return reading;
    }

    private async Task<FeedPage> ReadAndKeep(Place place, FeedPlace from, TimeSpan wait, CancellationToken ct)
    {
        var page = await feed.Read(place.Subscriber, from, wait, ct);
        lock (_lock)
        {
            KnowOrigin(page.Origin);
            if (page.Next > place.Next)
            {
                _recent.Enqueue((place, page, clock.GetTimestamp()));
                _furthest = Math.Max(_furthest, page.Next);
            }
        }

        return page;
    }

    /// <summary>A publisher that was made anew has another origin: what was read of the one before is dropped.</summary>
    private void KnowOrigin(string origin)
    {
        Trim();
        if (_origin != origin)
        {
            Begin(origin, 0);
        }
    }

    private void Begin(string origin, long furthest)
    {
        _recent.Clear();
        (_origin, _furthest) = (origin, furthest);
    }

    private FeedPage? Recent(Place place)
    {
        Trim();
        return _recent.FirstOrDefault(one => one.From == place).Page;
    }

    private void Trim()
    {
        while (_recent.TryPeek(out var oldest) && (_recent.Count > MostPages || clock.GetElapsedTime(oldest.ReadAt) >= IFeed.LongestWait))
        {
            _recent.Dequeue();
        }
    }

    /// <summary>Where a subscriber stands, by value.</summary>
    private sealed record Place(string Subscriber, long Next, string Leaf);
}
