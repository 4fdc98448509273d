using Microsoft.Extensions.Caching.Memory;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Folds streams and remembers the result. A remembered state counts only after the caller confirmed the head it stands for.
/// </summary>
internal sealed class FoldedStreams<TState>(ServiceLedger ledger)
    where TState : StreamState, IFold<TState>
{
    private const int Page = 256;

    /// <summary>Entries folded into remembered states; about 1 KiB of state each.</summary>
    private const long Budget = 50_000;

    private readonly MemoryCache _cache = CacheOf(ledger);

    /// <summary>The state of a stream at its head.</summary>
    public async ValueTask<TState> At(string stream, StreamHead head, CancellationToken ct)
    {
        if (head.Version == 0)
        {
            return TState.Empty;
        }

        var known = _cache.Get<Folded>(stream);
        if (known is not null && known.State.Version == head.Version && known.Leaf.AsSpan().SequenceEqual(head.Leaf))
        {
            return known.State;
        }

        var from = known is not null && known.State.Version < head.Version ? known : new Folded(TState.Empty, []);
        return Remember(await FoldTo(stream, from, head.Version, ct)).State;
    }

    /// <summary>The state of a stream as it was at a version.</summary>
    public async ValueTask<TState> AtVersion(string stream, long version, CancellationToken ct)
    {
        var known = _cache.Get<Folded>(stream);
        return known?.State.Version == version
            ? known.State
            : (await FoldTo(stream, new Folded(TState.Empty, []), version, ct)).State;
    }

    /// <summary>The state after an entry that was just appended.</summary>
    public TState Advance(TState before, string stream, EntryToAppend appended, long position)
    {
        var stored = new StoredEntry(position, appended.Bytes, appended.Leaf, appended.Parts);
        var entry = ledger.Decoder.Decode(stored);
        return Remember(new(Apply(before, stream, entry), entry.Leaf)).State;
    }

    /// <summary>Applies the facts that one entry holds for a stream.</summary>
    public static TState Apply(TState before, string stream, DecodedEntry entry)
    {
        var claim = entry.ClaimOn(stream);
        var recorded = entry.Recorded;
        var state = before;
        foreach (var (fact, index) in entry.Facts)
        {
            state = index == claim ? TState.Apply(state, fact, recorded) : state;
        }

        return state with
        {
            Stream = stream,
            Version = entry.Entry.Claims[claim].Version,
            Organ = before.Exists ? before.Organ : entry.Entry.Organ,
            At = entry.Entry.At,
        };
    }

    private async ValueTask<Folded> FoldTo(string stream, Folded from, long version, CancellationToken ct)
    {
        var folded = from;
        while (folded.State.Version < version)
        {
            var wanted = (int)Math.Min(Page, version - folded.State.Version);
            var page = await ledger.Store.ReadStream(stream, folded.State.Version, wanted, ct);
            if (page.IsEmpty)
            {
                throw new LedgerDamagedException($"stream {stream}: version {folded.State.Version + 1} is missing");
            }

            folded = page.Aggregate(folded, (before, entry) => Next(before, stream, ledger.Decoder.Decode(entry)));
        }

        return folded;
    }

    private static Folded Next(Folded before, string stream, DecodedEntry entry)
    {
        var claim = entry.Entry.Claims[entry.ClaimOn(stream)];
        if (claim.Version != before.State.Version + 1 || !claim.Prev.AsSpan().SequenceEqual(before.Leaf))
        {
            throw new LedgerDamagedException($"stream {stream}: version {claim.Version} does not follow");
        }

        return new(Apply(before.State, stream, entry), entry.Leaf);
    }

    private Folded Remember(Folded folded)
    {
        _cache.Set(folded.State.Stream, folded, new MemoryCacheEntryOptions { Size = folded.State.Version });
        return folded;
    }

    private static MemoryCache CacheOf(ServiceLedger ledger)
    {
        var cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = Budget, CompactionPercentage = 0.2 });
        ledger.PartsDestroyed += cache.Clear;
        return cache;
    }

    private sealed record Folded(TState State, byte[] Leaf);
}
