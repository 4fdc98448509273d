using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>The rollback guard: what it lets pass, and each way of going back that it stops.</summary>
public sealed class A_restored_copy : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;

    public A_restored_copy() => home = new LedgerHome(folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_older_data_can_be_read_and_nothing_else()
    {
        var old = await Backup();
        await Grow(5, "later");
        Replace(old);
        await using var restored = await home.Start();
        AssertReadOnly(restored, "10 条", "15 条", home.Anchors);
        Assert.Equal(KernelFaults.LedgerReadOnly, (await Assert.ThrowsAsync<Fault>(() => restored.Append("new"))).Type);
        Assert.Equal(10, (await restored.Store.ReadFrom(0, 100, Ct)).Length);
        Assert.Null(restored.Ledger.Checkpoints);
    }

    [Fact]
    public async Task Of_older_data_is_left_as_it_is()
    {
        var old = await Backup();
        await Grow(5, "later");
        Replace(old);
        var before = Directory.GetFiles(folder.File("tile"), "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);
        await (await home.Start()).DisposeAsync();
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
    }

    [Fact]
    public async Task Writes_again_once_the_newest_data_is_back()
    {
        var old = await Backup();
        await Grow(5, "later");
        var newest = folder.Copy();
        Replace(old);
        await (await home.Start()).DisposeAsync();
        Replace(newest);
        await Grow(1, "and on");
    }

    [Fact]
    public async Task Of_the_ledger_file_alone_is_told_by_the_cells()
    {
        var old = await Backup();
        await Grow(5, "later");
        Directory.Delete(home.Anchors, recursive: true);
        File.Copy(Path.Combine(old, "ledger.db"), folder.File("ledger.db"), overwrite: true);
        await using var restored = await home.Start();
        AssertReadOnly(restored, "10 条", "15 条", "cells.db");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public async Task That_was_written_to_behind_the_guards_back_is_told_by_its_root(int entries)
    {
        var old = await Backup();
        await Grow(5, "later");
        var anchors = folder.Beside("anchors-kept");
        Directory.Move(home.Anchors, anchors);
        Replace(old);
        PutAnchorsOfThen();
        await Grow(entries, "fork");
        Directory.Delete(home.Anchors, recursive: true);
        Directory.Move(anchors, home.Anchors);
        await using var forked = await home.Start();
        AssertReadOnly(forked, "分叉", "forked", home.Anchors);
    }

    [Fact]
    public async Task Whose_entries_were_swapped_under_its_signed_head_is_told_by_the_newest_of_them()
    {
        var old = await Backup();
        await Grow(5, "later");
        var whole = folder.Copy();
        Replace(old);
        Directory.Move(home.Anchors, folder.Beside("anchors-kept"));
        PutAnchorsOfThen();
        await Grow(5, "fork");
        var fork = folder.Copy();
        Replace(whole);
        File.Copy(Path.Combine(fork, "ledger.db"), folder.File("ledger.db"), overwrite: true);
        await using var swapped = await home.Start();
        AssertReadOnly(swapped, "分叉", "cells.db");
    }

    [Fact]
    public async Task That_is_no_copy_but_a_new_beginning_starts_afresh()
    {
        await Backup();
        var before = home.Identity.Origin;
        Directory.Delete(home.Data, recursive: true);
        await Grow(3, "afresh");
        Assert.NotEqual(before, home.Identity.Origin);
        Assert.Equal(2, Directory.GetFiles(home.Anchors).Length);
    }

    [Fact]
    public async Task Is_not_written_to_while_its_anchor_cannot_be_read()
    {
        await Backup();
        var anchor = Assert.Single(Directory.GetFiles(home.Anchors));
        await File.WriteAllTextAsync(anchor, (await File.ReadAllTextAsync(anchor, Ct)).Replace("\n10\n", "\n9\n", StringComparison.Ordinal), Ct);
        await using var started = await home.Start();
        AssertReadOnly(started, anchor);
    }

    /// <summary>What would tell that the data is old is gone: it is not made anew in silence.</summary>
    [Fact]
    public async Task S9_Is_not_written_to_while_its_anchor_is_missing_and_is_again_once_it_is_back()
    {
        await Backup();
        var kept = folder.Beside("anchors-kept");
        Directory.Move(home.Anchors, kept);
        await using (var started = await home.Start())
        {
            AssertReadOnly(started, "锚点缺失", new Anchors(home.Anchors).PathOf(home.Identity.Origin), "10 条", "Platform:Anchors", "*.journal", "enforce recover");
            Assert.Equal(10, (await started.Store.ReadFrom(0, 100, Ct)).Length);
        }

        Assert.False(Directory.Exists(home.Anchors) && Directory.EnumerateFileSystemEntries(home.Anchors).Any());
        if (Directory.Exists(home.Anchors))
        {
            Directory.Delete(home.Anchors);
        }

        Directory.Move(kept, home.Anchors);
        await Grow(1, "and on");
    }

    [Fact]
    public async Task Whose_key_was_lost_is_not_written_to()
    {
        await Backup();
        Directory.Delete(home.Keys, recursive: true);
        await using var started = await home.Start();
        AssertReadOnly(started, "有效校验点");
    }

    [Fact]
    public async Task Is_guarded_by_an_anchor_that_is_at_most_a_second_old()
    {
        await using var started = await home.Start();
        for (var size = 1; size <= 3; size++)
        {
            await started.Append($"e{size}");
            for (var tries = 0; !(await File.ReadAllTextAsync(new Anchors(home.Anchors).PathOf(home.Identity.Origin), Ct)).Contains($"\n{size}\n", StringComparison.Ordinal); tries++)
            {
                Assert.True(tries < 3000, "no anchor within 60 s");
                await Task.Delay(20, Ct);
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private static void AssertReadOnly(LedgerHome.Started started, params string[] words)
    {
        Assert.False(started.Ledger.Verdict.MayAppend);
        Assert.False(started.Ledger.Healthy);
        var plan = string.Join('\n', started.Ledger.Verdict.Plan);
        Assert.All([.. words, "一、", "1. "], word => Assert.Contains(word, plan, StringComparison.Ordinal));
    }

    /// <summary>A copy of the data directory with ten entries in it.</summary>
    private async Task<string> Backup()
    {
        await Grow(10, "first");
        Directory.CreateDirectory(folder.Beside("anchors-then"));
        foreach (var file in Directory.GetFiles(home.Anchors))
        {
            File.Copy(file, Path.Combine(folder.Beside("anchors-then"), Path.GetFileName(file)));
        }

        return folder.Copy();
    }

    /// <summary>The anchors as they were when the copy was made.</summary>
    private void PutAnchorsOfThen() => Directory.Move(folder.Beside("anchors-then"), home.Anchors);

    private async Task Grow(int entries, string prefix)
    {
        await using var started = await home.Start();
        Assert.True(started.Ledger.Verdict.MayAppend, string.Join('\n', started.Ledger.Verdict.Plan));
        await started.Append(entries, prefix);
    }

    private void Replace(string copy)
    {
        Directory.Delete(home.Data, recursive: true);
        foreach (var file in Directory.EnumerateFiles(copy, "*", SearchOption.AllDirectories))
        {
            var target = folder.File(Path.GetRelativePath(copy, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
