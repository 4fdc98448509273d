using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Integration;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(new[] { "clock" }, 11)]
    [InlineData(new[] { "clock", "explain", "x" }, 12)]
    [InlineData(new[] { "clock", "x" }, 11)]
    [InlineData(new[] { "clok" }, CommandLine.WrongCall)]
    [InlineData(new[] { "wrong" }, CommandLine.WrongCall)]
    [InlineData(new[] { "settings" }, CommandLine.WrongCall)]
    [InlineData(new[] { "help" }, CommandLine.Done)]
    [InlineData(new[] { "help", "clock", "explain" }, CommandLine.Done)]
    [InlineData(new string[0], CommandLine.Done)]
    public async Task The_longest_name_wins_and_a_wrong_call_says_so(string[] args, int code) =>
        Assert.Equal(code, await CommandLine.Run(args,
        [
            new Probe("clock", () => 11),
            new Probe("clock explain", () => 12),
            new Probe("wrong", () => throw new UsageException("缺少参数。")),
            new Probe("settings", () => throw new SettingsException(["某项设置有误。"])),
        ]));

    [Fact]
    public void Options_flags_settings_and_the_rest_are_told_apart()
    {
        var arguments = Arguments.Read(["a", "--rounds", "5", "--demo", "--out=x=y", "--Platform:DataDirectory=/d", "b"], ["rounds", "out"], ["demo"]);

        Assert.Equal(["a", "b"], arguments.Rest);
        Assert.Equal((5, "x=y", true), (arguments.Number("rounds", 1, 1, 50), arguments.Value("out"), arguments.Flag("demo")));
        Assert.Equal("/d", arguments.Settings["Platform:DataDirectory"]);
    }

    [Theory]
    [InlineData("--rouns", "5")]
    [InlineData("--rounds")]
    [InlineData("--demo=yes")]
    public void What_is_not_known_is_refused(params string[] words) =>
        Assert.Throws<UsageException>(() => Arguments.Read(words, ["rounds"], ["demo"]));

    [Theory]
    [InlineData("0")]
    [InlineData("51")]
    [InlineData("five")]
    public void A_number_out_of_bounds_is_refused(string text) =>
        Assert.Throws<UsageException>(() => Arguments.Read(["--rounds", text], ["rounds"], []).Number("rounds", 1, 1, 50));

    [Fact]
    public async Task Serve_starts_the_chosen_roles_and_stops_cleanly_when_told()
    {
        var folder = Directory.CreateTempSubdirectory("ep-serve-").FullName;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var port = FreePort();
        string[] args =
        [
            "--roles", "records", $"--Platform:DataDirectory={folder}/data", $"--Platform:KeyDirectory={folder}/keys", $"--Platform:Anchors={folder}/anchors",
            $"--Platform:Ports:records:Http={port}", "--Platform:Ports:records:Grpc=0",
        ];

        var serving = new ServeCommand([new ProbeRole("records"), new ProbeRole("review")]).Run(args, stop.Token);
        await Ready(port, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(CommandLine.Done, await serving);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--roles=reviev")]
    [InlineData("--Platform:DataDirectori=x")]
    [InlineData("--Other:Key=x")]
    [InlineData("--Platform:LargestMessage=many")]
    public async Task A_setting_that_does_not_exist_stops_the_start(string setting) =>
        await Assert.ThrowsAsync<SettingsException>(() => new ServeCommand([new ProbeRole("records")]).Run([setting], CancellationToken.None));

    [Fact]
    public async Task A_demonstration_case_without_a_demonstration_is_refused() =>
        Assert.Equal("--demo-case 须与 --demo 同用。", (await Assert.ThrowsAsync<UsageException>(() => new ServeCommand([new ProbeRole("records")]).Run(["--demo-case"], CancellationToken.None))).Message);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Ready(int port, CancellationToken ct)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                (await http.GetAsync($"http://127.0.0.1:{port}/health/ready", ct)).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, ct);
            }
        }
    }

    private sealed class Probe(string name, Func<int> run) : ICommand
    {
        public string Name => name;

        public string Summary => "试验";

        public string Usage => "试验";

        public Task<int> Run(IReadOnlyList<string> args, CancellationToken ct) => Task.FromResult(run());
    }
}
