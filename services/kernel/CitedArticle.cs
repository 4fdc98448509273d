using System.Text.RegularExpressions;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The articles that a sentence of a catalogue names in brackets, for programs that read refusals: said once, in the sentence, and taken from there.
/// </summary>
internal static partial class CitedArticle
{
    /// <summary>What stands in the first brackets that hold a citation (《…》第…条); empty where none does.</summary>
    public static string In(string sentence) =>
        Brackets().Matches(sentence).Select(match => match.Groups[1].Value).FirstOrDefault(text => Instrument().IsMatch(text)) ?? "";

    [GeneratedRegex("（((?:[^（）]|（[^（）]*）)*)）")]
    private static partial Regex Brackets();

    [GeneratedRegex("《[^》]+》")]
    private static partial Regex Instrument();
}
