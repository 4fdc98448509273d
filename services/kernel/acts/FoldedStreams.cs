using Microsoft.Extensions.Caching.Memory;

namespace EnforcementPlatform.Kernel;

/// <summary>A folded stream.</summary>
/// <param name="State">The state.</param>
/// <param name="Leaf">Leaf of its newest entry; empty for a stream that does not exist.</param>
/// <param name="Bytes">Bytes of entries and parts it was folded from: what it may weigh in memory.</param>
/// <param name="Epoch">Destructions this process had done when the fold began (<see cref="ServiceLedger.Destructions"/>).</param>
public sealed record Folded<TState>(TState State, byte[] Leaf, long Bytes, long Epoch);

/// <summary>
/// Folds streams and remembers the result. A remembered state counts only after the caller confirmed the head it stands for, and only
/// while nothing was destroyed since: a destroyed text must not live on in memory.
/// </summary>
public sealed class FoldedStreams<TState>(ServiceLedger ledger)
    where TState : StreamState, IFold<TState>
{
    private const int Page = 256;

    private Folded<TState> Nothing => new(TState.Empty, [], 0, ledger.Destructions);

    /// <summary>The stream at its head.</summary>
    public async ValueTask<Folded<TState>> At(string stream, StreamHead head, CancellationToken ct)
    {
        if (head.Version == 0)
        {
            return Nothing;
        }

        var known = Known(stream);
        if (known is not null && known.State.Version == head.Version && known.Leaf.AsSpan().SequenceEqual(head.Leaf))
        {
            return known;
        }

        var from = known is not null && known.State.Version < head.Version ? known : Nothing;
        return Remember(await FoldTo(stream, from, head.Version, ct));
    }

    /// <summary>The state of a stream as it was at a version.</summary>
    public async ValueTask<TState> AtVersion(string stream, long version, CancellationToken ct)
    {
        var known = Known(stream);
        return known?.State.Version == version ? known.State : (await FoldTo(stream, Nothing, version, ct)).State;
    }

    /// <summary>The state an entry would make. Asked before it is appended, so that nothing is kept that cannot be folded.</summary>
    internal static TState Try(Folded<TState> before, string stream, Assembled assembled) => Apply(before.State, stream, assembled.Decoded);

    /// <summary>The state after an entry that was just appended.</summary>
    internal TState Advance(Folded<TState> before, string stream, Assembled assembled, long position)
    {
        var entry = assembled.Decoded.PlacedAt(position);
        var weight = before.Bytes + Weight(assembled.Entry.Bytes, assembled.Entry.Parts);
        return Remember(new(Apply(before.State, stream, entry), entry.Leaf, weight, before.Epoch)).State;
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
            Position = entry.Position,
            Organ = before.Exists ? before.Organ : entry.Entry.Organ,
            At = entry.Entry.At,
        };
    }

    private async ValueTask<Folded<TState>> FoldTo(string stream, Folded<TState> from, long version, CancellationToken ct)
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

            folded = page.Aggregate(folded, (before, entry) => Next(before, stream, entry));
        }

        return folded;
    }

    private Folded<TState> Next(Folded<TState> before, string stream, StoredEntry stored)
    {
        var entry = ledger.Decoder.Decode(stored);
        var claim = entry.ClaimOn(stream) is >= 0 and var own
            ? entry.Entry.Claims[own]
            : throw new LedgerDamagedException($"entry {entry.Position}: is not of stream {stream}", position: entry.Position);
        if (claim.Version != before.State.Version + 1 || !claim.Prev.AsSpan().SequenceEqual(before.Leaf))
        {
            throw new LedgerDamagedException($"stream {stream}: version {claim.Version} does not follow", position: entry.Position);
        }

        return new(Apply(before.State, stream, entry), entry.Leaf, before.Bytes + Weight(stored.Bytes, stored.Parts), before.Epoch);
    }

    private Folded<TState>? Known(string stream) =>
        ledger.States.Get<Folded<TState>>(stream) is { } known && known.Epoch == ledger.Destructions ? known : null;

    private Folded<TState> Remember(Folded<TState> folded)
    {
        ledger.States.Set(folded.State.Stream, folded, new MemoryCacheEntryOptions { Size = folded.Bytes });
        return folded;
    }

    private static long Weight(byte[] bytes, IEnumerable<StoredPart> parts) => bytes.Length + parts.Sum(part => (long)part.Bytes.Length);
}
