using System.Globalization;
using System.Runtime.InteropServices;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// What entries say together: streams run 1, 2, 3 … each on the entry before, command ids are used once, the index of claims says what the
/// entries say, parts are destroyed by order only. Told of every entry in one pass, then compared bucket by bucket, in bounded memory.
/// </summary>
internal sealed class StreamCheck : IDisposable
{
    private readonly LedgerTrust trust;
    private readonly TrustedLeaves trusted;
    private readonly PositionSet unread;
    private readonly FaultList faults;
    private readonly Buckets byStream, byKey;
    private readonly bool hasIndex;
    private readonly List<long> setBacks = [];

    /// <param name="unread">Positions of entries that could not be read; complete when <see cref="Run"/> is called.</param>
    public StreamCheck(ILedgerSource source, LedgerTrust trust, TrustedLeaves trusted, PositionSet unread, FaultList faults)
    {
        (this.trust, this.trusted, this.unread, this.faults) = (trust, trusted, unread, faults);
        (byStream, byKey) = (new Buckets(trusted.Count), new Buckets(4 * trusted.Count));
        if (source.Claims() is not { } index) return;
        hasIndex = true;
        foreach (var row in index) Keep(Kind.Index, row.Stream, row.Version, row.Position, row.Claim);
    }

    /// <summary>What is compared by a key of its own.</summary>
    private enum Kind : byte { Index, Claim, Predecessor, Id, Order, Tombstone }

    public void Entry(long position, Entry entry, byte[] leaf)
    {
        byKey.Record.Write((byte)Kind.Id);
        byKey.Record.Write(entry.Id);
        byKey.Record.Write(position);
        byKey.Add(entry.Id.GetHashCode(StringComparison.Ordinal));
        if (TimeSetBack.IsIn(entry)) setBacks.Add(position);
        for (var i = 0; i < entry.Claims.Length; i++) Claim(position, i, entry.At, entry.Claims[i], leaf);
    }

    /// <summary>An entry orders a part destroyed.</summary>
    public void Ordered(long position, long part, long by) => Keep(Kind.Order, position, part, by);

    public void Tombstone(DestroyedPartRow row) => Keep(Kind.Tombstone, row.Position, row.Part, row.OrderedBy);

    /// <summary>Compares everything; nothing may be told afterwards.</summary>
    public void Run()
    {
        byStream.ForEach(Streams);
        byKey.ForEach(Keys);
    }

    public void Dispose()
    {
        byStream.Dispose();
        byKey.Dispose();
    }

    private void Claim(long position, int i, DateTimeOffset at, Claim claim, byte[] leaf)
    {
        var record = byStream.Record;
        record.Write(claim.Stream);
        record.Write(claim.Version);
        record.Write(position);
        record.Write(at.ToUnixTimeMilliseconds());
        record.Write((byte)claim.Prev.Length);
        record.Write(claim.Prev);
        record.Write(leaf);
        byStream.Add(claim.Stream.GetHashCode(StringComparison.Ordinal));
        if (hasIndex) Keep(Kind.Claim, claim.Stream, claim.Version, position, i);
    }

    private void Keep(Kind kind, string stream, long version, long position, long claim)
    {
        byKey.Record.Write((byte)kind);
        byKey.Record.Write(stream);
        byKey.Record.Write(version);
        byKey.Record.Write(position);
        byKey.Record.Write(claim);
        byKey.Add(HashCode.Combine(stream.GetHashCode(StringComparison.Ordinal), version));
    }

    private void Keep(Kind kind, long position, long part, long by)
    {
        byKey.Record.Write((byte)kind);
        byKey.Record.Write(position);
        byKey.Record.Write(part);
        byKey.Record.Write(by);
        byKey.Add(HashCode.Combine(position, part));
    }

    /// <summary>The streams of one bucket, each from its first entry to its last.</summary>
    private void Streams(IEnumerable<BinaryReader> readers)
    {
        var heads = new Dictionary<string, Head>(StringComparer.Ordinal);
        foreach (var reader in readers)
            while (Buckets.HasMore(reader))
            {
                var (stream, version, position, at) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
                var (prev, leaf) = (reader.ReadBytes(reader.ReadByte()), reader.ReadBytes(Leaf.Size));
                ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(heads, stream, out var known);
                Follow(stream, version, position, prev, known ? head : null);
                if (known && at < head!.At && !TimeSetBack.Excuses(setBacks, head.Position, position)) faults.Add($"entry {position}", LedgerProblem.TimeBackward, stream);
                head = new Head(version, leaf, at, position);
            }
    }

    private void Follow(string stream, long version, long position, byte[] prev, Head? head)
    {
        if (version == 1)
        {
            if (head is not null) faults.Add(ClaimPlace(position, stream, version), LedgerProblem.VersionOrder);
        }
        else if (head is null || head.Version != version - 1)
        {
            Behind(stream, version, position, prev);
        }
        else if (!prev.AsSpan().SequenceEqual(head.Leaf))
        {
            faults.Add(ClaimPlace(position, stream, version), LedgerProblem.Predecessor);
        }
    }

