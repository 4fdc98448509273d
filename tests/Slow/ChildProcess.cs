using System.Diagnostics;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>A program that a test runs to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program, whatever it starts included. One that has not ended in time is killed, and fails the test by name.</summary>
    /// <param name="start">The program.</param>
    /// <param name="longest">How long it may take.</param>
    /// <returns>The exit code, what it printed, and what it complained of.</returns>
    public static async Task<(int Code, string Printed, string Complained)> Run(ProcessStartInfo start, TimeSpan longest)
    {
        var test = TestContext.Current.CancellationToken;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(test);
        patience.CancelAfter(longest);
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, texts[0], texts[1]);
        }
        catch (OperationCanceledException) when (!test.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"no end after {longest}: {start.FileName} {string.Join(' ', start.ArgumentList)}");
        }
    }
}
