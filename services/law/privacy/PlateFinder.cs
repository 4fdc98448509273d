using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>Plates of vehicles: province, letter and five or six letters and digits, at the end perhaps the word of a group (挂、警、学、领、港、澳).</summary>
internal static class PlateFinder
{
    private static readonly Regex Plate = new(
        "[京津沪冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼渝][A-Z]字?(?:[A-Z0-9]{5,6}|[A-Z0-9]{4}[挂警学领港澳试超])|WJ[京津沪冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼渝]?[0-9]{4}[0-9A-Z]",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private const int FewestDigits = 3;

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        var view = reading.View(IsLeftOut, Turn);
        foreach (var match in Plate.EnumerateMatches(view.Text))
        {
            var (from, to) = (match.Index, match.Index + match.Length);
            var number = view.Text.AsSpan(from + 2, match.Length - 2);
            if (Count(number) >= FewestDigits && !IsLonger(view.Text, to) && !(view.Text[from] == 'W' && IsLonger(view.Text, from - 1)))
            {
                found.Add(view.Finding(PersonalDataKind.Plate, from, to));
            }
        }
    }

    private static int Count(ReadOnlySpan<char> number)
    {
        var count = 0;
        foreach (var one in number)
        {
            count += char.IsAsciiDigit(one) || one is 'O' or 'I' ? 1 : 0;
        }

        return count;
    }

    private static bool IsLonger(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);

    /// <summary>What divides is left out, but not what ends a sentence or a part of it.</summary>
    private static bool IsLeftOut(char character) =>
        char.IsWhiteSpace(character) || (LookAlikes.Digit(character) is null && !char.IsLetterOrDigit(character) && character is not ('。' or ',' or '、' or ';' or ':'));

    private static char Turn(char character) => char.IsAsciiLetter(character) ? char.ToUpperInvariant(character) : LookAlikes.Digit(character) ?? character;
}
