using System.Globalization;
using EnforcementPlatform.Bench.Load;

namespace EnforcementPlatform.Bench.Report;

/// <summary>What all benches print alike: the machine, who did how much, goals and whether they were reached.</summary>
internal sealed class Sheet(TextWriter to)
{
    private readonly Table _goals = new("目标", "要求", "实测", "结论");

    /// <summary>Title and circumstances.</summary>
    public void Begin(string title)
    {
        to.WriteLine($"【{title}】");
        var load = File.Exists("/proc/loadavg") ? $"，负载 {File.ReadAllText("/proc/loadavg").Split(' ')[0]}（开始时）" : "";
        to.WriteLine(Invariant($"{Environment.ProcessorCount}核{load}。同一次运行内交替测量，取各轮中位数；只有比值可比，绝对值随机器而变。"));
    }

    public void Line(string text) => to.WriteLine(text);

    /// <summary>Rates, waits, and where the CPU went.</summary>
    public void Print(ContestResult result)
    {
        var table = new Table("", "每秒", "p50 ms", "p99 ms", "服务端CPU µs/次", "客户端CPU µs/次", "占用核数");
        foreach (var one in result.Standings)
        {
            table.Add(
                one.Name,
                Number(one.Median(round => round.PerSecond)),
                Invariant($"{one.Median(round => round.Quantile(0.5)):0.0}"),
                Invariant($"{one.Median(round => round.Quantile(0.99)):0.0}"),
                Number(one.Median(round => round.ServerMicroseconds)),
                Number(one.Median(round => round.ClientMicroseconds)),
                Invariant($"{one.Median(round => (round.Server + round.Client) / round.Took):0.00}"));
        }

        table.Print(to);
    }

    /// <summary>A ratio or rate that should be at least so much.</summary>
    public void AtLeast(string what, double goal, double found, string unit = "") =>
        _goals.Add(what, Invariant($"≥ {Short(goal)}{unit}"), Invariant($"{Short(found)}{unit}"), found >= goal ? "达到" : "未达到");

    /// <summary>A time or size that should be at most so much.</summary>
    public void AtMost(string what, double goal, double found, string unit = "") =>
        _goals.Add(what, Invariant($"≤ {Short(goal)}{unit}"), Invariant($"{Short(found)}{unit}"), found <= goal ? "达到" : "未达到");

    /// <summary>A goal that could not be measured.</summary>
    public void NotMeasured(string what, string why) => _goals.Add(what, "", "", $"未测：{why}");

    /// <summary>The goals, last.</summary>
    public void End() => _goals.Print(to);

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Short(double value) => value >= 1000 ? Number(value) : value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
