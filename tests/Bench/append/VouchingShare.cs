using System.Globalization;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Bench.Append;

/// <summary>How much of an act's CPU time goes into vouching: tags counted by the product, times what a tag costs, by the CPU time of the same window.</summary>
internal sealed class VouchingShare
{
    private const string Others = "其他角色";

    private readonly IReadOnlyList<Line> _lines;

    private VouchingShare(IReadOnlyList<Line> lines, double ofCpu) => (_lines, OfCpu) = (lines, ofCpu);

    /// <summary>Share of the product's CPU time, the median over the rounds.</summary>
    public double OfCpu { get; }

    /// <param name="counted">Tags of each round, the one that warms up included.</param>
    /// <param name="rounds">What the rounds without it gave.</param>
    /// <param name="costs">What a tag costs.</param>
    public static VouchingShare Of(IReadOnlyList<TagCounts> counted, IReadOnlyList<Measured> rounds, TagCosts costs)
    {
        var both = counted.Skip(1).Zip(rounds, (tags, window) => (Tags: tags, Window: window)).ToArray();
        var lines = both.SelectMany(one => one.Tags.Of.Keys).Select(key => (Who: WhoOf(key), key.Purpose)).Distinct().OrderBy(one => one.Who == Others).ThenBy(one => one.Purpose, StringComparer.Ordinal);
        return new(
            [.. lines.Select(line => new Line(line.Who, line.Purpose, Median(line, isMade: true), Median(line, isMade: false), costs.Of(line.Purpose))).Where(line => line.Made + line.Checked > 0)],
            Figures.Median(both.Select(one => Nanoseconds(one.Tags, costs) / one.Window.Server.TotalNanoseconds)));

        double Median((string Who, string Purpose) line, bool isMade) => Figures.Median(both.Select(one => one.Tags.Of
            .Where(count => count.Key.IsMade == isMade && count.Key.Purpose == line.Purpose && WhoOf(count.Key) == line.Who)
            .Sum(count => count.Value) / (double)Math.Max(1, one.Window.Waits.Length)));
    }

    /// <summary>Tags an act, by who made or checked them and for what; then all together.</summary>
    public void Print(TextWriter to)
    {
        var table = new Table("验真标记（每次办理）", "生成", "核对", "生成 ns/个", "核对 ns/个", "CPU µs/次");
        foreach (var line in _lines)
        {
            table.Add($"{line.Who} {line.Purpose}", Short(line.Made), Short(line.Checked), Sheet.Number(line.Cost.Make), Sheet.Number(line.Cost.Check), Short(line.Nanoseconds / 1000));
        }

        table.Print(to);
        var (tags, spent) = (_lines.Sum(line => line.Made + line.Checked), _lines.Sum(line => line.Nanoseconds));
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"验真标记：每次办理{tags:0.0}个，每个{spent / Math.Max(tags, 1e-9):0} ns，共{spent / 1000:0.0} µs，占平台CPU的{100 * OfCpu:0.0} %。"));
    }

    private static double Nanoseconds(TagCounts tags, TagCosts costs) =>
        tags.Of.Sum(count => count.Value * (count.Key.IsMade ? costs.Of(count.Key.Purpose).Make : costs.Of(count.Key.Purpose).Check));

    private static string WhoOf(TagKey key) => key.Role == ServiceRole.Records ? key.Role : Others;

    private static string Short(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Tags of one purpose for an act, the median over the rounds.</summary>
    private sealed record Line(string Who, string Purpose, double Made, double Checked, TagCost Cost)
    {
        public double Nanoseconds => (Made * Cost.Make) + (Checked * Cost.Check);
    }
}
