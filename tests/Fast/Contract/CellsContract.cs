using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Contract;

/// <summary>Every MUST of <see cref="ICells"/>. Each engine inherits it; twins with one defect each are caught by it.</summary>
public abstract class CellsContract
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The engine under test, empty at first.</summary>
    protected abstract ICells Cells { get; }

    /// <summary>A second engine on what a power cut would have left of the first.</summary>
    protected abstract ICells AfterPowerCut();

    [Fact]
    public async Task A_cell_that_nobody_wrote_is_null() => Assert.Null(await Cells.Read("a", Ct));

    [Fact]
    public async Task A_read_sees_the_write_before_it()
    {
        for (byte version = 1; version <= 20; version++)
        {
            Assert.True(await Cells.Write("a", version - 1, [version, 0], Ct));
            await AssertCell("a", version, [version, 0]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_write_that_expects_another_version_changes_nothing(long expected)
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write("a", 1, [2], Ct);
        Assert.False(await Cells.Write("a", expected, [9], Ct));
        Assert.False(await Cells.Write("a", expected, null, Ct));
        await AssertCell("a", 2, [2]);
    }

    [Fact]
    public async Task The_bytes_of_a_cell_are_not_those_of_whoever_wrote_or_read_it()
    {
        byte[] written = [1, 2];
        await Cells.Write("a", 0, written, Ct);
        written[0] = 9;
        (await Cells.Read("a", Ct))!.Value[1] = 9;
        await AssertCell("a", 1, [1, 2]);
    }

    [Fact]
    public async Task A_new_cell_expects_version_zero()
    {
        Assert.False(await Cells.Write("a", 1, [1], Ct));
        Assert.Null(await Cells.Read("a", Ct));
    }

    [Fact]
    public async Task A_removed_cell_is_gone_and_starts_at_one_again()
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write("a", 1, [2], Ct);
        Assert.True(await Cells.Write("a", 2, null, Ct));
        Assert.Null(await Cells.Read("a", Ct));
        Assert.Empty(await Cells.List("", Ct));
        Assert.True(await Cells.Write("a", 0, [3], Ct));
        await AssertCell("a", 1, [3]);
    }

    [Fact]
    public async Task An_empty_value_is_a_value()
    {
        await Cells.Write("a", 0, [], Ct);
        await AssertCell("a", 1, []);
    }

    [Fact]
    public async Task A_list_holds_exactly_the_names_with_the_prefix_in_order()
    {
        foreach (var name in new[] { "cursor/b", "cursor/a", "cursor", "cursors/x", "cursor/%", "cursor/_", "Cursor/a", "a" })
        {
            await Cells.Write(name, 0, [1], Ct);
        }

        Assert.Equal(["cursor/%", "cursor/_", "cursor/a", "cursor/b"], (await Cells.List("cursor/", Ct)).Select(cell => cell.Name));
        Assert.Equal(8, (await Cells.List("", Ct)).Length);
        Assert.Empty(await Cells.List("cursor/c", Ct));
    }

    [Fact]
    public async Task A_write_that_was_acknowledged_survives_a_power_cut()
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write("a", 1, [2], Ct);
        await Cells.Write("b", 0, [1], Ct);
        await Cells.Write("b", 1, null, Ct);
        var later = AfterPowerCut();
        var cell = Assert.Single(await later.List("", Ct));
        Assert.Equal(("a", 2), (cell.Name, cell.Version));
        Assert.Equal([2], cell.Value);
    }

    [Fact]
    public async Task Of_many_that_race_for_a_version_one_wins()
    {
        await Cells.Write("a", 0, [0], Ct);
        var racers = Enumerable.Range(1, 32).Select(index => Task.Run(async () => (Index: (byte)index, Won: await Cells.Write("a", 1, [(byte)index], Ct))));
        var winner = Assert.Single(await Task.WhenAll(racers), racer => racer.Won);
        await AssertCell("a", 2, [winner.Index]);
    }

    [Fact]
    public async Task Cells_do_not_hinder_one_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(index => Task.Run(async () =>
        {
            for (var version = 0; version < 5; version++)
            {
                Assert.True(await Cells.Write($"c{index}", version, [(byte)version], Ct));
            }
        })));
        Assert.All(await Cells.List("c", Ct), cell => Assert.Equal(5, cell.Version));
    }

    private async Task AssertCell(string name, long version, byte[] value)
    {
        var cell = await Cells.Read(name, Ct);
        Assert.NotNull(cell);
        Assert.Equal((name, version), (cell.Name, cell.Version));
        Assert.Equal(value, cell.Value);
    }
}
