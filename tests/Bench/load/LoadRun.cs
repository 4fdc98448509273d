using System.Diagnostics;

namespace EnforcementPlatform.Bench.Load;

/// <summary>One caller: sends one request after another.</summary>
internal interface ICaller
{
    /// <summary>Sends one request and awaits its answer. False when there is no more to do.</summary>
    Task<bool> Send(CancellationToken ct);
}

/// <summary>Lets callers send side by side for a while, each one request at a time (a closed loop), and says what came of it.</summary>
internal static class LoadRun
{
    /// <param name="callers">The callers.</param>
    /// <param name="span">How long they begin new requests.</param>
    /// <param name="settle">What else has to be done before the window ends: views that catch up.</param>
    /// <param name="server">CPU time that the servers used so far.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Measured> Measure(
        IReadOnlyList<ICaller> callers, TimeSpan span, Func<CancellationToken, Task> settle, Func<TimeSpan> server, CancellationToken ct)
    {
        var (serverBefore, clientBefore) = (server(), ProcessTimes.Own());
        var began = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(callers.Select(caller => Task.Run(() => Loop(caller, began, span, ct), ct)));
        await settle(ct);
        var took = Stopwatch.GetElapsedTime(began);
        return new([.. waits.SelectMany(one => one).Order()], took, server() - serverBefore, ProcessTimes.Own() - clientBefore);
    }

    /// <summary>Milliseconds each request took.</summary>
    private static async Task<List<double>> Loop(ICaller caller, long began, TimeSpan span, CancellationToken ct)
    {
        var waits = new List<double>(4096);
        while (Stopwatch.GetElapsedTime(began) < span)
        {
            var sent = Stopwatch.GetTimestamp();
            if (!await caller.Send(ct))
            {
                break;
            }

            waits.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        return waits;
    }
}

/// <summary>What one window gave.</summary>
/// <param name="Waits">Milliseconds of each request, sorted.</param>
/// <param name="Took">From the first request to the end of what had to settle.</param>
/// <param name="Server">CPU time of the servers.</param>
/// <param name="Client">CPU time of the load generator.</param>
internal sealed record Measured(double[] Waits, TimeSpan Took, TimeSpan Server, TimeSpan Client)
{
    public double PerSecond => Waits.Length / Took.TotalSeconds;

    public double Quantile(double share) => Waits.Length == 0 ? 0 : Waits[(int)Math.Min(Waits.Length - 1, Waits.Length * share)];

    /// <summary>Microseconds of server CPU for each request.</summary>
    public double ServerMicroseconds => Server.TotalMicroseconds / Math.Max(1, Waits.Length);

    /// <summary>Microseconds of the load generator's CPU for each request.</summary>
    public double ClientMicroseconds => Client.TotalMicroseconds / Math.Max(1, Waits.Length);
}
