using System.Text.RegularExpressions;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>
/// Tells a text in which something ordinary has by chance the form of personal data, so that it is drawn again. Looks at runs of digits as they
/// stand and with the separators within them left out, and for identity numbers at every window of longer runs.
/// </summary>
internal static partial class Accidents
{
    public static bool In(string text) => Runs(text).Any(IsPersonal);

    private static IEnumerable<string> Runs(string text) =>
        Plain().Matches(text).Select(match => match.Value)
            .Concat(Joined().Matches(text).Select(match => Separators().Replace(match.Value, "")))
            .Select(run => run.ToUpperInvariant());

    private static bool IsPersonal(string run) =>
        CheckDigits.IsMobile(run) || CheckDigits.IsOldCitizen(run) || CheckDigits.IsCard(run)
        || Enumerable.Range(0, Math.Max(0, run.Length - 17)).Any(at => CheckDigits.IsCitizen(run.Substring(at, 18)));

    [GeneratedRegex("[0-9]{11,}[Xx]?")]
    private static partial Regex Plain();

    [GeneratedRegex("[0-9]+(?:[-_ .,、/:：]{1,2}[0-9]+)+[Xx]?")]
    private static partial Regex Joined();

    [GeneratedRegex("[^0-9Xx]+")]
    private static partial Regex Separators();
}
