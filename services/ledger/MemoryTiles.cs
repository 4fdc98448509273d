namespace EnforcementPlatform.Ledger;

/// <summary>Tiles in memory, filled by what <see cref="Frontier.Append"/> emits. Not for use by several threads.</summary>
public sealed class MemoryTiles : ITileSource
{
    private readonly Dictionary<(int Level, long Tile), byte[]> tiles = [];

    public void Put(TileHash emitted)
    {
        if (!tiles.TryGetValue((emitted.Level, emitted.Tile), out var bytes))
            tiles[(emitted.Level, emitted.Tile)] = bytes = new byte[Tiles.Width * Leaf.Size];
        emitted.Hash.CopyTo(bytes, emitted.Place * Leaf.Size);
    }

    public byte[]? Read(int level, long tile, int width) => tiles.GetValueOrDefault((level, tile));
}
