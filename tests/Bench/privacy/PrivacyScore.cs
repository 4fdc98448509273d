using System.Globalization;
using EnforcementPlatform.Bench.Report;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>
/// Counts what a detector found. Recall is by datum: its class was found in its text. Precision is by text and class: a class found that was neither
/// planted nor allowed is wrong, one that is allowed counts neither way.
/// </summary>
internal sealed class PrivacyScore(IPrivacyDetector detector)
{
    private readonly List<(Plant Plant, bool Found, bool Any, string Text)> _plants = [];
    private readonly List<(string Class, bool Right, string Text)> _found = [];
    private int _ordinary;
    private int _ordinaryFlagged;

    /// <summary>Share of the planted data whose class was found.</summary>
    public double Recall => Share(_plants.Count(one => one.Found), _plants.Count);

    /// <summary>Share of the classes found that were planted.</summary>
    public double Precision => Share(_found.Count(one => one.Right), _found.Count);

    public void Take(PrivacyText text)
    {
        var found = detector.ClassesFoundIn(text.Text).ToHashSet(StringComparer.Ordinal);
        if (found.Except(PrivacyClass.All).ToArray() is { Length: > 0 } unknown)
        {
            throw new InvalidOperationException($"The detector names classes that do not exist: {string.Join(", ", unknown)}.");
        }

        _plants.AddRange(text.Plants.Select(plant => (plant, found.Contains(plant.Class), found.Count > 0, text.Text)));
        var counted = found.Where(name => text.Classes.Contains(name) || !text.Allowed.Contains(name)).ToArray();
        _found.AddRange(counted.Select(name => (name, text.Classes.Contains(name), text.Text)));
        if (text.Plants.IsEmpty)
        {
            _ordinary++;
            _ordinaryFlagged += counted.Length > 0 ? 1 : 0;
        }
    }

    public void Print(TextWriter to)
    {
        var classes = new Table("类别", "数据", "召回率", "任一类别", "报出", "精确率");
        foreach (var name in PrivacyClass.All)
        {
            var planted = _plants.Where(one => one.Plant.Class == name).ToArray();
            var found = _found.Where(one => one.Class == name).ToArray();
            classes.Add(
                name,
                Sheet.Number(planted.Length),
                Percent(planted.Count(one => one.Found), planted.Length),
                Percent(planted.Count(one => one.Any), planted.Length),
                Sheet.Number(found.Length),
                Percent(found.Count(one => one.Right), found.Length));
        }

        classes.Add("合计", Sheet.Number(_plants.Count), Percent(Recall), Percent(_plants.Count(one => one.Any), _plants.Count), Sheet.Number(_found.Count), Percent(Precision));
        classes.Print(to);
        to.WriteLine($"普通文本{Sheet.Number(_ordinary)}篇，误报{Sheet.Number(_ordinaryFlagged)}篇（{Percent(_ordinaryFlagged, _ordinary)}）。");
        to.WriteLine();
        Print(to, "种类", one => one.Kind, int.MaxValue);
        to.WriteLine();
        Print(to, "写法（召回率最低的十种）", one => one.Spelling, 10);
    }

    /// <summary>So many data that were missed and so many classes wrongly found, spread over all of them.</summary>
    public void PrintMistakes(TextWriter to, int count)
    {
        foreach (var (plant, _, _, text) in Spread([.. _plants.Where(one => !one.Found)], count))
        {
            to.WriteLine($"漏报 {plant.Class} {plant.Kind} {plant.Spelling}：{Respell.Visible(plant.Written)}｜{OneLine(text)}");
        }

        foreach (var (name, _, text) in Spread([.. _found.Where(one => !one.Right)], count))
        {
            to.WriteLine($"误报 {name}：{OneLine(text)}");
        }
    }

    /// <summary>Recall by something of the datum, the lowest first.</summary>
    private void Print(TextWriter to, string head, Func<Plant, string> by, int most)
    {
        var table = new Table(head, "数据", "召回率", "任一类别");
        var worst = _plants.GroupBy(one => by(one.Plant)).OrderBy(group => Share(group.Count(one => one.Found), group.Count())).ThenBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in worst.Take(most))
        {
            table.Add(group.Key, Sheet.Number(group.Count()), Percent(group.Count(one => one.Found), group.Count()), Percent(group.Count(one => one.Any), group.Count()));
        }

        table.Print(to);
    }

    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> all, int count) => Enumerable.Range(0, Math.Min(count, all.Count)).Select(at => all[(int)((long)at * all.Count / Math.Min(count, all.Count))]);

    private static string OneLine(string text) => text.ReplaceLineEndings("⏎");

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static string Percent(int part, int whole) => whole == 0 ? "" : Percent(Share(part, whole));

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.00}%");
}
