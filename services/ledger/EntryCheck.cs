namespace EnforcementPlatform.Ledger;

/// <summary>One pass over the entries in order: columns, command ids, streams, the index of claims, parts and tombstones.</summary>
internal sealed class EntryCheck(ILedgerSource source, LedgerTrust trust, TrustedLeaves trusted, PartCheck parts, FaultList faults)
{
    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Version, long Position, DateTimeOffset At)> heads = new(StringComparer.Ordinal);
    private readonly Dictionary<(long Position, long Part), long> orders = [];
    private readonly List<DestroyedPartRow> tombstones = [];
    private readonly HashSet<long> unread = [];
    private Dictionary<(string Stream, long Version), ClaimRow>? index;
    private HashSet<(string Stream, long Version)> indexed = [];

    public long Destroyed => tombstones.Count;

    public long Absent { get; private set; }

    public void Run()
    {
        ReadIndex();
        using var partRows = new Merge<PartRow>(source.Parts(), row => row.Position, Stray);
        using var destroyedRows = new Merge<DestroyedPartRow>(source.DestroyedParts(), row => row.Position, Stray);
        long next = 0;
        foreach (var row in source.Entries())
        {
            if (row.Position < next || row.Position >= trusted.Leaves.Length) continue; // Named when the leaves were found.
            Missing(next, row.Position, partRows, destroyedRows);
            next = row.Position + 1;
            var rows = partRows.Take(row.Position);
            var destroyed = destroyedRows.Take(row.Position);
            if (Read(row) is { } entry) Check(row.Position, entry, rows, destroyed);
        }

        Missing(next, trusted.Leaves.Length, partRows, destroyedRows);
        partRows.End();
        destroyedRows.End();
        FinishIndex();
        FinishOrders();
    }

    private void ReadIndex()
    {
        if (source.Claims() is not { } rows) return;
        index = [];
        foreach (var row in rows)
            if (!index.TryAdd((row.Stream, row.Version), row))
                faults.Add(Place(row), LedgerProblem.Unexpected);
    }

    private void Missing(long from, long to, Merge<PartRow> partRows, Merge<DestroyedPartRow> destroyedRows)
    {
        if (from == to) return;
        faults.Add(from == to - 1 ? $"entry {from}" : $"entries {from} to {to - 1}", LedgerProblem.Missing);
        for (var position = from; position < to; position++)
        {
            unread.Add(position);
            partRows.Take(position);
            destroyedRows.Take(position);
        }
    }

    /// <summary>The entry, or null if its bytes are not those that were hashed; then nothing that they say counts.</summary>
    private Entry? Read(LedgerRow row)
    {
        var place = $"entry {row.Position}";
        var leaf = trusted.At(row.Position);
        if (row.Leaf is not null && !row.Leaf.AsSpan().SequenceEqual(leaf)) faults.Add(place, LedgerProblem.LeafColumn);
        if (!Leaf.Hash(row.Bytes).AsSpan().SequenceEqual(leaf))
        {
            unread.Add(row.Position);
            faults.Add(place, LedgerProblem.Bytes);
            return null;
        }

        try
        {
            var entry = EntryCodec.Decode(row.Bytes);
            if (row.Id is not null && row.Id != entry.Id) faults.Add(place, LedgerProblem.IdColumn);
            if (row.At is not null && row.At != entry.At.ToUnixTimeMilliseconds()) faults.Add(place, LedgerProblem.AtColumn);
            return entry;
        }
        catch (EntryFormatException fault)
        {
            unread.Add(row.Position);
            faults.Add(place, LedgerProblem.Unreadable, fault.Message);
            return null;
        }
    }

    private void Check(long position, Entry entry, List<PartRow> rows, List<DestroyedPartRow> destroyed)
    {
        if (!ids.TryAdd(entry.Id, position)) faults.Add($"entry {position}", LedgerProblem.CommandTwice, $"entry {ids[entry.Id]}");
        for (var i = 0; i < entry.Claims.Length; i++) Follow(position, entry.At, entry.Claims[i], i);
        for (var i = 0; i < entry.Parts.Length; i++) Part(position, entry, i, rows.Find(row => row.Part == i), destroyed.Find(row => row.Part == i));
        rows.Where(row => row.Part < 0 || row.Part >= entry.Parts.Length).ToList().ForEach(Stray);
        destroyed.Where(row => row.Part < 0 || row.Part >= entry.Parts.Length).ToList().ForEach(Stray);
        tombstones.AddRange(destroyed);
    }

    private void Follow(long position, DateTimeOffset at, Claim claim, int i)
    {
        var place = $"entry {position} claim ({claim.Stream}, {claim.Version})";
        var known = heads.TryGetValue(claim.Stream, out var head);
        var before = known && head.Version == claim.Version - 1 ? head.Position : BehindDamage(claim);
        if (claim.Version == 1 ? known : before is null) faults.Add(place, LedgerProblem.VersionOrder);
        else if (before is { } b && !claim.Prev.AsSpan().SequenceEqual(trusted.At(b))) faults.Add(place, LedgerProblem.Predecessor);
        if (known && at < head.At) faults.Add($"entry {position}", LedgerProblem.TimeBackward, claim.Stream);
        heads[claim.Stream] = (claim.Version, position, at);

        if (index is null) return;
        indexed.Add((claim.Stream, claim.Version));
        if (!index.TryGetValue((claim.Stream, claim.Version), out var row)) faults.Add($"claims row ({claim.Stream}, {claim.Version})", LedgerProblem.Missing);
        else if (row.Position != position || row.Claim != i) faults.Add(Place(row), LedgerProblem.IndexRow, $"entry {position} claim {i}");
    }

    /// <summary>Where the entry before is damaged, the index may still tell its position, and the tree its leaf.</summary>
    private long? BehindDamage(Claim claim) =>
        index is not null && index.TryGetValue((claim.Stream, claim.Version - 1), out var row)
            ? unread.Contains(row.Position) ? row.Position : null
            : unread.Where(position => claim.Prev.AsSpan().SequenceEqual(trusted.At(position))).Select(position => (long?)position).FirstOrDefault();

    private void Part(long position, Entry entry, int i, PartRow? row, DestroyedPartRow? destroyed)
    {
        var place = $"entry {position} part {i}";
        var digest = entry.Parts[i];
        if (destroyed is not null && digest.Kind == PartKind.Facts) faults.Add(place, LedgerProblem.FactsDestroyed);
        if (row is not null && destroyed is not null) faults.Add(place, LedgerProblem.DestroyedAndPresent);
        if (row is null && destroyed is null)
        {
            if (trust.PartsMayBeAbsent) Absent++;
            else faults.Add(place, LedgerProblem.Missing);
        }

        if (row is null || parts.Check(place, digest, row) is not { } plaintext) return;
        if (digest.Kind != PartKind.Facts || trust.DestroyedBy is null) return;
        foreach (var order in trust.DestroyedBy(entry, plaintext)) orders.TryAdd((order.Position, order.Part), position);
    }

    private void FinishIndex()
    {
        if (index is null) return;
        foreach (var (key, row) in index)
            if (!indexed.Contains(key) && !unread.Contains(row.Position))
                faults.Add(Place(row), LedgerProblem.Unexpected);
    }

    private void FinishOrders()
    {
        foreach (var row in tombstones)
        {
            var ordered = trust.DestroyedBy is not null
                ? orders.TryGetValue((row.Position, row.Part), out var by) ? by == row.OrderedBy : unread.Contains(row.OrderedBy)
                : row.OrderedBy > row.Position && row.OrderedBy < trusted.Leaves.Length;
            if (!ordered) faults.Add($"entry {row.Position} part {row.Part}", LedgerProblem.DestructionOrder, $"entry {row.OrderedBy}");
        }
    }

    private void Stray(PartRow row) => faults.Add($"entry {row.Position} part {row.Part}", LedgerProblem.Unexpected);

    private void Stray(DestroyedPartRow row) => faults.Add($"destroyed part row ({row.Position}, {row.Part})", LedgerProblem.Unexpected);

    private static string Place(ClaimRow row) => $"claims row ({row.Stream}, {row.Version})";
}
