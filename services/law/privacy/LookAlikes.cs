using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Law;

/// <summary>
/// The plain form of characters: digits of every script and in every circle, letters of every width and alphabet that look like Latin ones. Chinese digits
/// stay what they are, since they are words as well; <see cref="Digit"/> tells their value.
/// </summary>
internal static class LookAlikes
{
    /// <summary>Vertical lines, which divide numbers and look like the digit 1.</summary>
    public static readonly SearchValues<char> Bars = SearchValues.Create("|丨");

    /// <summary>Cyrillic, Greek and other letters by the Latin letter they look like.</summary>
    private static readonly FrozenDictionary<int, char> Latin = Pairs(
        ("АВСЕНКМОРТХУЅІЈаесорхуѕіјԁԛԝһ", "ABCEHKMOPTXYSIJaecopxysijdqwh"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνρχυ", "ABEZHIKMNOPTYXoikvpxu"),
        ("×✕✖✗✘╳⨯☓❌", "XXXXXXXXX"),
        ("○◯⭕◦⚪", "OOOOO"),
        ("ıɩӀ∣ǀ│┃❘ㅣ", "lll||||||"),
        ("﹫", "@"));

    /// <summary>Chinese digits, capital, traditional and as spoken on the radio.</summary>
    private static readonly FrozenDictionary<char, char> Chinese = new Dictionary<char, string>
    {
        ['0'] = "〇零洞",
        ['1'] = "一壹弌幺妖",
        ['2'] = "二贰貳弍两兩",
        ['3'] = "三叁參叄弎",
        ['4'] = "四肆",
        ['5'] = "五伍",
        ['6'] = "六陆陸",
        ['7'] = "七柒拐",
        ['8'] = "八捌",
        ['9'] = "九玖勾",
    }.SelectMany(pair => pair.Value.Select(one => (one, pair.Key))).ToFrozenDictionary(pair => pair.one, pair => pair.Key);

    /// <summary>The characters that one character is read as.</summary>
    public static string Plain(SeenRune seen)
    {
        var rune = seen.Rune;
        if (rune.Value < 0x80)
        {
            return Ascii[rune.Value];
        }

        if (Rune.GetNumericValue(rune) is var value and >= 0 and <= 9 && Math.Floor(value) == value && !IsIdeograph(rune))
        {
            return Ascii['0' + (int)value];
        }

        if (Latin.TryGetValue(rune.Value, out var latin))
        {
            return Ascii[latin];
        }

        return rune.Value switch
        {
            0x24D0 => "ⓐ",
            >= 0x1F150 and <= 0x1F169 => Ascii['A' + rune.Value - 0x1F150],
            >= 0x1F170 and <= 0x1F189 => Ascii['A' + rune.Value - 0x1F170],
            >= 0x1F1E6 and <= 0x1F1FF => Ascii['A' + rune.Value - 0x1F1E6],
            0x2028 or 0x2029 or 0x85 => "\n",
            _ when Rune.IsWhiteSpace(rune) => " ",
            _ => Folded(rune),
        };
    }

    /// <summary>The digit that a character of a <see cref="Reading"/> is, or null.</summary>
    public static char? Digit(char character) =>
        char.IsAsciiDigit(character) ? character : Chinese.TryGetValue(character, out var digit) ? digit : null;

    /// <summary>The digit that a letter may stand for, or null.</summary>
    public static char? DigitOfLetter(char letter) => letter switch
    {
        'O' or 'o' => '0',
        'I' or 'l' or '丨' => '1',
        _ => null,
    };

    /// <summary>What may stand for the check character X.</summary>
    public static bool IsX(char character) => character is 'X' or 'x' or '十' or '叉';

    private static readonly string[] Ascii = [.. Enumerable.Range(0, 0x80).Select(value => ((char)value).ToString())];

    private static bool IsIdeograph(Rune rune) =>
        rune.Value is 0x3007 or (>= 0x3400 and <= 0x9FFF) || (rune.Value >= 0x20000 && Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter);

    /// <summary>Compatibility forms resolved; what they resolve to is looked at once more.</summary>
    private static string Folded(Rune rune)
    {
        var folded = rune.ToString().Normalize(NormalizationForm.FormKC);
        return folded.Length == 1 && Latin.TryGetValue(folded[0], out var latin) ? Ascii[latin] : folded;
    }

    private static FrozenDictionary<int, char> Pairs(params (string From, string To)[] pairs) => pairs
        .SelectMany(pair => pair.From.EnumerateRunes().Zip(pair.To, (rune, letter) => (rune.Value, letter)))
        .DistinctBy(pair => pair.Value)
        .ToFrozenDictionary(pair => pair.Value, pair => pair.letter);
}
