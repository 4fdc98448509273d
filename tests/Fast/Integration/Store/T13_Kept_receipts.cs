using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>What a receipt that a caller kept shows later: <c>enforce verify --receipt</c>.</summary>
public sealed class T13_Kept_receipts : IDisposable
{
    private readonly TestFolder _folder = new();

    private ProductFolders Folders => new(_folder.Path, _folder.Beside("keys"), _folder.Beside("anchors"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task T13_A_receipt_holds_and_is_proved_by_the_signed_head()
    {
        var receipt = await Keep(3);
        var check = ReceiptCheck.Of(Folders, receipt);
        Assert.True(check.Holds, string.Join('\n', check.Lines));
        Assert.Contains(check.Lines, line => line.Contains("已证明包含在条数为 3 的已签名校验点内", StringComparison.Ordinal));
        var file = _folder.Beside("receipt.txt");
        await File.WriteAllTextAsync(file, receipt + "\n", TestContext.Current.CancellationToken);
        Assert.True(ReceiptCheck.Of(Folders, file).Holds);
    }

    [Fact]
    public async Task T13_An_entry_that_was_cut_off_is_named_as_missing_though_promised()
    {
        var receipt = await Keep(3);
        AlteredCells.Run(Path.Combine(Folders.Data, "records", "ledger.db"), "DELETE FROM entries WHERE position = 2");
        var check = ReceiptCheck.Of(Folders, receipt);
        Assert.False(check.Holds);
        Assert.Contains(check.Lines, line => line.Contains("本安装曾确认保存", StringComparison.Ordinal));
        Assert.Contains(check.Lines, line => line.Contains("所承诺的记录缺失", StringComparison.Ordinal) && line.Contains("较新的备份", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T13_Another_entry_at_the_place_is_named()
    {
        var receipt = await Keep(3);
        AlteredCells.Run(
            Path.Combine(Folders.Data, "records", "ledger.db"),
            "UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE position = 1) WHERE position = 2");
        Assert.Contains(ReceiptCheck.Of(Folders, receipt).Lines, line => line.Contains("另一条记录", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "9")]
    [InlineData(3, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(4, "2")]
    [InlineData(5, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task T13_A_receipt_with_another_field_was_not_given_by_this_installation(int field, string value)
    {
        var fields = (await Keep(3)).Split('.');
        var fromEnd = 6 - field;
        fields[^fromEnd] = value;
        var check = ReceiptCheck.Of(Folders, string.Join('.', fields));
        Assert.False(check.Holds);
        Assert.Contains("没有出具过", Assert.Single(check.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.a.b")]
    [InlineData("2.ep.example.cn/records/1.0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1.ep.example.cn/records/1.-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1.ep.example.cn/records/1.0.AAAA.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1.ep.example.cn/records/1.0.!.1.!")]
    public void T13_What_is_no_receipt_is_said_so(string text) => Assert.Throws<CannotVerifyException>(() => ReceiptCheck.Of(Folders, text));

    [Fact]
    public async Task T13_Without_the_ring_it_is_said_that_nothing_can_be_checked()
    {
        var receipt = await Keep(1);
        File.Delete(Path.Combine(Folders.Keys, "records.vouch"));
        Assert.Contains("records.vouch", Assert.Throws<CannotVerifyException>(() => ReceiptCheck.Of(Folders, receipt)).Message, StringComparison.Ordinal);
    }

    /// <summary>Keeps entries, signs them, and hands out the receipt of the last.</summary>
    private async Task<string> Keep(int entries)
    {
        var options = new PlatformOptions { DataDirectory = Folders.Data, KeyDirectory = Folders.Keys, Anchors = Folders.Anchors };
        var plan = new RolePlan("records", new MessageTypes([WrappersReflection.Descriptor]), [], new Subscriptions(), ViewCacheKiB: 1024);
        await using var role = new RoleParts(plan, new SqliteEngine(), options, TimeProvider.System, NullLoggerFactory.Instance);
        await role.Open(TestContext.Current.CancellationToken);
        var last = "";
        for (var index = 0; index < entries; index++)
        {
            var entry = Sample.Entry($"entry-{index}", [Sample.First($"cases/{Sample.Id($"{index}")}")]);
            var kept = await role.Running.Append(entry, default);
            last = Receipt.Of(role.Ledger.Ring, kept.Position, entry.Leaf).ToString();
        }

        await role.Running.Checkpoints!.WaitFor(entries, TestContext.Current.CancellationToken);
        return last;
    }
}
