using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// The simulated upper-level platform in a child process on a loopback port, for demonstrations and the story. It ends with this process,
/// however that ends, since it waits for the end of its standard input.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    /// <summary>Name under which the gateway delivers to it.</summary>
    public const string Destination = "simulated";

    private const string AppKey = "demo";
    private const string AddressLine = "模拟平台已启动（不是真实的上级平台）：";

    private const int RememberedLines = 200;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private SimulatorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Its page; the interface lies under <c>api</c>.</summary>
    public Uri Address { get; }

    /// <summary>The gateway's settings for delivering to it: names and values as on the command line.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        [$"Gateway:Destinations:{Destination}:Address"] = new Uri(Address, "api").ToString(),
        [$"Gateway:Destinations:{Destination}:AppKey"] = AppKey,
    };

    /// <summary>Starts it and waits for its address. The secret is made in the key directory, where the gateway looks for it.</summary>
    /// <param name="folders">Folders of the installation: what the simulator saw is kept beside the ledgers, so that a restart knows it.</param>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="ct">Cancels the waiting.</param>
    public static Task<SimulatorProcess> Start(ProductFolders folders, int port, CancellationToken ct) =>
        StartProgram(StartInfo(SecretIn(folders.Keys), port, Path.Combine(folders.Data, "simulator", "seen.jsonl")), ct);

    /// <summary>Starts a program that prints the address line first. All that it prints is taken, for as long as it runs: a full pipe would stop it.</summary>
    internal static async Task<SimulatorProcess> StartProgram(ProcessStartInfo start, CancellationToken ct)
    {
        var process = new Process { StartInfo = start };
        var (first, said) = (new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously), new ConcurrentQueue<string>());
        process.OutputDataReceived += (_, line) => first.TrySetResult(line.Data);
        process.ErrorDataReceived += (_, line) => Remember(said, line.Data);
        process.Start();
        try
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var line = await first.Task.WaitAsync(LongestStart, ct);
            if (line?.StartsWith(AddressLine, StringComparison.Ordinal) == true)
            {
                return new(process, new(line[AddressLine.Length..]));
            }

            await process.WaitForExitAsync(ct).WaitAsync(LongestStop, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new ProductFailedException("模拟平台没有启动", $"{line}\n{string.Join('\n', said)}");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>False when another program listens on the port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(LongestStop);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Remember(ConcurrentQueue<string> said, string? line)
    {
        if (line is not null && said.Count < RememberedLines)
        {
            said.Enqueue(line);
        }
    }

    private static ProcessStartInfo StartInfo(string secret, int port, string ledger) => new("dotnet")
    {
        ArgumentList =
        {
            Path.Combine(AppContext.BaseDirectory, "upper-platform-simulator.dll"),
            "--app-key", AppKey, "--secret-file", secret, "--port", port.ToString(CultureInfo.InvariantCulture), "--ledger", ledger, "--with-parent",
        },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    /// <summary>A secret of this installation, made at the first start; readable by the owner only.</summary>
    private static string SecretIn(string keys)
    {
        var path = Path.Combine(Path.GetFullPath(keys), $"{ServiceRole.Gateway}-{Destination}.secret");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(keys);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, options);
            file.Write(RandomNumberGenerator.GetHexString(64, lowercase: true));
        }

        return path;
    }
}
