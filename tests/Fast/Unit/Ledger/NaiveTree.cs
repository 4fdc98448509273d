using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>The tree of RFC 6962 section 2.1 as its definitions read, to compare the real one with.</summary>
internal static class NaiveTree
{
    public static readonly byte[][] RfcInputs =
        [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    public static byte[] Root(TreeHash hash, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0) return hash.Empty();
        if (leaves.Length == 1) return leaves[0];
        var k = 1;
        while (k * 2 < leaves.Length) k *= 2;
        return hash.Node(Root(hash, leaves[..k]), Root(hash, leaves[k..]));
    }

    public static (Frontier Frontier, MemoryTiles Tiles) Grow(TreeHash hash, IEnumerable<byte[]> leaves)
    {
        var frontier = new Frontier(hash);
        var tiles = new MemoryTiles();
        var emitted = new List<TileHash>();
        foreach (var leaf in leaves)
        {
            frontier.Append(leaf, emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
        }

        return (frontier, tiles);
    }

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
