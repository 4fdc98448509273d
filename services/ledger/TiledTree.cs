using System.Collections.Immutable;
using System.Numerics;

namespace EnforcementPlatform.Ledger;

/// <summary>A tile that the tree needs is not there or too short.</summary>
public sealed class TileMissingException(string path) : IOException($"{path} is missing or too short")
{
    /// <summary>Path of the tile, <c>tile/&lt;L&gt;/&lt;N&gt;</c>.</summary>
    public string Path { get; } = path;
}

/// <summary>
/// A tree of <paramref name="size"/> entries read from its hash tiles: roots of every earlier size, and the two proofs of RFC 6962
/// section 2.1. Hashes are believed; a proof from damaged tiles fails its verification. Not for use by several threads.
/// </summary>
public sealed class TiledTree(TreeHash hash, long size, ITileSource tiles)
{
    private readonly Dictionary<(int Level, long Tile), byte[]> read = [];

    /// <summary>MTH of the first <paramref name="n"/> entries.</summary>
    public byte[] Root(long n)
    {
        Require(n >= 0 && n <= size, nameof(n));
        return n == 0 ? hash.Empty() : Range(0, n);
    }

    /// <summary>PATH(index, D[n]): what shows that the leaf is in the tree of the first <paramref name="n"/> entries, leaf's sibling first.</summary>
    public ImmutableArray<byte[]> InclusionProof(long index, long n)
    {
        Require(n <= size, nameof(n));
        Require(index >= 0 && index < n, nameof(index));
        var path = ImmutableArray.CreateBuilder<byte[]>();
        Path(index, 0, n, path);
        return path.DrainToImmutable();
    }

    /// <summary>PROOF(m, D[n]): what shows that the tree of n entries only appended to the tree of m. Empty for m = 0 and m = n.</summary>
    public ImmutableArray<byte[]> ConsistencyProof(long m, long n)
    {
        Require(n <= size, nameof(n));
        Require(m >= 0 && m <= n, nameof(m));
        var proof = ImmutableArray.CreateBuilder<byte[]>();
        if (m > 0) SubProof(m, 0, n, true, proof);
        return proof.DrainToImmutable();
    }

    /// <summary>Root of the whole subtree number <paramref name="index"/> of height <paramref name="level"/>.</summary>
    internal byte[] Node(int level, long index)
    {
        var tileLevel = level / Tiles.Height;
        var count = 1 << (level % Tiles.Height);
        var first = index * count;
        var tile = Tile(tileLevel, first / Tiles.Width);
        var place = (int)(first % Tiles.Width);
        var row = new byte[count][];
        for (var i = 0; i < count; i++) row[i] = tile.AsSpan((place + i) * Leaf.Size, Leaf.Size).ToArray();
        for (; count > 1; count /= 2)
            for (var i = 0; i < count / 2; i++)
                row[i] = hash.Node(row[2 * i], row[2 * i + 1]);
        return row[0];
    }

    private void Path(long index, long low, long high, ImmutableArray<byte[]>.Builder path)
    {
        if (high - low == 1) return;
        var middle = low + Split(high - low);
        if (index < middle)
        {
            Path(index, low, middle, path);
            path.Add(Range(middle, high));
        }
        else
        {
            Path(index, middle, high, path);
            path.Add(Range(low, middle));
        }
    }

    private void SubProof(long m, long low, long high, bool known, ImmutableArray<byte[]>.Builder proof)
    {
        if (m == high)
        {
            if (!known) proof.Add(Range(low, high));
            return;
        }

        var middle = low + Split(high - low);
        if (m <= middle)
        {
            SubProof(m, low, middle, known, proof);
            proof.Add(Range(middle, high));
        }
        else
        {
            SubProof(m, middle, high, false, proof);
            proof.Add(Range(low, middle));
        }
    }

    /// <summary>MTH(D[low:high]), where low is a multiple of a power of two not below high - low: whole subtrees, folded from the right.</summary>
    private byte[] Range(long low, long high)
    {
        var wholes = new Stack<byte[]>();
        while (low < high)
        {
            var level = BitOperations.Log2((ulong)(high - low));
            wholes.Push(Node(level, low >> level));
            low += 1L << level;
        }

        var root = wholes.Pop();
        while (wholes.TryPop(out var left)) root = hash.Node(left, root);
        return root;
    }

    private byte[] Tile(int level, long tile)
    {
        if (read.TryGetValue((level, tile), out var bytes)) return bytes;
        var width = Tiles.WidthOf(size, level, tile);
        bytes = tiles.Read(level, tile, width);
        if (bytes is null || bytes.Length < width * Leaf.Size) throw new TileMissingException(TilePath.Of(level, tile));
        return read[(level, tile)] = bytes;
    }

    /// <summary>Largest power of two smaller than <paramref name="n"/>.</summary>
    private static long Split(long n) => 1L << BitOperations.Log2((ulong)(n - 1));

    private static void Require(bool holds, string parameter)
    {
        if (!holds) throw new ArgumentOutOfRangeException(parameter, "outside the tree");
    }
}
