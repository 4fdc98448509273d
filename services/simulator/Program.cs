using System.Runtime.InteropServices;
using System.Text;

namespace EnforcementPlatform.Simulator;

/// <summary>
/// Plays an upper-level platform on this machine, for demonstrations, tests and integrators. It refers to nothing of the suite: what it knows of
/// the gateway is what its README tells everybody.
/// </summary>
internal static class Program
{
    private const int WrongCall = 2;

    private static async Task<int> Main(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        try
        {
            await Run(SimulatorOptions.Read(args));
            return 0;
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine(SimulatorOptions.Usage);
            return WrongCall;
        }
    }

    private static async Task Run(SimulatorOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Cancel(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Cancel(signal, stop));
        await using var simulator = await Simulator.Start(options, TimeProvider.System);
        Console.WriteLine($"{Simulator.AddressLine}{simulator.Address}");
        if (options.WithParent)
        {
            _ = EndWithParent(stop);
        }

        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Standard input ends when the parent does, however it ends: no simulator is left behind.</summary>
    private static async Task EndWithParent(CancellationTokenSource stop)
    {
        await Console.In.ReadToEndAsync();
        await stop.CancelAsync();
    }

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
