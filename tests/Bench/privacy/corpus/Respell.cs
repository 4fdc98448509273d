using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>The steps of which spellings are made.</summary>
internal static class Respell
{
    /// <summary>Ten digits that follow one another in Unicode.</summary>
    public static string[] Digits(int zero) => [.. Enumerable.Range(zero, 10).Select(char.ConvertFromUtf32)];

    /// <summary>A digit of its own for zero, and nine that follow one another.</summary>
    public static string[] Digits(string zero, int one) => [zero, .. Enumerable.Range(one, 9).Select(char.ConvertFromUtf32)];

    public static string[] Digits(string ten) => [.. Characters(ten)];

    /// <summary>Writes each digit by what stands for it.</summary>
    public static string Exchange(string text, IReadOnlyList<string> digits) =>
        string.Concat(text.Select(character => char.IsAsciiDigit(character) ? digits[character - '0'] : character.ToString()));

    /// <summary>Writes each character that <paramref name="which"/> chooses by another.</summary>
    public static string Each(string text, Func<char, bool> which, Func<char, string> by) =>
        string.Concat(text.Select(character => which(character) ? by(character) : character.ToString()));

    public static string FullWidth(string text) => Each(text, character => character is > ' ' and <= '~', FullWidth);

    public static string FullWidth(char character) => ((char)(character + 0xFEE0)).ToString();

    /// <summary>Letters of a mathematical alphabet; capitals and small ones follow one another in Unicode.</summary>
    public static string Letters(string text, int capitalA, int smallA) => Each(
        text, char.IsAsciiLetter, letter => char.ConvertFromUtf32(char.IsAsciiLetterUpper(letter) ? capitalA + letter - 'A' : smallA + letter - 'a'));

    /// <summary>Puts something between all characters.</summary>
    public static string Between(string text, string separator) => string.Join(separator, Characters(text));

    /// <summary>Puts something behind every character.</summary>
    public static string Behind(string text, string mark) => string.Concat(Characters(text).Select(character => character + mark));

    /// <summary>The text in its usual groups or, four times in ten, in groups of two to five.</summary>
    public static IReadOnlyList<string> Groups(Draw draw, Datum datum) =>
        draw.Chance(60) && datum.Groups.Length > 0 ? Groups(datum.Plain, datum.Groups) : Groups(datum.Plain, [.. Enumerable.Range(0, 10).Select(_ => draw.Between(2, 5))]);

    /// <summary>The text in groups of these lengths; what is left over is the last group, and the last length repeats never.</summary>
    public static IReadOnlyList<string> Groups(string text, ImmutableArray<int> lengths)
    {
        var groups = new List<string>();
        var at = 0;
        foreach (var length in lengths.TakeWhile(_ => at < text.Length))
        {
            groups.Add(text.Substring(at, Math.Min(length, text.Length - at)));
            at += length;
        }

        return at < text.Length ? [.. groups, text[at..]] : groups;
    }

    public static IReadOnlyList<string> Characters(string text)
    {
        var characters = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(text); all.MoveNext();)
        {
            characters.Add(all.GetTextElement());
        }

        return characters;
    }

    /// <summary>The text with everything that a reader of a table could not see or tell apart written as \u{…}.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            visible.Append(IsSeen(rune) ? rune.ToString() : $"\\u{{{rune.Value:X4}}}");
        }

        return visible.ToString();
    }

    private static bool IsSeen(Rune rune) =>
        (rune.Value is >= ' ' and <= '~' && rune.Value != '\\') || rune.Value is (>= 0x4E00 and <= 0x9FFF) or 0x3007 or 0x3001 or 0x3002 or 0xFF1A or 0xFF0C or 0x2014;
}
