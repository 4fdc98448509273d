using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

public sealed class A_restore_that_was_cut_short : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Backup => _folder.File("backup");

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void S20_Leaves_nothing_in_its_place_and_is_done_again_by_the_same_command(bool isMounted)
    {
        Write("records/ledger.db", "ledger");
        Write("records/views/v.db", "view");
        Write("review/ledger.db", "other");
        if (isMounted)
        {
            Directory.CreateDirectory(Data);
        }

        var gone = Path.Combine(Backup, "review", "unreadable");
        File.CreateSymbolicLink(gone, _folder.File("nowhere"));
        Assert.ThrowsAny<IOException>(() => RestoreCommand.Put(Backup, Data));
        Assert.Equal([RestoreCommand.Staging], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName));

        File.Delete(gone);
        RestoreCommand.RequireEmpty(Data);
        RestoreCommand.Put(Backup, Data);

        Assert.Equal(["records", "review"], Directory.EnumerateFileSystemEntries(Data).Select(Path.GetFileName).Order());
        Assert.Equal("view", File.ReadAllText(Path.Combine(Data, "records/views/v.db")));
    }

    [Fact]
    public void S20_Never_writes_over_what_is_there()
    {
        Directory.CreateDirectory(Path.Combine(Data, "records"));
        Assert.Contains("不为空", Assert.Throws<UsageException>(() => RestoreCommand.RequireEmpty(Data)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(Data, RestoreCommand.Staging));
        Assert.Contains("最后改名时中断", Assert.Throws<UsageException>(() => RestoreCommand.RequireEmpty(Data)).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(Backup, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
