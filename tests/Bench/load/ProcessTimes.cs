using System.Diagnostics;
using System.Globalization;

namespace EnforcementPlatform.Bench.Load;

/// <summary>CPU time and memory of processes.</summary>
internal static class ProcessTimes
{
    /// <summary>Clock ticks a second in /proc (USER_HZ, the same on every Linux).</summary>
    private const double TicksPerSecond = 100;

    /// <summary>CPU time of this process.</summary>
    public static TimeSpan Own() => Environment.CpuUsage.TotalTime;

    /// <summary>CPU time of a process.</summary>
    public static TimeSpan Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }

    /// <summary>CPU time of a process with the children it has and had (a database's workers). Zero where there is no /proc.</summary>
    public static TimeSpan OfFamily(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TimeSpan.Zero;
        }

        var children = File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Aggregate(Times(id, withEnded: true), (sum, child) => sum + Times(int.Parse(child, CultureInfo.InvariantCulture), withEnded: false));
    }

    /// <summary>Resident memory of a process, in bytes.</summary>
    public static long Memory(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }

    /// <summary>Fields 14 to 17 of proc(5) stat: user and system time, own and of ended children.</summary>
    private static TimeSpan Times(int id, bool withEnded)
    {
        var path = $"/proc/{id}/stat";
        if (!File.Exists(path))
        {
            return TimeSpan.Zero;
        }

        var stat = File.ReadAllText(path);
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(fields[11..(withEnded ? 15 : 13)].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
