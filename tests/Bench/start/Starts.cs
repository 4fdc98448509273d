using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Host.Product;
using Grpc.Net.Client;

namespace EnforcementPlatform.Bench.Start;

/// <summary>Times from the making of the process to its first good answer, in seconds; medians of alternating rounds.</summary>
/// <param name="First">The product in empty folders: keys, ledgers and views are made.</param>
/// <param name="Again">The product on the folders it worked in.</param>
/// <param name="Empty">A grpc-dotnet host with one rpc.</param>
/// <param name="Ratio">Median of the rounds' ratios of the slower product to the empty host.</param>
internal sealed record Starts(double First, double Again, double Empty, double Ratio)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <param name="folders">Folders of a product that worked and was stopped.</param>
    /// <param name="rounds">Rounds; one more goes before them, since the system has to read the files once.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Starts> Measure(ProductFolders folders, int rounds, CancellationToken ct)
    {
        var times = new List<(double First, double Again, double Empty)>();
        for (var round = 0; round <= rounds; round++)
        {
            using var empty = new TemporaryFolder();
            times.Add((await OfProduct(ProductFolders.In(empty.Path), ct), await OfProduct(folders, ct), await OfEmptyHost(ct)));
        }

        var counted = times.Skip(1).ToArray();
        return new(
            Figures.Median(counted.Select(round => round.First)),
            Figures.Median(counted.Select(round => round.Again)),
            Figures.Median(counted.Select(round => round.Empty)),
            Figures.Median(counted.Select(round => Math.Max(round.First, round.Again) / round.Empty)));
    }

    private static async Task<double> OfProduct(ProductFolders folders, CancellationToken ct)
    {
        await using var product = new StartedProduct(folders, RunningProduct.Roles, split: false) { PublicHeadSeconds = 60 };
        var began = Stopwatch.GetTimestamp();
        var up = product.Start(ct);
        await RunningProduct.WaitUntilReady(product, BetweenLooks, ct);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await up; // the demonstration accounts, which are made after it is ready
        await product.Stop();
        return took;
    }

    private static async Task<double> OfEmptyHost(CancellationToken ct)
    {
        var port = StartedProduct.FreePorts(1)[0];
        var began = Stopwatch.GetTimestamp();
        await using var process = ContestantProcess.Begin("echo", port, []);
        while (!await Listens(port, ct))
        {
            await Task.Delay(BetweenLooks, ct);
        }

        using var channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await new EchoService.EchoServiceClient(channel).EchoAsync(new(), cancellationToken: ct);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await process.Stop();
        return took;
    }

    /// <summary>Asked of the socket, not by a call: a gRPC channel that was refused once waits a second before it tries again.</summary>
    private static async Task<bool> Listens(int port, CancellationToken ct)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
