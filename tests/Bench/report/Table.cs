namespace EnforcementPlatform.Bench.Report;

/// <summary>A table for a terminal: Chinese characters are two columns wide, the first column stands left, the others right.</summary>
internal sealed class Table(params string[] head)
{
    private const int Gap = 2;

    private readonly List<string[]> _rows = [head];

    public void Add(params string[] row) => _rows.Add(row);

    public void Print(TextWriter to)
    {
        var widths = Enumerable.Range(0, head.Length).Select(column => _rows.Max(row => WidthOf(row[column]))).ToArray();
        foreach (var row in _rows)
        {
            to.WriteLine(string.Concat(row.Select((cell, column) => Padded(cell, widths[column], left: column == 0))).TrimEnd());
        }
    }

    private static string Padded(string cell, int width, bool left)
    {
        var blank = new string(' ', width - WidthOf(cell));
        return left ? cell + blank : new string(' ', Gap) + blank + cell;
    }

    private static int WidthOf(string text) => text.Sum(character => character >= '\u1100' ? 2 : 1);
}
