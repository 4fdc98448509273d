using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>
/// The texts of the instruments that this repository cites, kept beside the tests with their source, a file an instrument, an article under its
/// number in brackets. What is typed beside a citation is compared with them.
/// </summary>
internal static partial class KeptArticles
{
    private static readonly Dictionary<string, Dictionary<int, string>> ByInstrument = Read(Here());

    /// <summary>The text of an article; null where the instrument is not kept.</summary>
    /// <exception cref="KeyNotFoundException">The instrument is kept and has no such article.</exception>
    public static string? Find(string instrument, int article) =>
        ByInstrument.GetValueOrDefault(instrument.Replace("中华人民共和国", "", StringComparison.Ordinal)) is not { } articles
            ? null
            : articles.GetValueOrDefault(article) ?? throw new KeyNotFoundException($"《{instrument}》没有第{article}条。");

    /// <summary>The folder of the services' sources.</summary>
    public static string Services => Path.GetFullPath(Path.Combine(Here(), "../../../../services"));

    /// <summary>Everything that people or programs may read of the sources: code without its comments, templates, data.</summary>
    public static IEnumerable<(string File, string Text)> Sources() =>
        from file in Directory.EnumerateFiles(Services, "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".html" or ".json" && !file.Contains("/obj/", StringComparison.Ordinal)
        select (file, string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))));

    /// <summary>Every 《instrument》第…条 in a text.</summary>
    public static IEnumerable<(string Instrument, int Article)> CitedIn(string text) =>
        from match in Cited().Matches(text)
        from Match number in ArticleNumber().Matches(match.Groups["places"].Value)
        select (match.Groups["name"].Value, ChineseNumber.Read(number.Groups[1].Value) ?? 0);

    private static Dictionary<string, Dictionary<int, string>> Read(string here) => Directory
        .EnumerateFiles(Path.Combine(here, "articles"), "*.txt")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => Articles(File.ReadAllText(file)));

    private static Dictionary<int, string> Articles(string text) => Heading().Split(text).Skip(1).Chunk(2)
        .ToDictionary(pair => int.Parse(pair[0], System.Globalization.CultureInfo.InvariantCulture), pair => pair[1].Trim());

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^\[(\d+)\]$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("《(?<name>[^《》]+)》(?:（[^（）]*）)?(?<places>(?:第[零一二三四五六七八九十百]+条(?:第[一二三四五六七八九十]+款)?(?:第（?[一二三四五六七八九十]+）?项)?(?:至|、)?)+)")]
    private static partial Regex Cited();

    [GeneratedRegex("第([零一二三四五六七八九十百]+)条")]
    private static partial Regex ArticleNumber();
}
