namespace EnforcementPlatform.Ledger;

/// <summary>One pass over the entries in order: columns, parts and tombstones; what they say together is <see cref="StreamCheck"/>'s.</summary>
internal sealed class EntryCheck(ILedgerSource source, LedgerTrust trust, TrustedLeaves trusted, PartCheck parts, FaultList faults)
{
    private readonly PositionSet unread = new();

    public long Destroyed { get; private set; }

    public long Absent { get; private set; }

    public void Run()
    {
        using var streams = new StreamCheck(source, trust, trusted, unread, faults);
        using var partRows = new Merge<PartRow>(source.Parts(), row => row.Position, Stray);
        using var destroyedRows = new Merge<DestroyedPartRow>(source.DestroyedParts(), row => row.Position, Stray);
        long next = 0;
        foreach (var row in source.Entries())
        {
            if (row.Position < next || row.Position >= trusted.Count) continue; // Named when the leaves were found.
            Missing(next, row.Position, partRows, destroyedRows);
            next = row.Position + 1;
            var rows = partRows.Take(row.Position);
            var destroyed = destroyedRows.Take(row.Position);
            if (Read(row) is { } entry) Check(row.Position, entry, rows, destroyed, streams);
        }

        Missing(next, trusted.Count, partRows, destroyedRows);
        partRows.End();
        destroyedRows.End();
        streams.Run();
    }

    private void Missing(long from, long to, Merge<PartRow> partRows, Merge<DestroyedPartRow> destroyedRows)
    {
        if (from == to) return;
        faults.Add(from == to - 1 ? $"entry {from}" : $"entries {from} to {to - 1}", LedgerProblem.Missing);
        unread.Add(from, to);
        for (var position = from; position < to; position++)
        {
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
            unread.Add(row.Position, row.Position + 1);
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
            unread.Add(row.Position, row.Position + 1);
            faults.Add(place, LedgerProblem.Unreadable, fault.Message);
            return null;
        }
    }

    private void Check(long position, Entry entry, List<PartRow> rows, List<DestroyedPartRow> destroyed, StreamCheck streams)
    {
        streams.Entry(position, entry, trusted.At(position)!);
        for (var i = 0; i < entry.Parts.Length; i++) Part(position, entry, i, rows.Find(row => row.Part == i), destroyed.Find(row => row.Part == i), streams);
        rows.Where(row => row.Part < 0 || row.Part >= entry.Parts.Length).ToList().ForEach(Stray);
        destroyed.Where(row => row.Part < 0 || row.Part >= entry.Parts.Length).ToList().ForEach(Stray);
        destroyed.ForEach(streams.Tombstone);
        Destroyed += destroyed.Count;
    }

    private void Part(long position, Entry entry, int i, PartRow? row, DestroyedPartRow? destroyed, StreamCheck streams)
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
        foreach (var order in trust.DestroyedBy(entry, plaintext)) streams.Ordered(order.Position, order.Part, position);
    }

    private void Stray(PartRow row) => faults.Add($"entry {row.Position} part {row.Part}", LedgerProblem.Unexpected);

    private void Stray(DestroyedPartRow row) => faults.Add($"destroyed part row ({row.Position}, {row.Part})", LedgerProblem.Unexpected);
}
