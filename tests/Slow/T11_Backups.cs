using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Host.Product;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>Backup, its check, and restoring it, on a platform on which the story was played.</summary>
public sealed class T11_Backups(PlayedPlatform played) : IClassFixture<PlayedPlatform>
{
    [Fact]
    public async Task A_backup_is_whole_holds_no_key_and_no_anchor_and_is_restored_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        var (_, printed) = await Done("restore", backup, at, "--check");
        Assert.Contains("没有已知会丢失的记录", printed, StringComparison.Ordinal);
        AssertHoldsNothingOf(at.Keys, backup);
        AssertHoldsNothingOf(at.Anchors, backup, IsServed); // a head that anybody is served may be the very note that is anchored

        Directory.Move(at.Data, Path.Combine(folder.Path, "old"));
        await Done("restore", backup, at);
        await using var product = new StartedProduct(at, Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken); // makes tiles and views again
        Assert.True(await product.Stop());
        var (code, verified) = await Command.Run("verify", "--full", "--data", at.Data, "--keys", at.Keys, "--anchors", at.Anchors);
        Assert.True(code == CommandLine.Done, verified);
    }

    [Fact]
    public async Task Every_alteration_of_a_backup_is_named_and_nothing_is_restored()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        Directory.Move(at.Data, Path.Combine(folder.Path, "old"));
        string[] files = [.. Directory.GetFiles(backup, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(file, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)], TestContext.Current.CancellationToken);
            await Refused(backup, at, Path.GetFileName(file));
            File.Delete(file);
            await Refused(backup, at, Path.GetFileName(file));
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(backup, "data", "stranger"), "x", TestContext.Current.CancellationToken);
        await Refused(backup, at, "stranger");
        Assert.False(Directory.Exists(at.Data));
    }

    [Fact]
    public async Task What_was_signed_after_a_backup_is_told_as_lost()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        await using var product = new StartedProduct(at, Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken);
        var (code, printed) = await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages));
        Assert.True(code == CommandLine.Done, printed);
        Assert.True(await product.Stop());
        var (_, check) = await Done("restore", backup, at, "--check");
        Assert.Matches("证明曾有[0-9]+条，备份只有[0-9]+条", check);
        Assert.Contains("enforce recover", check, StringComparison.Ordinal);
    }

    /// <summary>The anchors know more than the restored backup: read-only, until two persons confirm; then the ledger says so itself, and goes on.</summary>
    [Fact]
    public async Task What_is_lost_for_good_is_stated_by_two_persons_and_the_ledger_goes_on()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        await using var product = new StartedProduct(at, Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken);
        Assert.True((await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages))).Code == CommandLine.Done);
        Assert.True(await product.Stop());
        Directory.Move(at.Data, Path.Combine(folder.Path, "lost"));
        await Done("restore", backup, at);

        Assert.Equal(CommandLine.DoesNotHold, (await Recover(at, "")).Code);
        Assert.Equal(CommandLine.DoesNotHold, (await Recover(at, "Wrong-2026\nYanshi-2026\n", "--first", "shang.minghui", "--second", "cen.zhiyuan")).Code);
        Assert.Equal(CommandLine.DoesNotHold, (await Recover(at, "Yanshi-2026\nYanshi-2026\n", "--first", "shang.minghui", "--second", "shang.minghui")).Code);
        var (code, printed) = await Recover(at, "Yanshi-2026\nYanshi-2026\n", "--first", "shang.minghui", "--second", "cen.zhiyuan");
        Assert.True(code == CommandLine.Done, printed);
        Assert.Contains("可以继续办理", printed, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetDirectories(at.Anchors, "set-aside-*"));

        await product.Start(TestContext.Current.CancellationToken);
        var (again, story) = await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages));
        Assert.True(again == CommandLine.Done, story);
        Assert.True(await product.Stop());
        var (whole, verified) = await Command.Run("verify", "--full", "--data", at.Data, "--keys", at.Keys, "--anchors", at.Anchors);
        Assert.True(whole == CommandLine.Done, verified);
    }

    /// <summary>A new machine has keys from escrow, data from the backup and no anchors: read-only, until two persons put that on record.</summary>
    [Fact]
    public async Task S9_A_machine_without_anchors_is_read_only_until_two_persons_confirm_it()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        Directory.Move(at.Data, Path.Combine(folder.Path, "lost"));
        Directory.Move(at.Anchors, Path.Combine(folder.Path, "lost-anchors"));
        Assert.Contains("锚点缺失", (await Done("restore", backup, at)).Printed, StringComparison.Ordinal);

        var (waits, listed) = await Recover(at, "");
        Assert.Equal(CommandLine.DoesNotHold, waits);
        Assert.Contains("锚点缺失", listed, StringComparison.Ordinal);
        var (code, printed) = await Recover(at, "Yanshi-2026\nYanshi-2026\n", "--first", "shang.minghui", "--second", "cen.zhiyuan");
        Assert.True(code == CommandLine.Done, printed);

        await using var product = new StartedProduct(at, Command.Roles, split: false);
        await product.Start(TestContext.Current.CancellationToken);
        var (again, story) = await Command.Run("story", "--at", Command.At(role => product.GrpcOf(role), product.PublicPages));
        Assert.True(again == CommandLine.Done, story);
        Assert.True(await product.Stop());
    }

    [Fact]
    public async Task A_restore_never_overwrites_and_a_backup_is_never_mixed_with_another()
    {
        using var folder = new TemporaryFolder();
        var (at, backup) = (played.CopyTo(folder), Path.Combine(folder.Path, "backup"));
        await Done("backup", backup, at);
        Assert.Equal(CommandLine.WrongCall, (await Run("restore", backup, at)).Code);
        Assert.Equal(CommandLine.WrongCall, (await Run("backup", backup, at)).Code);
    }

    [Fact]
    public async Task T12_A_second_verification_reads_what_is_new_and_says_so_and_believes_no_memory_but_its_own()
    {
        using var folder = new TemporaryFolder();
        var at = played.CopyTo(folder);
        string[] options = ["verify", "--data", at.Data, "--keys", at.Keys, "--anchors", at.Anchors];
        var (first, printed) = await Command.Run(options);
        Assert.True(first == CommandLine.Done, printed);
        Assert.DoesNotContain("未重新读取", printed, StringComparison.Ordinal);
        var (second, again) = await Command.Run(options);
        Assert.True(second == CommandLine.Done, again);
        Assert.Equal(Command.Ledgers.Count, again.Split("本次只读取新增的0条").Length - 1);
        var (_, full) = await Command.Run([.. options, "--full"]);
        Assert.DoesNotContain("未重新读取", full, StringComparison.Ordinal);

        foreach (var memory in Directory.GetFiles(at.Anchors, "*.verified"))
        {
            var lines = await File.ReadAllLinesAsync(memory, TestContext.Current.CancellationToken);
            lines[2] = "1";
            await File.WriteAllTextAsync(memory, string.Join('\n', lines), TestContext.Current.CancellationToken);
        }

        var (_, edited) = await Command.Run(options);
        Assert.DoesNotContain("未重新读取", edited, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Printed)> Recover(ProductFolders at, string typed, params string[] more)
    {
        var input = Console.In;
        Console.SetIn(new StringReader(typed));
        try
        {
            return await Command.Run(["recover", .. more, $"--Platform:DataDirectory={at.Data}", $"--Platform:KeyDirectory={at.Keys}", $"--Platform:Anchors={at.Anchors}"]);
        }
        finally
        {
            Console.SetIn(input);
        }
    }

    private static bool IsServed(string file) => Path.GetFileName(file) == "checkpoint" || Path.GetFileName(Path.GetDirectoryName(file)) == "witnessed";

    private static void AssertHoldsNothingOf(string secrets, string backup, Func<string, bool>? except = null)
    {
        var inBackup = Directory.GetFiles(backup, "*", SearchOption.AllDirectories)
            .Where(file => except?.Invoke(file) != true)
            .Select(File.ReadAllBytes)
            .ToArray();
        foreach (var secret in Directory.GetFiles(secrets, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes).Where(bytes => bytes.Length >= 32))
        {
            Assert.DoesNotContain(inBackup, bytes => bytes.AsSpan().IndexOf(secret) >= 0 && bytes.Length == secret.Length);
        }

        foreach (var key in Directory.GetFiles(secrets, "*.key").Select(File.ReadAllBytes))
        {
            Assert.DoesNotContain(inBackup, bytes => bytes.AsSpan().IndexOf(key) >= 0);
        }
    }

    private static async Task Refused(string backup, ProductFolders at, string place)
    {
        var (code, printed) = await Run("restore", backup, at);
        Assert.True(code == CommandLine.DoesNotHold && (printed.Contains(place, StringComparison.Ordinal) || printed.Contains(BackupManifest.ListName, StringComparison.Ordinal)), $"{place}: {code}\n{printed}");
    }

    private static async Task<(int Code, string Printed)> Done(string command, string backup, ProductFolders at, params string[] more)
    {
        var (code, printed) = await Run(command, backup, at, more);
        Assert.True(code == CommandLine.Done, printed);
        return (code, printed);
    }

    private static Task<(int Code, string Printed)> Run(string command, string backup, ProductFolders at, params string[] more) =>
        Command.Run([command, backup, .. more, "--data", at.Data, "--keys", at.Keys, "--anchors", at.Anchors]);
}
