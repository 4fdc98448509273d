using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A ledger without a file. It passes the same contract suite as the engines; the steps are virtual so that a twin can break one.</summary>
public class InMemoryLedger : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> ids = [];
    private readonly Dictionary<string, List<long>> streams = [];
    private readonly List<Kept> kept = [];
    private long claims, parts;
    private int own;

    /// <summary>What a power cut would leave: everything that was acknowledged.</summary>
    public virtual InMemoryLedger AfterPowerCut()
    {
        var after = new InMemoryLedger();
        foreach (var entry in kept)
        {
            after.Keep(entry.Entry, entry.Position);
            after.kept[^1] = entry;
        }

        return after;
    }

    public virtual Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            RequireOwn();
            return Task.FromResult(batch.Select(AppendOne).ToImmutableArray());
        }
    }

    /// <summary>Adds an entry as somebody does who has no key.</summary>
    public Task Plant(EntryToAppend entry)
    {
        lock (gate)
        {
            var before = own;
            Keep(entry, kept.Count);
            kept[^1] = kept[^1] with { Row = kept[^1].Row with { Tag = new byte[KeyedTags.Size] } };
            own = before;
            return Task.CompletedTask;
        }
    }

    public virtual ValueTask Inspect(CancellationToken ct)
    {
        lock (gate)
        {
            foreach (var entry in kept)
            {
                Require(entry);
            }

            return default;
        }
    }

    public virtual ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct)
    {
        lock (gate)
        {
            return new(new LookUp(KeptAt(commandId), HeadOf(stream)));
        }
    }

    public virtual ValueTask<ImmutableArray<StoredEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct)
    {
        lock (gate)
        {
            var positions = streams.GetValueOrDefault(stream, []).Skip((int)afterVersion).Take(max);
            return new([.. positions.Select(position => Stored(Require(kept[(int)position])))]);
        }
    }

    public virtual ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct)
    {
        lock (gate)
        {
            var found = kept.Skip((int)position).Take(max).ToArray();
            return new([.. found.Take(1).Select(Require).Concat(found.Skip(1).TakeWhile(IsBelieved)).Select(Stored)]);
        }
    }

    public virtual Task DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct)
    {
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(orderedBy, kept.Count);
            foreach (var (position, part) in parts)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, kept.Count);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, kept[(int)position].Parts.Length);
            }

            foreach (var (position, part) in parts)
            {
                var entry = kept[(int)position];
                kept[(int)position] = entry with { Parts = entry.Parts.SetItem(part, Tombstone(entry.Parts[part], orderedBy)) };
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>What others put behind the own entries is gone on behind where it is believed.</summary>
    protected virtual void RequireOwn()
    {
        for (; own < kept.Count; own++)
        {
            Require(kept[own]);
        }
    }

    protected virtual bool Believes(long position, byte[] leaf, RowTag row) => TestRing.Ring.Rows.Believes(position, leaf, row);

    protected virtual AppendResult AppendOne(EntryToAppend entry)
    {
        if (Refusal(entry) is { } refusal)
        {
            return refusal;
        }

        var position = NextPosition;
        Keep(entry, position);
        return new AppendResult(AppendOutcome.Appended, position, -1);
    }

    protected virtual AppendResult? Refusal(EntryToAppend entry) => ExistingCommand(entry) ?? TakenClaim(entry);

    protected AppendResult? ExistingCommand(EntryToAppend entry) =>
        KeptAt(entry.Id) is { } position ? new AppendResult(AppendOutcome.CommandExists, position, -1) : null;

    protected AppendResult? TakenClaim(EntryToAppend entry)
    {
        for (var index = 0; index < entry.Claims.Length; index++)
        {
            var claim = entry.Claims[index];
            if (entry.Claims.Take(index).Any(earlier => earlier.Stream == claim.Stream) || !Fits(claim, HeadOf(claim.Stream)))
            {
                return new AppendResult(AppendOutcome.ClaimTaken, -1, index);
            }
        }

        return null;
    }

    protected virtual bool Fits(Claim claim, StreamHead head) =>
        claim.Version == head.Version + 1 && claim.Prev.AsSpan().SequenceEqual(head.Leaf);

    protected virtual long NextPosition => kept.Count;

    protected virtual void Keep(EntryToAppend entry, long position)
    {
        (claims, parts) = (claims + entry.Claims.Length, parts + entry.Parts.Length);
        kept.Add(new Kept(position, entry, entry.Parts, new(claims, parts, TestRing.Ring.Rows.Vouch(position, entry.Leaf, claims, parts))));
        own = kept.Count;
        ids[entry.Id] = position;
        foreach (var claim in entry.Claims)
        {
            Take(claim, kept.Count - 1);
        }
    }

    protected void Take(Claim claim, int place)
    {
        if (!streams.TryGetValue(claim.Stream, out var positions))
        {
            streams.Add(claim.Stream, positions = []);
        }

        positions.Add(place);
    }

    protected virtual StoredPart Tombstone(StoredPart part, long orderedBy) =>
        part.DestroyedBy is null ? new StoredPart([], part.Algorithm, [], [], [], orderedBy) : part;

    private long? KeptAt(string id) => !ids.TryGetValue(id, out var position) ? null : position < kept.Count ? Require(kept[(int)position]).Position : position;

    private bool IsBelieved(Kept entry) => Believes(entry.Position, entry.Entry.Leaf, entry.Row);

    private Kept Require(Kept entry) => IsBelieved(entry) ? entry : throw RowVouching.Foreign(entry.Position);

    private StreamHead HeadOf(string stream)
    {
        if (!streams.TryGetValue(stream, out var positions))
        {
            return StreamHead.None;
        }

        var head = Require(kept[(int)positions[^1]]).Entry;
        return new StreamHead(positions.Count, head.Leaf, head.At);
    }

    private static StoredEntry Stored(Kept entry) => new(entry.Position, entry.Entry.Bytes, entry.Entry.Leaf, entry.Parts);

    /// <summary>An entry with its position and what is left of its parts.</summary>
    private sealed record Kept(long Position, EntryToAppend Entry, ImmutableArray<StoredPart> Parts, RowTag Row);
}
