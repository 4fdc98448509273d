using System.Globalization;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>A contestant of this program, in a process of its own on a free loopback port.</summary>
internal sealed class ContestantProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly ServeProcess _process;

    private ContestantProcess(ServeProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it answers gRPC.</summary>
    public Uri Address { get; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and returns when it says that it is up.</summary>
    public static async Task<ContestantProcess> Start(string contestant, IEnumerable<string> arguments, CancellationToken ct)
    {
        var port = StartedProduct.FreePorts(1)[0];
        var process = Begin(contestant, port, arguments);
        await process.WaitUntilUp(LongestStart, ct);
        return new(process, new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    /// <summary>Starts it and returns at once.</summary>
    public static ServeProcess Begin(string contestant, int port, IEnumerable<string> arguments) => ServeProcess.Start(
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "EnforcementPlatform.Bench.exe" : "EnforcementPlatform.Bench"),
        ["contestant", contestant, "--port", port.ToString(CultureInfo.InvariantCulture), .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await _process.Stop();
        await _process.DisposeAsync();
    }
}
