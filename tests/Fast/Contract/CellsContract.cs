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

    /// <summary>A second engine on what is left after somebody without the key changed one row of the first, or took it away (null).</summary>
    protected abstract ICells AfterAlteration(string name, Func<StoredCell, StoredCell?> alter);

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
    public async Task A_version_never_comes_again_after_a_removal()
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write("a", 1, [2], Ct);
        Assert.True(await Cells.Write("a", 2, null, Ct));
        Assert.Null(await Cells.Read("a", Ct));
        Assert.Empty(await Cells.List("", Ct));
        Assert.False(await Cells.Write("a", 3, [9], Ct));
        Assert.True(await Cells.Write("a", 0, [3], Ct));
        await AssertCell("a", 4, [3]);

        // Whoever read the cell before it was removed does not write over the one that was made anew.
        Assert.False(await Cells.Write("a", 1, [9], Ct));
        Assert.False(await Cells.Write("a", 2, [9], Ct));
        await AssertCell("a", 4, [3]);
        Assert.Equal(4, (await AfterPowerCut().Read("a", Ct))!.Version);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_removed() => Assert.False(await Cells.Write("a", 0, null, Ct));

    public static TheoryData<string> Alterations => new(
    [
        "value", "empty value", "version", "tag", "empty tag", "tag of the version before", "removed", "renamed",
    ]);

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task T2_An_altered_cell_is_named_and_hinders_no_other(string how)
    {
        StoredCell? before = null;
        await Cells.Write("a/one", 0, [1, 2], Ct);
        AfterAlteration("a/one", row => before = row);
        await Cells.Write("a/one", 1, [3, 4], Ct);
        await Cells.Write("b/two", 0, [5], Ct);
        var later = AfterAlteration("a/one", row => how switch
        {
            "value" => row with { Value = [3, 5] },
            "empty value" => row with { Value = [] },
            "version" => row with { Version = row.Version + 1 },
            "tag" => row with { Tag = [.. row.Tag[..^1], (byte)(row.Tag[^1] ^ 1)] },
            "empty tag" => row with { Tag = [] },
            "tag of the version before" => row with { Tag = before!.Tag },
            "removed" => row with { Value = null },
            _ => row with { Name = "a/other" },
        });
        var name = how == "renamed" ? "a/other" : "a/one";
        await AssertDamaged(name, async () => await later.Read(name, Ct));
        await AssertDamaged(name, () => later.Write(name, 2, [6], Ct));
        await AssertDamaged(name, async () => await later.List("a/", Ct));
        Assert.Equal([5], (await later.Read("b/two", Ct))!.Value);
        Assert.True(await later.Write("b/two", 1, [6], Ct));
        Assert.Single(await later.List("b/", Ct));
    }

    [Fact]
    public async Task T2_A_removed_cell_cannot_be_brought_back_by_hand()
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write("a", 1, null, Ct);
        var later = AfterAlteration("a", row => row with { Value = [1] });
        await AssertDamaged("a", async () => await later.Read("a", Ct));
    }

    [Theory]
    [InlineData("handlers/OnSomething/ep.example.cn/records/0")]
    [InlineData("checkpoint/ep.example.cn/records/0")]
    [InlineData("witness/ep.example.cn/records/0")]
    public async Task T2_A_decisive_cell_that_is_gone_is_named(string name)
    {
        await Cells.Write("a", 0, [1], Ct);
        await Cells.Write(name, 0, [1], Ct);
        var later = AfterAlteration(name, _ => null);
        await AssertDamaged(name, async () => await later.Read(name, Ct));
        await AssertDamaged(name, () => later.Write(name, 0, [1], Ct));
        await AssertDamaged(name, async () => await later.List(name[..4], Ct));
        Assert.Equal([1], (await later.Read("a", Ct))!.Value);
    }

    [Fact]
    public async Task T2_The_index_of_decisive_cells_cannot_be_changed_nor_taken_away()
    {
        StoredCell? first = null;
        await Cells.Write("handlers/one", 0, [1], Ct);
        AfterAlteration(CellTags.Index, row => first = row);
        await Cells.Write("handlers/two", 0, [1], Ct);
        Assert.Equal(CellTags.Index, Assert.Throws<CellDamagedException>(() => AfterAlteration(CellTags.Index, _ => null)).Cell);
        Assert.Throws<CellDamagedException>(() => AfterAlteration(CellTags.Index, row => row with { Value = first!.Value }));
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

    private static async Task AssertDamaged(string name, Func<Task> act)
    {
        var damaged = await Assert.ThrowsAsync<CellDamagedException>(act);
        Assert.Equal(name, damaged.Cell);
        Assert.Contains($"单元 {name} 校验不符或已被删除", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("备份整体恢复", damaged.Message, StringComparison.Ordinal);
    }

    private async Task AssertCell(string name, long version, byte[] value)
    {
        var cell = await Cells.Read(name, Ct);
        Assert.NotNull(cell);
        Assert.Equal((name, version), (cell.Name, cell.Version));
        Assert.Equal(value, cell.Value);
    }
}