    /// <summary>
    /// Where the entry before is damaged, the index may still tell its position, and the tree its leaf; without an index only a damaged entry of
    /// that very leaf excuses it.
    /// </summary>
    private void Behind(string stream, long version, long position, byte[] prev)
    {
        if (!hasIndex)
        {
            if (!unread.All().Any(one => prev.AsSpan().SequenceEqual(trusted.At(one)))) faults.Add(ClaimPlace(position, stream, version), LedgerProblem.VersionOrder);
            return;
        }

        byKey.Record.Write((byte)Kind.Predecessor);
        byKey.Record.Write(stream);
        byKey.Record.Write(version - 1);
        byKey.Record.Write(position);
        byKey.Record.Write((byte)prev.Length);
        byKey.Record.Write(prev);
        byKey.Add(HashCode.Combine(stream.GetHashCode(StringComparison.Ordinal), version - 1));
    }

    /// <summary>One bucket of everything that has a key of its own. Rows of the index come first, since they were told first.</summary>
    private void Keys(IEnumerable<BinaryReader> readers)
    {
        var index = new Dictionary<(string Stream, long Version), IndexRow>();
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        var orders = new Dictionary<(long Position, long Part), long>();
        var tombstones = new List<DestroyedPartRow>();
        foreach (var reader in readers)
            while (Buckets.HasMore(reader))
                switch ((Kind)reader.ReadByte())
                {
                    case Kind.Index: AddIndex(reader, index); break;
                    case Kind.Claim: CheckClaim(reader, index); break;
                    case Kind.Predecessor: CheckPredecessor(reader, index); break;
                    case Kind.Id: CheckId(reader, ids); break;
                    case Kind.Order: orders.TryAdd((reader.ReadInt64(), reader.ReadInt64()), reader.ReadInt64()); break;
                    case Kind.Tombstone: tombstones.Add(new DestroyedPartRow(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64())); break;
                    default: throw new InvalidOperationException("a record of the verifier's own cannot be read");
                }

        foreach (var (key, row) in index)
            if (!row.Claimed && !unread.Contains(row.Position))
                faults.Add(IndexPlace(key.Stream, key.Version), LedgerProblem.Unexpected);
        tombstones.ForEach(row => CheckOrder(row, orders));
    }

    private void AddIndex(BinaryReader reader, Dictionary<(string Stream, long Version), IndexRow> index)
    {
        var (stream, version) = (reader.ReadString(), reader.ReadInt64());
        if (!index.TryAdd((stream, version), new IndexRow(reader.ReadInt64(), reader.ReadInt64(), false))) faults.Add(IndexPlace(stream, version), LedgerProblem.Unexpected);
    }

    private void CheckClaim(BinaryReader reader, Dictionary<(string Stream, long Version), IndexRow> index)
    {
        var (stream, version, position, claim) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        ref var row = ref CollectionsMarshal.GetValueRefOrNullRef(index, (stream, version));
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref row))
        {
            faults.Add(IndexPlace(stream, version), LedgerProblem.Missing);
            return;
        }

        if (row.Position != position || row.Claim != claim)
            faults.Add(IndexPlace(stream, version), LedgerProblem.IndexRow, string.Create(CultureInfo.InvariantCulture, $"entry {position} claim {claim}"));
        row = row with { Claimed = true };
    }

    private void CheckPredecessor(BinaryReader reader, Dictionary<(string Stream, long Version), IndexRow> index)
    {
        var (stream, before, position) = (reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
        var prev = reader.ReadBytes(reader.ReadByte());
        if (!index.TryGetValue((stream, before), out var row) || !unread.Contains(row.Position))
            faults.Add(ClaimPlace(position, stream, before + 1), LedgerProblem.VersionOrder);
        else if (!prev.AsSpan().SequenceEqual(trusted.At(row.Position)))
            faults.Add(ClaimPlace(position, stream, before + 1), LedgerProblem.Predecessor);
    }

    private void CheckId(BinaryReader reader, Dictionary<string, long> ids)
    {
        var (id, position) = (reader.ReadString(), reader.ReadInt64());
        if (!ids.TryAdd(id, position)) faults.Add($"entry {position}", LedgerProblem.CommandTwice, $"entry {ids[id]}");
    }

    private void CheckOrder(DestroyedPartRow row, Dictionary<(long Position, long Part), long> orders)
    {
        var ordered = trust.DestroyedBy is not null
            ? orders.TryGetValue((row.Position, row.Part), out var by) ? by == row.OrderedBy : unread.Contains(row.OrderedBy)
            : row.OrderedBy > row.Position && row.OrderedBy < trusted.Count;
        if (!ordered) faults.Add($"entry {row.Position} part {row.Part}", LedgerProblem.DestructionOrder, $"entry {row.OrderedBy}");
    }

    private static string ClaimPlace(long position, string stream, long version) => $"entry {position} claim ({stream}, {version})";

    private static string IndexPlace(string stream, long version) => $"claims row ({stream}, {version})";

    /// <summary>A stream's newest entry so far.</summary>
    private sealed record Head(long Version, byte[] Leaf, long At, long Position);

    private readonly record struct IndexRow(long Position, long Claim, bool Claimed);
}
