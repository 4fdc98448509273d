using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>A role in this process: its listeners once bound, and whether it is ready.</summary>
internal sealed class RunningRole(IRole role)
{
    public IRole Role { get; } = role;

    public ListenOptions? HttpListener { get; set; }

    public ListenOptions? GrpcListener { get; set; }

    public RoleEndpoints? Endpoints { get; set; }

    public bool Started { get; set; }

    public Uri Http => AddressOf(HttpListener);

    public Uri Grpc => AddressOf(GrpcListener);

    /// <summary>The first thing the role still waits for, or null when it is ready.</summary>
    public async ValueTask<string?> WaitsFor(IServiceProvider services, CancellationToken ct)
    {
        if (!Started)
        {
            return "start";
        }

        foreach (var check in services.GetKeyedServices<IReadinessCheck>(Role.Name))
        {
            if (!await check.IsReady(ct))
            {
                return check.Name;
            }
        }

        return null;
    }

    private static Uri AddressOf(ListenOptions? listener) =>
        listener?.IPEndPoint is { Port: > 0 } end ? new UriBuilder("http", end.Address.ToString(), end.Port).Uri : throw new InvalidOperationException("the role has no such port, or does not listen yet");
}

/// <summary>The roles of this process, started in their order before any port listens. A role that cannot start stops the process.</summary>
internal sealed partial class RunningRoles(IEnumerable<RunningRole> roles, IServiceProvider services, TimeProvider clock, ILogger<RunningRoles> log) : IHostedLifecycleService
{
    /// <summary>How long a stop waits for witnesses.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, RunningRole> _roles = roles.ToDictionary(role => role.Role.Name);
    private readonly List<IRole> _begun = [];

    public IReadOnlyCollection<RunningRole> All => _roles.Values;

    public RunningRole? Find(string name) => _roles.GetValueOrDefault(name);

    public RunningRole this[string name] => _roles[name];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var role in All)
        {
            _begun.Add(role.Role);
            await role.Role.Start(services, cancellationToken);
            role.Started = true;
            LogStarted(role.Role.Name);
        }
    }

    /// <summary>Repeatable; also called where the start failed half way.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_begun.Select(role => role.Stop(services)));

    /// <summary>
    /// When the last call is answered and everything is still open: each ledger signs its last entries and shows that head to its witnesses, which
    /// may be roles of this very process.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var ledgers = All.Select(role => services.GetKeyedService<RoleParts>(role.Role.Name)).OfType<RoleParts>().Where(ledger => ledger.Opened.IsCompletedSuccessfully).ToArray();
        await Task.WhenAll(ledgers.Select(ledger => ledger.Settle()));
        using var patience = new CancellationTokenSource(Patience, clock);
        await Task.WhenAll(ledgers.Select(ledger => ledger.ShowLastHead(patience.Token)));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1001, LogLevel.Information, "角色{Role}已就绪")]
    private partial void LogStarted(string role);
}
