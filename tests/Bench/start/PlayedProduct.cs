using System.Diagnostics;
using System.Globalization;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Bench.Start;

/// <summary>Memory of the product, all roles in one process, some time after the story was played on it. MiB.</summary>
/// <param name="StoryHeld">False when a step of the story was not as it must be.</param>
/// <param name="Resident">Resident memory, program files that it shares with others included.</param>
/// <param name="Anonymous">Of it what is its own: heap and stacks.</param>
/// <param name="Peak">Most resident memory so far.</param>
internal sealed record PlayedProduct(bool StoryHeld, double Resident, double Anonymous, double Peak)
{
    private const double KiBPerMiB = 1024;

    /// <summary>Starts the product in new folders, plays the story, rests, looks, and stops it.</summary>
    public static async Task<PlayedProduct> Measure(ProductFolders folders, TimeSpan rest, CancellationToken ct)
    {
        await using var started = new Started();
        var product = started.Add(await RunningProduct.Start(folders, ct));
        var held = await Story(product, ct);
        await Task.Delay(rest, ct);
        return Of(held, product.Processes[0].Id);
    }

    private static async Task<bool> Story(StartedProduct product, CancellationToken ct)
    {
        var at = string.Join(',', RunningProduct.Roles.Select(role => $"{role}={(role == ServiceRole.PortalPublic ? product.PublicPages : product.GrpcOf(role))}"));
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "enforce.exe" : "enforce");
        using var story = Process.Start(new ProcessStartInfo(program, ["story", "--at", at]) { RedirectStandardOutput = true })!;
        var printed = await story.StandardOutput.ReadToEndAsync(ct);
        await story.WaitForExitAsync(ct);
        if (story.ExitCode != CommandLine.Done)
        {
            await Console.Error.WriteLineAsync(printed);
        }

        return story.ExitCode == CommandLine.Done;
    }

    private static PlayedProduct Of(bool held, int process)
    {
        var status = $"/proc/{process}/status";
        if (!File.Exists(status))
        {
            var resident = ProcessTimes.Memory(process) / KiBPerMiB / KiBPerMiB;
            return new(held, resident, resident, resident);
        }

        var lines = File.ReadAllLines(status);
        return new(held, Line("VmRSS:"), Line("RssAnon:"), Line("VmHWM:"));

        double Line(string name) => double.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "").Trim(), CultureInfo.InvariantCulture) / KiBPerMiB;
    }
}
