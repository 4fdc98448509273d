using System.Numerics;

namespace EnforcementPlatform.Ledger;

/// <summary>
/// The right edge of a tree: one hash for each bit of its size, enough to append and to tell the root.
/// An append costs two hashes on average. Not for use by several threads.
/// </summary>
public sealed class Frontier(TreeHash hash)
{
    /// <summary><c>edge[h]</c> is the root of the whole subtree of height h; present where bit h of the size is 1.</summary>
    private readonly byte[]?[] edge = new byte[]?[63];

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The edge of a stored tree. The hashes are believed: verification is <see cref="LedgerVerifier"/>'s.</summary>
    /// <exception cref="TileMissingException">The source lacks a tile that a tree of this size has.</exception>
    public static Frontier Restore(TreeHash hash, long size, ITileSource tiles)
    {
        var tree = new TiledTree(hash, size, tiles);
        var frontier = new Frontier(hash) { Size = size };
        for (var height = 0; height < 63; height++)
            if (((size >> height) & 1) == 1)
                frontier.edge[height] = tree.Node(height, (size >> height) - 1);
        return frontier;
    }

    /// <summary>Appends a leaf hash and adds the tile hashes that are now final to <paramref name="emitted"/>.</summary>
    public void Append(byte[] leaf, ICollection<TileHash> emitted)
    {
        emitted.Add(new TileHash(0, Size, leaf));
        var node = leaf;
        var level = 0;
        for (; ((Size >> level) & 1) == 1; level++)
        {
            node = hash.Node(edge[level], node);
            edge[level] = null;
            if ((level + 1) % Tiles.Height == 0)
                emitted.Add(new TileHash((level + 1) / Tiles.Height, Size >> (level + 1), node));
        }

        edge[level] = node;
        Size++;
    }

    /// <summary>MTH of all leaves so far.</summary>
    public byte[] Root()
    {
        if (Size == 0) return hash.Empty();
        var level = BitOperations.TrailingZeroCount(Size);
        var root = edge[level]!;
        while (++level < edge.Length)
            if (edge[level] is { } left)
                root = hash.Node(left, root);
        return root;
    }
}
