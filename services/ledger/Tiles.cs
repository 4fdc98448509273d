namespace EnforcementPlatform.Ledger;

/// <summary>A hash that a tile holds: number <paramref name="Index"/> of tile level <paramref name="Level"/>, counted over the whole level.</summary>
public readonly record struct TileHash(int Level, long Index, byte[] Hash)
{
    /// <summary>Number of the tile within its level.</summary>
    public long Tile => Index / Tiles.Width;

    /// <summary>Place within the tile, 0..255.</summary>
    public int Place => (int)(Index % Tiles.Width);
}

/// <summary>Where hash tiles are kept. A row grows; every narrower version of a tile is a prefix of the wider one.</summary>
public interface ITileSource
{
    /// <summary>
    /// The bytes of a tile, 32 for each hash: at least its first <paramref name="width"/> (1..256) hashes, or all that is stored, or null.
    /// MUST NOT verify or recompute anything: the caller judges what comes back.
    /// </summary>
    byte[]? Read(int level, long tile, int width);
}

/// <summary>Geometry of C2SP tlog-tiles: a tile holds the hashes of 256 whole subtrees of height 8·level.</summary>
public static class Tiles
{
    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 256;

    /// <summary>Tree levels that one tile level spans.</summary>
    public const int Height = 8;

    /// <summary>How many hashes tile level <paramref name="level"/> holds in a tree of <paramref name="size"/> entries: only whole subtrees count.</summary>
    public static long Count(long size, int level) => level * Height >= 63 ? 0 : size >> (level * Height);

    /// <summary>Width of one tile in a tree of <paramref name="size"/> entries; 0 where it does not exist yet.</summary>
    public static int WidthOf(long size, int level, long tile) =>
        (int)Math.Clamp(Count(size, level) - tile * Width, 0, Width);

    /// <summary>Every tile of a tree of <paramref name="size"/> entries with its width, level by level.</summary>
    public static IEnumerable<(int Level, long Tile, int Width)> All(long size)
    {
        for (var level = 0; Count(size, level) is var count and > 0; level++)
            for (long tile = 0; tile * Width < count; tile++)
                yield return (level, tile, WidthOf(size, level, tile));
    }
}
