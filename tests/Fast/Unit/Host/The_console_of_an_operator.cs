using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Integration;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>Passwords at the machine, and what a command says of data that it cannot open.</summary>
public sealed class The_console_of_an_operator : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-console-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task S19_A_password_typed_at_the_keyboard_is_read_key_by_key_and_never_shown()
    {
        await using var shown = new StringWriter();
        var keys = new Queue<ConsoleKeyInfo>([Key('x'), new('\b', ConsoleKey.Backspace, false, false, false), new('\b', ConsoleKey.Backspace, false, false, false),
            Key('A'), Key('b'), new('\0', ConsoleKey.LeftArrow, false, false, false), Key('-'), Key('密'), new('\r', ConsoleKey.Enter, false, false, false), Key('z')]);
        using var lines = new StringReader("a line that nobody typed");

        var password = await new OperatorConsole(lines, shown, keys.Dequeue).Password("shao.jingxing", Ct);

        Assert.Equal("Ab-密", password);
        Assert.Single(keys);
        Assert.Contains("请shao.jingxing本人输入密码", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("A", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("*", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S19_Without_a_keyboard_each_password_is_one_line()
    {
        using var lines = new StringReader("first one\nsecond one\n");
        var console = new OperatorConsole(lines, TextWriter.Null, key: null);

        Assert.Equal(["first one", "second one", ""], [await console.Password("a", Ct), await console.Password("b", Ct), await console.Password("c", Ct)]);
    }

    [Fact]
    public async Task S19_Data_that_another_process_holds_are_called_so_and_other_trouble_is_not()
    {
        var folders = new ProductFolders(Path.Combine(_folder, "data"), Path.Combine(_folder, "keys"), Path.Combine(_folder, "anchors"));
        await using (await TestPlatform.Start(
            [new RecordsModule()], options => options with { DataDirectory = folders.Data, KeyDirectory = folders.Keys, Anchors = folders.Anchors }, EnforcementPlatform.Host.Suite.Adapters))
        {
            var held = await Assert.ThrowsAsync<FileInUseException>(() => Recover(folders));
            Assert.Contains("请先停止该进程", OperatorSentence.Of(held), StringComparison.Ordinal);
        }

        Directory.Delete(folders.Anchors, recursive: true);
        await File.WriteAllTextAsync(folders.Anchors, "a file where a folder should be", Ct);

        var other = await Assert.ThrowsAnyAsync<Exception>(() => Recover(folders));
        Assert.DoesNotContain("先停止", OperatorSentence.Of(other), StringComparison.Ordinal);
    }

    private static Task<int> Recover(ProductFolders folders) =>
        new RecoverAccountCommand([new RecordsModule()], new(TextReader.Null, TextWriter.Null, key: null)).Run(["--user", "nobody", .. folders.ToArguments()], Ct);

    private static ConsoleKeyInfo Key(char key) => new(key, ConsoleKey.None, false, false, false);
}
