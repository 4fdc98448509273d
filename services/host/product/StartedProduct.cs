using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Drill;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// The product in child processes on free loopback ports: all roles in one, or each in its own. Started again after a stop or kill,
/// it has the same folders and ports. The simulated upper-level platform, where the gateway plays, goes on all the while.
/// </summary>
internal sealed class StartedProduct : IVictim
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(4);

    private const int MostStarts = 3;

    /// <summary>Below what systems give to outgoing connections (Linux from 32768, others from 49152): nobody is given one of these by chance.</summary>
    private const int FirstPort = 20_000, LastPort = 32_000;

    private readonly IReadOnlyList<string> _roles;
    private readonly Func<int, int[]> _choose;
    private readonly IReadOnlyList<string[]> _groups;
    private readonly List<ServeProcess> _running = [];
    private Dictionary<string, (int Http, int Grpc)> _ports;
    private bool _wasStarted;
    private SimulatorProcess? _simulator;

    /// <param name="folders">Its folders.</param>
    /// <param name="roles">Roles it plays.</param>
    /// <param name="split">True for a process a role.</param>
    /// <param name="choose">Chooses that many ports; <see cref="FreePorts"/> unless told otherwise.</param>
    public StartedProduct(ProductFolders folders, IReadOnlyList<string> roles, bool split, Func<int, int[]>? choose = null)
    {
        (Folders, _roles, _choose) = (folders, roles, choose ?? FreePorts);
        _ports = Choose();
        _groups = split ? [.. roles.Select(role => new[] { role })] : [[.. roles]];
    }

    public ProductFolders Folders { get; }

    ProductFolders? IProduct.Folders => Folders;

    /// <summary>Settings beside the usual ones, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; set; } = [];

    /// <summary>Shorter than a product in use has it: who rehearses does not wait a minute for each proof. Seconds.</summary>
    public int PublicHeadSeconds { get; init; } = 2;

    /// <summary>False for an installation that is started as one in use; it MUST have its data already.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Starts a process otherwise than by its name and arguments: under a limit, with another clock.</summary>
    public Func<IReadOnlyList<string>, ServeProcess>? Launch { get; set; }

    /// <summary>Processes that run now.</summary>
    public IReadOnlyList<ServeProcess> Processes => _running;

    /// <summary>Page of the simulated upper-level platform; null where no gateway plays, and before the first start.</summary>
    public Uri? Simulator => _simulator?.Address;

    public Uri GrpcOf(string role) => Address(_ports[role].Grpc);

    public Uri PublicPages => HttpOf(ServiceRole.PortalPublic);

    /// <summary>HTTP/1.1 address of a role.</summary>
    public Uri HttpOf(string role) => Address(_ports[role].Http);

    /// <summary>
    /// Starts every process and waits until all are up. Between choosing a port and listening on it somebody else may have come; as long as nobody
    /// was told of the ports, others are chosen.
    /// </summary>
    public async Task Start(CancellationToken ct)
    {
        await StartSimulator(ct);
        for (var starts = 1; ; starts++)
        {
            try
            {
                await StartGroups(ct);
                _wasStarted = true;
                return;
            }
            catch (ProductFailedException failed) when (failed.PortInUse && !_wasStarted && starts < MostStarts)
            {
                await Forget();
                _ports = Choose();
            }
        }
    }

    private async Task StartGroups(CancellationToken ct)
    {
        foreach (var group in _groups)
        {
            await Begin(group).WaitUntilUp(LongestStart, ct);
        }
    }

    public async Task StartAndKill(TimeSpan after, CancellationToken ct)
    {
        _wasStarted = true;
        await StartSimulator(ct);
        foreach (var group in _groups)
        {
            Begin(group);
        }

        await Task.Delay(after, ct);
        await Kill();
    }

    private async Task StartSimulator(CancellationToken ct)
    {
        if (_ports.ContainsKey(ServiceRole.Gateway))
        {
            _simulator ??= await SimulatorProcess.Start(Folders, port: 0, ct);
        }
    }

    private ServeProcess Begin(string[] group)
    {
        string[] arguments = [.. ArgumentsOf(group), .. Settings];
        var process = Launch?.Invoke(arguments) ?? ServeProcess.Start(arguments);
        _running.Add(process);
        return process;
    }

    /// <summary>Ends every process at once and without notice.</summary>
    public async Task Kill()
    {
        await Task.WhenAll(_running.Select(process => process.Kill()));
        await Forget();
    }

    /// <summary>Stops every process in good order. False when one did not.</summary>
    public async Task<bool> Stop()
    {
        var stopped = await Task.WhenAll(_running.Select(process => process.Stop()));
        await Forget();
        return stopped.All(well => well);
    }

    public async ValueTask DisposeAsync()
    {
        await Forget();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private async Task Forget()
    {
        foreach (var process in _running)
        {
            await process.DisposeAsync();
        }

        _running.Clear();
    }

    private IEnumerable<string> ArgumentsOf(string[] roles) =>
    [
        "--roles", string.Join(',', roles), .. Demo ? ["--demo"] : Array.Empty<string>(),
        .. Folders.ToArguments(),
        $"--Platform:PublicHeadSeconds={PublicHeadSeconds}",
        .. roles.SelectMany(role => Ports(role)),
        .. _ports.Where(pair => !roles.Contains(pair.Key)).Select(pair => $"--Platform:Peers:{pair.Key}={Address(pair.Value.Grpc)}"),
        .. _ports.Keys.Where(role => !roles.Contains(role) && Ledgers.Contains(role)).SelectMany(Trusted),
        .. roles.Contains(ServiceRole.Gateway) ? _simulator!.Settings.Select(setting => $"--{setting.Key}={setting.Value}") : [],
    ];

    private static IReadOnlySet<string> Ledgers { get; } = Suite.Roles.OfType<LedgerRole>().Select(role => role.Name).ToHashSet();

    /// <summary>
    /// Whom the others believe about a role. They are told before any has started, so the keys are minted here, as its own first start would.
    /// </summary>
    private string[] Trusted(string role)
    {
        var installation = new PlatformOptions().Installation;
        var identity = LogIdentity.ReadOrMake(LedgerRows.OriginIn(Path.Combine(Folders.Data, role)) ?? Minted(role, installation), Folders.Keys, installation, role);
        return
        [
            $"--Platform:TrustedLogs:{role}={identity.Key}",
            $"--Platform:Witnesses:{role}:Address={new Uri(Address(_ports[role].Http), "witness")}",
            $"--Platform:Witnesses:{role}:Key={WitnessKeys.ReadOrMake(identity, Folders.Keys, role).OfOthers.Key}",
        ];
    }

    /// <summary>Makes the ledger of a role that was never started. One that is there may be running, and has one owner.</summary>
    private string Minted(string role, string installation)
    {
        using var ledger = new SqliteLedger(
            Path.Combine(Folders.Data, role, "ledger.db"), (origin, _) => VouchRing.ReadOrMake(Folders.Keys, role, origin ?? LogIdentity.Mint(installation, role)));
        return ledger.Ring.Origin;
    }

    private string[] Ports(string role) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--Platform:Ports:{role}:Http={_ports[role].Http}"),
        string.Create(CultureInfo.InvariantCulture, $"--Platform:Ports:{role}:Grpc={_ports[role].Grpc}"),
    ];

    private static Uri Address(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    private Dictionary<string, (int Http, int Grpc)> Choose()
    {
        var free = _choose(_roles.Count * 2);
        return _roles.Select((role, i) => (role, (free[2 * i], free[(2 * i) + 1]))).ToDictionary(pair => pair.role, pair => pair.Item2);
    }

    /// <summary>Different ports that nobody listens on at this moment.</summary>
    public static int[] FreePorts(int count)
    {
        var ports = Enumerable.Range(FirstPort, LastPort - FirstPort).ToArray();
        Random.Shared.Shuffle(ports);
        int[] free = [.. ports.Where(IsFree).Take(count)];
        return free.Length == count ? free : throw new InvalidOperationException($"fewer than {count} loopback ports are free");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
