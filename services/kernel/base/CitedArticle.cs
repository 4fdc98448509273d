using System.Text.RegularExpressions;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The articles that a sentence of a catalogue names in brackets, for programs that read refusals: said once, in the sentence, and taken from there.
/// </summary>
internal static partial class CitedArticle
{
    /// <summary>
    /// The citations in the first brackets that hold one (《…》第…条), without what the sentence says about them; empty where none does. An instrument
    /// cited as a whole stays as it stands.
    /// </summary>
    public static string In(string sentence)
    {
        var cited = Brackets().Matches(sentence).Select(match => match.Groups[1].Value).FirstOrDefault(text => Instrument().IsMatch(text)) ?? "";
        return string.Join('；', cited.Split('；').Where(part => Instrument().IsMatch(part)).Select(part => ToLastArticle().Match(part) is { Success: true } match ? match.Value : part));
    }

    [GeneratedRegex("（((?:[^（）]|（[^（）]*）)*)）")]
    private static partial Regex Brackets();

    [GeneratedRegex("《[^》]+》")]
    private static partial Regex Instrument();

    /// <summary>The longest beginning that ends in a numbered article, paragraph, item, sub-item or part.</summary>
    [GeneratedRegex("^.*第[〇零一二三四五六七八九十百0-9（）]+(?:条(?:之[一二三四五六七八九十]+)?|款|项|目|部分)")]
    private static partial Regex ToLastArticle();
}
