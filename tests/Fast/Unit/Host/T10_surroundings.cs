using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Integration;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>What the environment does to a command is one Chinese sentence with cause and cure, never an exception of the class library.</summary>
public sealed class T10_surroundings : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-t10-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task T10_A_settings_file_that_is_missing_or_broken_is_named()
    {
        var broken = Path.Combine(_folder, "broken.json");
        await File.WriteAllTextAsync(broken, "{ \"Platform\": ", TestContext.Current.CancellationToken);

        var missing = await Refused("--config", Path.Combine(_folder, "none.json"));
        var unreadable = await Refused("--config", broken);

        Assert.Contains("none.json：没有这个设置文件", missing, StringComparison.Ordinal);
        Assert.Contains("设置文件不是有效的JSON", unreadable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Platform:DataDirectori=x", "Platform:DataDirectori：没有这一设置项，请核对写法；Platform 下可用的有：")]
    [InlineData("--Platform:Ports:records:Htp=1", "Platform:Ports:records:Htp：没有这一设置项")]
    [InlineData("--Platform:LargestMessage=many", "Platform:LargestMessage：值的类型不对，应为数字。")]
    [InlineData("--Platform:DemoData=perhaps", "Platform:DemoData：值的类型不对，应为true或false。")]
    [InlineData("--Platfrom:DemoData=true", "Platfrom：没有这一设置项")]
    public async Task T10_A_wrong_setting_is_named_in_Chinese(string setting, string sentence)
    {
        var said = await Refused(setting);

        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ErrorOnUnknownConfiguration", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T10_A_taken_port_is_named_before_anything_is_opened()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var said = await Refused($"--Platform:Ports:records:Http={port}", "--Platform:Ports:records:Grpc=0");

        Assert.Contains($"端口{port}：已被另一程序占用", said, StringComparison.Ordinal);
        Assert.Contains("--Platform:Ports:records:Http=端口", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task T10_Two_uses_of_one_port_are_named() =>
        Assert.Contains("重复用于Platform:Ports:records:Http、Platform:Ports:records:Grpc", await Refused("--Platform:Ports:records:Http=50999", "--Platform:Ports:records:Grpc=50999"), StringComparison.Ordinal);

    [Fact]
    public async Task T10_A_file_where_a_folder_should_be_is_named()
    {
        var file = Path.Combine(_folder, "data");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Contains($"{file}：文件夹不能写入（Platform:DataDirectory）", await Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, "运行账户没有权限", "chown")]
    [InlineData(30, "所在的文件系统是只读的", "重新挂载")]
    [InlineData(28, "磁盘空间或配额已用完", "腾出空间")]
    [InlineData(24, "打开的文件过多", "LimitNOFILE")]
    public void T10_What_the_system_says_of_a_file_has_a_cause_and_a_cure(int number, string cause, string cure)
    {
        var error = new IOException("Input/output", number);
        var denied = new UnauthorizedAccessException("Access to the path is denied.", error);

        Assert.Equal((cause, true), (DiskError.CauseOf(error), DiskError.CureOf(error).Contains(cure, StringComparison.Ordinal)));
        Assert.Equal(cause, DiskError.CauseOf(denied));
        Assert.Equal(number == 28, DiskError.IsFull(error));
    }

    [Fact]
    public void T10_A_holder_is_named_only_while_it_lives()
    {
        var path = Path.Combine(_folder, "ledger.db");
        using var owner = FileOwner.Take(path);

        var living = Assert.Throws<FileInUseException>(() => FileOwner.Take(path)).Message;
        File.WriteAllText(path + ".pid", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var gone = Assert.Throws<FileInUseException>(() => FileOwner.Take(path)).Message;

        Assert.Contains($"（进程号{Environment.ProcessId}）", living, StringComparison.Ordinal);
        Assert.DoesNotContain("进程号", gone, StringComparison.Ordinal);
        Assert.Contains("请先停止该进程", gone, StringComparison.Ordinal);
    }

    [Fact]
    public void T10_A_lock_file_that_cannot_be_made_is_not_taken_for_one_in_use()
    {
        var path = Path.Combine(_folder, "ledger.db");
        Directory.CreateDirectory(path + ".lock");

        Assert.IsNotType<FileInUseException>(Assert.ThrowsAny<Exception>(() => FileOwner.Take(path)));
    }

    [Fact]
    public void T10_Without_Unicode_data_nothing_starts()
    {
        Assert.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", Assert.Single(StartCheck.Unicode("1")), StringComparison.Ordinal);
        Assert.Empty(StartCheck.Unicode(null));
    }

    [Fact]
    public async Task T10_An_error_of_the_surroundings_ends_any_command_with_two()
    {
        Exception[] errors =
        [
            new IOException("No space left on device", 28),
            new UnauthorizedAccessException("Access to the path '/x' is denied."),
            new SqliteException("file is not a database", 26),
            new SqliteException("no such column: tag", 1),
            new LedgerDamagedException("entry 3"),
            KernelFaults.ReplicaTooOld.With(("type", "x")),
            new InvalidDataException("the data belongs to another"),
            new System.Security.Cryptography.CryptographicException("key"),
            new IOException("Failed to bind", new SocketException((int)SocketError.AddressAlreadyInUse)),
        ];

        foreach (var error in errors)
        {
            Assert.Equal(CommandLine.WrongCall, await CommandLine.Run(["probe"], [new Probe(error)]));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommandLine.Run(["probe"], [new Probe(new InvalidOperationException("a defect"))]));
    }

    private async Task<string> Refused(params string[] words) => (await Assert.ThrowsAsync<SettingsException>(() => new ServeCommand([new ProbeRole("records")]).Run(
        [
            $"--Platform:DataDirectory={_folder}/data", $"--Platform:KeyDirectory={_folder}/keys", $"--Platform:Anchors={_folder}/anchors",
            .. words.Any(word => word.Contains("Ports", StringComparison.Ordinal)) ? [] : new[] { "--Platform:Ports:records:Http=0", "--Platform:Ports:records:Grpc=0" },
            .. words,
        ],
        TestContext.Current.CancellationToken))).Message;

    private sealed class Probe(Exception error) : ICommand
    {
        public string Name => "probe";

        public string Summary => "试验";

        public string Usage => "试验";

        public Task<int> Run(IReadOnlyList<string> args, CancellationToken ct) => Task.FromException<int>(error);
    }
}
