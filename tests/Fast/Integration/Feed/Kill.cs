using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>
/// Ends a process before or after its nth effect on the world: from then on nothing it does reaches a store, a cell or a feed.
/// </summary>
internal sealed class Kill(int at)
{
    private int _steps;
    private volatile bool _dead;

    public int Steps => _steps;

    public bool Happened => _dead;

    public async Task<T> Around<T>(Func<Task<T>> effect)
    {
        Step();
        var result = await effect();
        Step();
        return result;
    }

    private void Step()
    {
        if (_dead || Interlocked.Increment(ref _steps) == at)
        {
            _dead = true;
            throw new KilledException();
        }
    }
}

/// <summary>The process is gone.</summary>
internal sealed class KilledException : Exception;

/// <summary>A store that a killed process can no longer reach.</summary>
internal sealed class MortalStore(ILedgerStore store, Kill kill) : ILedgerStore
{
    public Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct) => kill.Around(() => store.Append(batch, ct));

    public ValueTask Inspect(CancellationToken ct) => store.Inspect(ct);

    public async ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct) => await kill.Around(() => store.LookUp(commandId, stream, ct).AsTask());

    public async ValueTask<ImmutableArray<StoredEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        await kill.Around(() => store.ReadStream(stream, afterVersion, max, ct).AsTask());

    public async ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct) =>
        await kill.Around(() => store.ReadFrom(position, max, ct).AsTask());

    public Task DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct) => store.DestroyParts(parts, orderedBy, ct);
}

/// <summary>Cells that a killed process can no longer reach. Every value ever written is kept, to restore old copies from.</summary>
internal sealed class MortalCells(ICells cells, Kill kill) : ICells
{
    public List<(string Name, byte[]? Value)> History { get; } = [];

    public async ValueTask<Cell?> Read(string name, CancellationToken ct) => await kill.Around(() => cells.Read(name, ct).AsTask());

    public Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct) => kill.Around(async () =>
    {
        History.Add((name, value));
        return await cells.Write(name, expected, value, ct);
    });

    public async ValueTask<ImmutableArray<Cell>> List(string prefix, CancellationToken ct) => await kill.Around(() => cells.List(prefix, ct).AsTask());
}

/// <summary>
/// A feed that a killed process can no longer reach, and that is as unruly as a feed may be: it serves stretches again, in small pieces, and
/// streams in any order; within a stream the order holds.
/// </summary>
internal sealed class UnrulyFeed(IFeed feed, Func<long, ValueTask<byte[]>> leafOf, Kill kill, int seed) : IFeed
{
    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();

    public string Publisher => feed.Publisher;

    public async ValueTask<FeedHead> Head(CancellationToken ct) => await kill.Around(() => feed.Head(ct).AsTask());

    public async ValueTask<FeedPage> Read(string subscriber, FeedPlace place, TimeSpan wait, CancellationToken ct)
    {
        var from = place.Next;
        var page = await kill.Around(() => feed.Read(subscriber, place, TimeSpan.Zero, ct).AsTask());
        var next = page.Next <= from + 1 || Chance(2) == 0 ? page.Next : from + 1 + Chance((int)(page.Next - from - 1));
        var kept = page.Notices.Where(notice => notice.Position < next).ToArray();
        return page with { Notices = Shuffled(Chance(2) == 0 ? kept : [.. kept, .. kept]), Next = next, Leaf = next == page.Next ? page.Leaf : await leafOf(next - 1) };
    }

    public async ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) =>
        await kill.Around(() => feed.ReadStream(subscriber, stream, from, ct).AsTask());

    public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => feed.ShowHead(subscriber, note, ct);

    private ImmutableArray<Notice> Shuffled(IEnumerable<Notice> notices) =>
        [.. notices.GroupBy(notice => notice.Stream).OrderBy(_ => Chance(1000)).SelectMany(stream => stream)];

    private int Chance(int below)
    {
        lock (_lock)
        {
            return _random.Next(below);
        }
    }
}
