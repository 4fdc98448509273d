using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The one answer to "may this text be kept, and what does it say": every text of every request, of the search forms and of a set-up file is
/// asked here. What people cannot see, or what another computer shows otherwise, is refused with the character named.
/// </summary>
public static class ReadableText
{
    /// <summary>The rule of what normal form C would mend.</summary>
    public const string NotNormal = "NOT_NFC";

    /// <summary>UTF-16 units that one character, as people count, may take on average. A flag or a skin tone takes four.</summary>
    private const int UnitsOfACharacter = 8;

    /// <summary>What cannot be kept in the text: the rule and a Chinese sentence; null where all can.</summary>
    public static (string Rule, string Sentence)? MistakeIn(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                return ("NOT_TEXT", "含有不完整的字符，请删除后重新输入。");
            }

            if (MistakeIn(rune) is { } mistake)
            {
                return mistake;
            }

            at += rune.Utf16SequenceLength;
        }

        return text.IsNormalized(NormalizationForm.FormC) ? null : (NotNormal, ToNormalise(text));
    }

    /// <summary>
    /// The text with every end of line as LF. Windows ends lines with CR LF, some files with CR: nobody sees which, and nobody could take it out by hand.
    /// </summary>
    public static string WithLineFeeds(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    /// <summary>True where there is nothing to read: white space, and marks that stand on nothing.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !IsMark(rune) && !IsInvisible(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Characters as people count them: an ideograph beyond the basic plane, or a letter with its marks, is one.</summary>
    public static int LengthOf(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>True where the text has at most so many characters, whatever they are made of.</summary>
    public static bool IsAtMost(string text, int max) =>
        text.Length <= max || (text.Length <= (long)max * UnitsOfACharacter && LengthOf(text) <= max);

    private static (string Rule, string Sentence)? MistakeIn(Rune rune)
    {
        var code = $"U+{rune.Value:X4}";
        return Rune.GetUnicodeCategory(rune) switch
        {
            _ when IsNoncharacter(rune) => ("NOT_TEXT", $"含有不是文字的字符（{code}），请删除后重新输入。"),
            UnicodeCategory.Control when rune.Value == '\r' => ("CONTROL_CHARACTER", $"含有回车符（{code}），请删除所在的换行后重新输入。"),
            UnicodeCategory.Control when rune.Value is not ('\n' or '\t') => ("CONTROL_CHARACTER", $"含有控制字符（{code}），请删除后重新输入。"),
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => ("CONTROL_CHARACTER", $"含有特殊的换行符（{code}），请改用回车换行。"),
            UnicodeCategory.PrivateUse => ("PRIVATE_USE", $"含有自造字（{code}），在其他计算机上无法正确显示，请改用国家标准汉字。"),
            _ when IsInvisible(rune) => ("INVISIBLE", $"含有看不见的字符或者改变文字方向的字符（{code}），请删除后重新输入。"),
            _ => null,
        };
    }

    private static string ToNormalise(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var written = rune.ToString();
            if (IsIdeograph(rune) && written.Normalize(NormalizationForm.FormC) is var usual && usual != written)
            {
                var code = Rune.GetRuneAt(usual, 0).Value;
                return $"“{written}”（U+{rune.Value:X4}）是兼容汉字，请改用字形相同的通用汉字“{usual}”（U+{code:X4}）。";
            }
        }

        return "含有由几个字符拼成的字（例如字母和声调分开输入），请删除后用输入法重新输入。";
    }

    /// <summary>Format characters take no room and tell nobody that they are there; the others here are letters or symbols without a shape.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsNoncharacter(Rune rune) => rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE;

    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
