using System.Collections.Immutable;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The leaf hash that each entry ought to have. Three places tell it: the entry's bytes, its leaf column and the lowest tiles.
/// Where the signed root decides between them it decides, so that a fault is named where it is and not everywhere after it.
/// </summary>
internal sealed class TrustedLeaves
{
    /// <summary>How far beyond the number of rows a position may lie before it is taken for a damaged one.</summary>
    private const int WidestGap = 1024;

    private readonly List<byte[]?> computed = [];
    private readonly List<byte[]?> stored = [];
    private readonly Dictionary<(int Level, long Tile), TileRow> tiles;

    private TrustedLeaves(Dictionary<(int Level, long Tile), TileRow> tiles) => this.tiles = tiles;

    /// <summary>One hash for each position of the ledger; null where nothing tells it.</summary>
    public byte[]?[] Leaves { get; private set; } = [];

    /// <summary>True if the leaves lead to the signed root.</summary>
    public bool LeadToSignedRoot { get; private set; }

    public static TrustedLeaves Find(ILedgerSource source, Dictionary<(int Level, long Tile), TileRow> tiles, Checkpoint? signed, FaultList faults)
    {
        var found = new TrustedLeaves(tiles);
        var size = signed is null ? 0 : (int)Math.Min(signed.Size, int.MaxValue);
        var rows = source.Entries().LongCount();
        long last = -1;
        foreach (var row in source.Entries())
        {
            if (row.Position <= last || row.Position >= Math.Max(rows, size) + WidestGap)
            {
                faults.Add($"entry {row.Position}", LedgerProblem.Unexpected);
                continue;
            }

            last = row.Position;
            found.Put(row);
        }

        if (signed is not null && signed.Size > last + 1 + WidestGap + rows)
        {
            faults.Add("checkpoint", LedgerProblem.Shorter, $"{last + 1} < {signed.Size}");
            size = 0;
        }

        found.Decide((int)Math.Max(last + 1, size), size, signed);
        return found;
    }

    public byte[]? At(long position) => position >= 0 && position < Leaves.Length ? Leaves[position] : null;

    private void Put(LedgerRow row)
    {
        while (computed.Count < row.Position)
        {
            computed.Add(null);
            stored.Add(null);
        }

        computed.Add(Leaf.Hash(row.Bytes));
        stored.Add(row.Leaf);
    }

    private void Decide(int count, int size, Checkpoint? signed)
    {
        Leaves = new byte[]?[count];
        for (var i = 0; i < count; i++) Leaves[i] = Majority(Of(computed, i), Of(stored, i), OfTile(i));
        if (signed is null) return;
        var tiled = Enumerable.Range(0, size).Select(i => OfTile(i)).ToArray();
        if (Leads(tiled, signed)) tiled.CopyTo(Leaves, 0);
        LeadToSignedRoot = Leads(Leaves.AsSpan(0, Math.Min(size, count)).ToArray(), signed);
    }

    private static bool Leads(byte[]?[] leaves, Checkpoint signed)
    {
        if (leaves.Length != signed.Size || leaves.Contains(null)) return false;
        var frontier = new Frontier(TreeHash.Sha256);
        var emitted = new List<TileHash>();
        foreach (var leaf in leaves)
        {
            frontier.Append(leaf!, emitted);
            emitted.Clear();
        }

        return frontier.Root().AsSpan().SequenceEqual(signed.Root);
    }

    /// <summary>What two agree on; else what the bytes say, which are what a court will read.</summary>
    private static byte[]? Majority(byte[]? computed, byte[]? stored, byte[]? tiled) =>
        stored is not null && tiled is not null && stored.AsSpan().SequenceEqual(tiled) ? stored : computed ?? tiled ?? stored;

    private static byte[]? Of(List<byte[]?> hashes, int i) => i < hashes.Count ? hashes[i] : null;

    private byte[]? OfTile(int i)
    {
        var place = i % Tiles.Width * Leaf.Size;
        return tiles.TryGetValue((0, i / Tiles.Width), out var tile) && tile.Bytes.Length >= place + Leaf.Size
            ? tile.Bytes[place..(place + Leaf.Size)]
            : null;
    }
}
