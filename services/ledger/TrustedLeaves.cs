namespace EnforcementPlatform.Ledger;

/// <summary>
/// The leaf hash that each entry ought to have. Three places tell it: the entry's bytes, its leaf column and the lowest tiles.
/// Where the signed root decides between them it decides, so that a fault is named where it is and not everywhere after it.
/// </summary>
internal sealed class TrustedLeaves : IDisposable
{
    /// <summary>How far beyond the number of rows a position may lie before it is taken for a damaged one.</summary>
    private const int WidestGap = 1024;

    private readonly Scratch tiled = new();
    private readonly List<ushort> widths = [];
    private readonly byte[] tile = new byte[Tiles.Width * Leaf.Size];
    private long tileRead = -1;
    private bool tilesDiffer;

    /// <summary>One hash for each position of the ledger; unknown where nothing tells it.</summary>
    public HashList Leaves { get; } = new();

    /// <summary>Positions that the ledger has or should have.</summary>
    public long Count => Leaves.Count;

    /// <summary>True if the leaves lead to the signed root.</summary>
    public bool LeadToSignedRoot { get; private set; }

    public static TrustedLeaves Find(ILedgerSource source, Checkpoint? signed, FaultList faults)
    {
        var found = new TrustedLeaves();
        var rows = source.CountEntries();
        var size = signed?.Size ?? 0;
        if (size > 2 * (rows + WidestGap))
        {
            faults.Add("checkpoint", LedgerProblem.Shorter, $"{rows} < {size}");
            (signed, size) = (null, 0);
        }

        found.Collect(source, Math.Max(rows, size) + WidestGap);
        found.Read(source, rows, signed, faults);
        return found;
    }

    public byte[]? At(long position) => Leaves[position];

    public void Dispose()
    {
        tiled.Dispose();
        Leaves.Dispose();
    }

    /// <summary>Keeps the lowest tiles where each can be found.</summary>
    private void Collect(ILedgerSource source, long bound)
    {
        foreach (var row in source.Tiles().Where(row => row.Level == 0 && row.Tile >= 0 && row.Tile * Tiles.Width < bound))
        {
            while (widths.Count <= row.Tile) widths.Add(0);
            if (widths[(int)row.Tile] > 0) continue;
            var width = Math.Min(row.Bytes.Length / Leaf.Size, Tiles.Width);
            widths[(int)row.Tile] = (ushort)width;
            tiled.Write(row.Tile * tile.Length, row.Bytes.AsSpan(0, width * Leaf.Size));
        }
    }

    private void Read(ILedgerSource source, long rows, Checkpoint? signed, FaultList faults)
    {
        var size = signed?.Size ?? 0;
        var root = new RootOf(size);
        long last = -1;
        foreach (var row in source.Entries())
        {
            if (row.Position <= last || row.Position >= Math.Max(rows, size) + WidestGap)
            {
                faults.Add($"entry {row.Position}", LedgerProblem.Unexpected);
                continue;
            }

            last = row.Position;
            while (Leaves.Count < row.Position) Put(null, null, root);
            Put(Leaf.Hash(row.Bytes), row.Leaf, root);
        }

        while (Leaves.Count < size) Put(null, null, root);
        if (signed is not null) LeadToSignedRoot = (tilesDiffer && TilesLead(signed)) || root.Is(signed);
    }

    private void Put(byte[]? computed, byte[]? stored, RootOf root)
    {
        var position = Leaves.Count;
        var inTile = OfTile(position);
        var leaf = Majority(computed, stored, inTile);
        tilesDiffer |= !inTile.AsSpan().SequenceEqual(leaf);
        Leaves.Add(leaf);
        root.Add(leaf);
    }

    /// <summary>Takes the leaves from the tiles where those lead to the signed root.</summary>
    private bool TilesLead(Checkpoint signed)
    {
        var root = new RootOf(signed.Size);
        for (long position = 0; position < signed.Size; position++) root.Add(OfTile(position));
        if (!root.Is(signed)) return false;
        for (long first = 0; first < signed.Size; first += Tiles.Width)
        {
            OfTile(first);
            Leaves.Replace(first, tile.AsSpan(0, (int)Math.Min(Tiles.Width, signed.Size - first) * Leaf.Size));
        }

        return true;
    }

    /// <summary>What two agree on; else what the bytes say, which are what a court will read.</summary>
    private static byte[]? Majority(byte[]? computed, byte[]? stored, byte[]? tiled) =>
        stored is not null && tiled is not null && stored.AsSpan().SequenceEqual(tiled) ? stored : computed ?? tiled ?? stored;

    private byte[]? OfTile(long position)
    {
        var (number, place) = (position / Tiles.Width, (int)(position % Tiles.Width));
        if (number >= widths.Count || widths[(int)number] <= place) return null;
        if (number != tileRead)
        {
            tiled.Read(number * tile.Length, tile);
            tileRead = number;
        }

        return tile[(place * Leaf.Size)..((place + 1) * Leaf.Size)];
    }

    /// <summary>The root over the first so many leaves; none where one of them is unknown.</summary>
    private sealed class RootOf(long size)
    {
        private readonly Frontier frontier = new(TreeHash.Sha256);
        private readonly List<TileHash> emitted = [];
        private bool gap;

        public void Add(byte[]? leaf)
        {
            if (frontier.Size == size) return;
            gap |= leaf is not { Length: Leaf.Size };
            if (gap) return;
            frontier.Append(leaf!, emitted);
            emitted.Clear();
        }

        public bool Is(Checkpoint signed) => frontier.Size == signed.Size && frontier.Root().AsSpan().SequenceEqual(signed.Root);
    }
}
