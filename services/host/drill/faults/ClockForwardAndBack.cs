using System.Diagnostics;
using System.Text.RegularExpressions;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>The machine's clock jumps one year ahead while people act, and back. The leap is questioned before an act carries it, and afterwards people act again.</summary>
internal sealed partial class ClockForwardAndBack : IFaultPlay
{
    private static readonly string? Library = new[] { "/usr/lib", "/usr/local/lib" }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        .FirstOrDefault();

    public string Name => "clock";

    public string Title => "时钟前跳一年又拨回";

    public string? CannotBePlayed => Library is null ? "没有 libfaketime（Debian：apt-get install faketime）。" : null;

    public async Task<Noticed> Play(Stage stage, CancellationToken ct)
    {
        var clock = stage.Aside("clock");
        await File.WriteAllTextAsync(clock, "+0", ct);
        stage.Product.Launch = arguments => ServeProcess.Start(ServeProcess.ProgramPath, arguments.Prepend("serve"), new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library!,
            ["FAKETIME_TIMESTAMP_FILE"] = clock,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        });
        await stage.Start(ct);
        await stage.Work(TimeSpan.FromSeconds(3), ct);
        var began = Stopwatch.GetTimestamp();
        await File.WriteAllTextAsync(clock, "+1y", ct);
        var noticed = await stage.NoticedWhileRunning(Clock(), ct);
        await File.WriteAllTextAsync(clock, "+0", ct);
        await stage.RequireWell(ct);
        return noticed with { After = Stopwatch.GetElapsedTime(began) is var all && all < noticed.After ? all : noticed.After };
    }

    [GeneratedRegex("时钟|CLOCK_")]
    private static partial Regex Clock();
}
