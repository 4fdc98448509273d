using System.Globalization;
using System.Net;
using System.Text;

namespace EnforcementPlatform.Law;

/// <summary>
/// The flow chart of a procedure (行政执法流程图, 国办发〔2018〕118号 公示制度), drawn from its table: the ordinary course from top to bottom with its articles, the stage
/// behind each step that ends one, and what leads off the course. SVG 1.1 of one column, so that it is read on a phone and printed.
/// </summary>
public static class FlowChart
{
    private const int Width = 440, BoxLeft = 20, BoxWidth = 400, Middle = BoxLeft + (BoxWidth / 2), LineHeight = 24, Padding = 12, Gap = 30, Corner = 6, Arrow = 7;

    /// <summary>Chinese characters in a line of a box.</summary>
    private const int Longest = 22, LongestSmall = 30;

    /// <summary>What a line ends with rather than begins with.</summary>
    private static readonly char[] Marks = ['，', '、', '；', '。', '：'];

    /// <summary>The chart, as an element that stands in a page or in a file of its own. Colours are those of the text around it.</summary>
    public static string Draw(Procedure procedure)
    {
        ArgumentNullException.ThrowIfNull(procedure);
        var (body, stage) = (new StringBuilder(), Procedure.Beginning);
        var y = Text(body, Gap / 2, Middle, $"依据{procedure.Instrument.ToChinese()}", "middle", 14) + Padding;
        foreach (var (index, step) in procedure.Course.Index())
        {
            y = Box(body, y, $"{index + 1}．{step.Words}", string.Join('、', step.Basis.Select(citation => citation.Place)), step.IsConditional);
            var next = procedure.Next(stage, step.Step) ?? throw new InvalidOperationException($"{step.Step} is not possible at {stage}");
            if (index + 1 < procedure.Course.Length)
            {
                y = Down(body, y, next == stage ? "" : NameOf(procedure, next));
            }

            stage = next;
        }

        y += Gap;
        foreach (var line in Remarks(procedure).Prepend("虚线框的步骤，只在法律规定的情形办理。"))
        {
            y = Text(body, y, BoxLeft, line, "start", 14);
        }

        var title = WebUtility.HtmlEncode($"{procedure.Words}流程图");
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {y}" width="{Width}" height="{y}" role="img" aria-label="{title}" fill="currentColor" font-family="sans-serif" font-size="16">
            <title>{title}</title>
            {body}</svg>

            """);
    }

    /// <summary>What stands under the chart beside the meaning of its boxes, a sentence each: for a text beside it, too.</summary>
    public static IEnumerable<string> Remarks(Procedure procedure)
    {
        ArgumentNullException.ThrowIfNull(procedure);
        return [.. OffCourse(procedure), .. procedure.Notes];
    }

    private static int Box(StringBuilder body, int y, string words, string basis, bool isConditional)
    {
        var lines = Lines(words, Longest).ToArray();
        var height = (2 * Padding) + ((lines.Length + Lines(basis, LongestSmall).Count()) * LineHeight);
        var dashes = isConditional ? " stroke-dasharray=\"6 4\"" : "";
        Append(body, $"<rect x=\"{BoxLeft}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{height}\" rx=\"{Corner}\" fill=\"none\" stroke=\"currentColor\"{dashes}/>");
        var at = y + Padding;
        foreach (var line in lines)
        {
            at = Text(body, at, Middle, line, "middle", 16);
        }

        if (basis.Length > 0)
        {
            Text(body, at, Middle, basis, "middle", 13);
        }

        return y + height;
    }

    /// <summary>The arrow to the next box, with the stage that was reached.</summary>
    private static int Down(StringBuilder body, int y, string reached)
    {
        var gap = reached.Length > 0 ? Gap + Arrow : Gap;
        var end = y + gap;
        Append(body, $"<path d=\"M{Middle} {y}V{end - Arrow}\" fill=\"none\" stroke=\"currentColor\"/>");
        Append(body, $"<path d=\"M{Middle} {end}l-{Arrow - 2}-{Arrow}h{2 * (Arrow - 2)}z\"/>");
        if (reached.Length > 0)
        {
            Append(body, $"<text x=\"{Middle + 14}\" y=\"{y + (gap / 2) + 4}\" font-size=\"14\" font-weight=\"bold\">{WebUtility.HtmlEncode(reached)}</text>");
        }

        return end;
    }

    private static int Text(StringBuilder body, int y, int x, string text, string anchor, int size)
    {
        foreach (var line in Lines(text, anchor == "start" ? BoxWidth / size : size < 16 ? LongestSmall : Longest))
        {
            Append(body, $"<text x=\"{x}\" y=\"{y + 17}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{WebUtility.HtmlEncode(line)}</text>");
            y += LineHeight;
        }

        return y;
    }

    /// <summary>What leads to a stage off the course, and from where: a line each.</summary>
    private static IEnumerable<string> OffCourse(Procedure procedure) =>
        from stage in procedure.Stages
        where stage.GoesOnFrom is not null
        from step in procedure.Steps
        let before = step.Moves.Where(move => move.To == stage.Code && move.From != stage.Code).Select(move => NameOf(procedure, move.From)).ToArray()
        where before.Length > 0
        select $"依法{step.Words}的：由{string.Join('、', before)}转为{stage.Words}，此后同{NameOf(procedure, stage.GoesOnFrom!)}的案件一样结案、归档。";

    private static string NameOf(Procedure procedure, string code) => procedure.Stages.First(stage => stage.Code == code).Words;

    /// <summary>Lines that end behind a mark of punctuation where one stands in their last two thirds, else of about the same length.</summary>
    private static IEnumerable<string> Lines(string text, int longest)
    {
        for (var at = 0; at < text.Length;)
        {
            var rest = text.Length - at;
            var count = (rest + longest - 1) / longest;
            var mark = count == 1 ? -1 : text.LastIndexOfAny(Marks, at + longest - 1, longest * 2 / 3);
            var length = count == 1 ? rest : mark > at ? mark + 1 - at : (rest + count - 1) / count;
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static void Append(StringBuilder body, FormattableString element) => body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
