using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace EnforcementPlatform.Simulator;

/// <summary>A running simulator on loopback.</summary>
internal sealed class Simulator : IAsyncDisposable
{
    /// <summary>What stands before the address on the one line that is printed: whoever starts this program waits for it.</summary>
    public const string AddressLine = "模拟平台已启动（不是真实的上级平台）：";

    private const long LargestRequest = 1024 * 1024;

    private readonly WebApplication _app;

    private Simulator(WebApplication app, RecordStore records, SeenLedger ledger, FaultScript script) =>
        (_app, Records, Ledger, Script) = (app, records, ledger, script);

    public RecordStore Records { get; }

    public SeenLedger Ledger { get; }

    public FaultScript Script { get; }

    /// <summary>Address of the page; the interface lies under <c>/api</c>.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<Simulator> Start(SimulatorOptions options, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "upper-platform-simulator", EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var records = new RecordStore();
        var simulator = new Simulator(app, records, new(options.Ledger, records), new(options.Script));
        app.UseRouting();
        new PlatformEndpoints(simulator.Records, simulator.Ledger, simulator.Script, new(options.AppKey, options.Secret, clock), clock, options.ReceiptsLater).Map(app);
        ControlEndpoints.Map(app, simulator);
        app.MapGet("/", () => Results.Text(Page.Of(simulator.Records.All), "text/html; charset=utf-8"));
        await app.StartAsync();
        return simulator;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Ledger.Dispose();
    }
}
