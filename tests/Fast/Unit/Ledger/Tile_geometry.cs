using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class Tile_geometry
{
    [Fact]
    public void Of_70000_entries_is_the_example_of_the_specification()
    {
        var tiles = Tiles.All(70_000).ToArray();
        Assert.Equal(274 + 2 + 1, tiles.Length);
        Assert.Equal([(0, 273L, 112), (1, 0L, 256), (1, 1L, 17), (2, 0L, 1)], tiles[273..]);
        Assert.All(tiles[..273], tile => Assert.Equal(256, tile.Width));
        Assert.Empty(Tiles.All(0));
        Assert.Equal([(0, 0L, 256), (1, 0L, 1)], Tiles.All(256));
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0, 256)]
    [InlineData("tile/0/x001/x234/067", 0, 1234067, 256)]
    [InlineData("tile/2/x001/x234/067.p/8", 2, 1234067, 8)]
    [InlineData("tile/63/999.p/255", 63, 999, 255)]
    [InlineData("tile/entries/x001/000.p/1", null, 1000, 1)]
    [InlineData("tile/entries/256", null, 256, 256)]
    public void Has_one_path_for_each_tile(string path, int? level, long tile, int width)
    {
        Assert.Equal(path, level is { } l ? TilePath.Of(l, tile, width) : TilePath.OfEntries(tile, width));
        Assert.True(TilePath.TryParse(path, out var parsed));
        Assert.Equal((level, tile, width), parsed);
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/08")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0")]
    [InlineData("tile/entries/000/")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Reads_no_other_spelling(string path) => Assert.False(TilePath.TryParse(path, out _));
}
