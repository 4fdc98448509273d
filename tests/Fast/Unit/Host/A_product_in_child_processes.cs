using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>Ports that nobody else takes, and pipes that never fill.</summary>
public sealed class A_product_in_child_processes : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TcpListener taken = new(IPAddress.Loopback, 0);

    public A_product_in_child_processes() => taken.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int Taken => ((IPEndPoint)taken.LocalEndpoint).Port;

    [Fact]
    public void Chooses_ports_that_the_system_gives_to_nobody_by_chance()
    {
        var ports = StartedProduct.FreePorts(200);

        Assert.Distinct(ports);
        Assert.All(ports, port => Assert.InRange(port, 20_000, 31_999));
        foreach (var port in ports)
        {
            using var mine = new TcpListener(IPAddress.Loopback, port);
            mine.Start();
        }
    }

    [Fact]
    public async Task Chooses_others_where_somebody_took_a_port_before_it_could_listen()
    {
        var choices = 0;
        await using var product = new StartedProduct(
            new(folder.Path, folder.Beside("keys"), folder.Beside("anchors")), [ServiceRole.PortalPublic], split: false,
            count => ++choices == 1 ? [Taken, .. StartedProduct.FreePorts(count - 1)] : StartedProduct.FreePorts(count));

        await product.Start(Ct);

        Assert.Equal(2, choices);
        Assert.NotEqual(Taken, product.PublicPages.Port);
        Assert.True(await product.Stop());
    }

    [Fact]
    public async Task Says_so_where_every_port_is_taken()
    {
        var choices = 0;
        await using var product = new StartedProduct(
            new(folder.Path, folder.Beside("keys"), folder.Beside("anchors")), [ServiceRole.PortalPublic], split: false,
            count => [++choices > 0 ? Taken : 0, .. StartedProduct.FreePorts(count - 1)]);

        Assert.True((await Assert.ThrowsAsync<ProductFailedException>(() => product.Start(Ct))).PortInUse);
        Assert.Equal(3, choices);
    }

    [Fact]
    public async Task Takes_whatever_the_simulated_platform_prints()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script of sh plays the platform");
        var done = folder.File("done");
        await using var simulator = await SimulatorProcess.StartProgram(Script($"echo '模拟平台已启动（不是真实的上级平台）：http://127.0.0.1:1/'; head -c 300000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' x >&2; echo > '{done}'; cat > /dev/null"), Ct);

        Assert.Equal(new("http://127.0.0.1:1/"), simulator.Address);
        for (var tries = 0; !File.Exists(done); tries++)
        {
            Assert.True(tries < 3000, "it hangs in a full pipe");
            await Task.Delay(20, Ct);
        }
    }

    [Fact]
    public async Task Says_what_the_simulated_platform_said_when_it_did_not_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a script of sh plays the platform");
        var failed = await Assert.ThrowsAsync<ProductFailedException>(() => SimulatorProcess.StartProgram(Script("echo no secret >&2; exit 2"), Ct));

        Assert.Contains("no secret", failed.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        taken.Dispose();
        folder.Dispose();
    }

    private static ProcessStartInfo Script(string script) => new("/bin/sh")
    {
        ArgumentList = { "-c", script },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
