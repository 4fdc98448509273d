using System.Diagnostics;
using System.Globalization;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>
/// PostgreSQL 15 in a folder of its own, reached by a Unix socket in it, every commit synced. Settings are the defaults, but for memory and a
/// log that is long enough not to be checkpointed in the middle of a round: what anybody would set.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Port = "5432"; // names the socket file only: nothing listens on TCP

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private static readonly string[] Settings =
    [
        "listen_addresses=", $"port={Port}", "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB",
        "max_wal_size=4GB", "checkpoint_timeout=30min", "jit=off", "max_connections=100",
    ];

    private readonly string _folder;
    private readonly Process _process;

    private PostgresServer(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>How Npgsql reaches it.</summary>
    public string Connection => $"Host={_folder};Port={Port};Username=postgres;Database=postgres";

    /// <summary>CPU time of all its processes.</summary>
    public TimeSpan Cpu => ProcessTimes.OfFamily(_process.Id);

    /// <summary>Null when it is installed, or could be; else why not, in Chinese.</summary>
    public static async Task<string?> WhyNot(CancellationToken ct)
    {
        if (IsInstalled)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get") || !IsRoot)
        {
            return $"没有安装PostgreSQL 15（{Programs}），且不能由本命令安装（需要Debian系统和root身份）";
        }

        Console.Error.WriteLine("正在安装PostgreSQL 15（apt-get）……");
        await Command("apt-get", ["update", "-q"], ct);
        var code = await Command("env", ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y", "--no-install-recommends", "postgresql-15"], ct);
        return IsInstalled ? null : $"PostgreSQL 15安装失败（apt-get退出码{code}）";
    }

    /// <summary>Makes a new cluster and starts it.</summary>
    public static async Task<PostgresServer> Start(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("enforce-pg-").FullName;
        if (IsRoot)
        {
            await Require("chown", ["postgres:", folder], ct);
        }

        await Require(AsPostgres($"{Programs}/initdb", ["-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]), ct);
        string[] settings = [.. Settings.Append($"unix_socket_directories={folder}").SelectMany(setting => new[] { "-c", setting })];
        var server = new PostgresServer(folder, Begin(AsPostgres($"{Programs}/postgres", ["-D", Path.Combine(folder, "data"), .. settings])));
        await server.WaitUntilUp(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Command("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)], CancellationToken.None); // fast shutdown
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsInstalled => File.Exists($"{Programs}/postgres");

    private static bool IsRoot => Environment.UserName == "root";

    private async Task WaitUntilUp(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (!File.Exists(Path.Combine(_folder, $".s.PGSQL.{Port}")))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                throw new ProductFailedException("PostgreSQL没有启动", _process.HasExited ? await _process.StandardError.ReadToEndAsync(ct) : "");
            }

            await Task.Delay(50, ct);
        }
    }

    /// <summary>PostgreSQL refuses to run as root. setpriv replaces itself, so that the process started is the server.</summary>
    private static (string Program, IReadOnlyList<string> Arguments) AsPostgres(string program, IReadOnlyList<string> arguments) => IsRoot
        ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
        : (program, arguments);

    private static Task Require((string Program, IReadOnlyList<string> Arguments) command, CancellationToken ct) => Require(command.Program, command.Arguments, ct);

    private static async Task Require(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        if (await Command(program, arguments, ct) is not 0 and var code)
        {
            throw new ProductFailedException($"{program} 退出码{code}", string.Join(' ', arguments));
        }
    }

    private static async Task<int> Command(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = Begin((program, arguments));
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    private static Process Begin((string Program, IReadOnlyList<string> Arguments) command) =>
        Process.Start(new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
}
