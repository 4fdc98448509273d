using System.Diagnostics;
using System.Security.Cryptography;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// The simulated upper-level platform in a child process on a free loopback port, for demonstrations and the story. It ends with this process,
/// however that ends, since it waits for the end of its standard input.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    /// <summary>Name under which the gateway delivers to it.</summary>
    public const string Destination = "simulated";

    private const string AppKey = "demo";
    private const string AddressLine = "模拟平台已启动（不是真实的上级平台）：";

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
    /// <param name="ct">Cancels the waiting.</param>
    public static async Task<SimulatorProcess> Start(ProductFolders folders, CancellationToken ct)
    {
        var process = Process.Start(StartInfo(SecretIn(folders.Keys), Path.Combine(folders.Data, "simulator", "seen.jsonl")))!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(LongestStart, ct);
            if (line?.StartsWith(AddressLine, StringComparison.Ordinal) == true)
            {
                process.BeginErrorReadLine();
                return new(process, new(line[AddressLine.Length..]));
            }

            throw new ProductFailedException("模拟平台没有启动", $"{line}\n{await process.StandardError.ReadToEndAsync(ct)}");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
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

    private static ProcessStartInfo StartInfo(string secret, string ledger) => new("dotnet")
    {
        ArgumentList =
        {
            Path.Combine(AppContext.BaseDirectory, "upper-platform-simulator.dll"),
            "--app-key", AppKey, "--secret-file", secret, "--ledger", ledger, "--with-parent",
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
