using System.Diagnostics;
using System.Globalization;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Verify;

/// <summary>Memory and time of <c>enforce verify</c> over a large ledger: the first run reads all of it, the second what is new.</summary>
internal sealed class VerifyBench : ICommand
{
    private const double GoalOfMemory = 256;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public string Name => "bench verify";

    public string Summary => "核验的内存和用时";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var cases = Arguments.Read(args, ["cases"], []).Number("cases", 200_000, 1, 10_000_000);
        var sheet = new Sheet(Console.Out);
        sheet.Begin($"核验：{Sheet.Number(cases)}件{SeededFolders.OrdinaryEntries}条记录的案件，全部角色的账本");
        using var folder = new TemporaryFolder();
        var folders = ProductFolders.In(folder.Path);
        await SeededFolders.Fill(folders, cases, [], ct);
        var first = await Verify(folders, ct);
        var second = await Verify(folders, ct);
        sheet.Line($"首次核验{first.Took.TotalSeconds:0.0}秒，最高内存{first.MiB:0} MiB；再次核验（没有新增）{second.Took.TotalSeconds:0.0}秒，最高内存{second.MiB:0} MiB。");
        sheet.AtMost("核验的最高内存", GoalOfMemory, Math.Max(first.MiB, second.MiB), "MiB");
        sheet.End();
        return first.Code == CommandLine.Done && second.Code == CommandLine.Done ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static async Task<(TimeSpan Took, double MiB, int Code)> Verify(ProductFolders folders, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(
            ServeProcess.ProgramPath, ["verify", "--data", folders.Data, "--keys", folders.Keys, "--anchors", folders.Anchors]))!;
        var most = 0.0;
        while (!process.HasExited)
        {
            most = Math.Max(most, MostResident(process.Id));
            await Task.Delay(Between, ct);
        }

        return (Stopwatch.GetElapsedTime(began), most, process.ExitCode);
    }

    /// <summary>Largest resident memory so far (Linux: VmHWM), MiB; 0 where it has ended or the system does not tell.</summary>
    private static double MostResident(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
