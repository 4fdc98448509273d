using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>
/// Amounts of a fine in a text about a penalty, in figures or capitals, 元 or 万元, half or full width. A clause that names no 罚款 is about something
/// else (没收违法所得5000元); so is one about what is added for late payment (加处罚款).
/// </summary>
public static partial class FineAmounts
{
    private const string Digits = "零一二三四五六七八九", Capitals = "零壹贰叁肆伍陆柒捌玖";

    /// <summary>Every amount as it is written, and in fen.</summary>
    public static ImmutableArray<(string Text, long Fen)> In(string text) =>
    [
        .. from clause in Clauses().Split(text.Normalize(NormalizationForm.FormKC))
           where clause.Contains("罚款", StringComparison.Ordinal) && !clause.Contains("加处", StringComparison.Ordinal)
           from Match amount in Amount().Matches(clause)
           let fen = Fen(amount)
           where fen is not null
           select (amount.Value, fen.Value),
    ];

    private static long? Fen(Match amount)
    {
        var number = amount.Groups["number"].Value;
        var yuan = char.IsAsciiDigit(number[0])
            ? decimal.Parse(number.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Scale(amount.Groups["unit"].Value)
            : Chinese(number);
        var rest = DigitOf(amount.Groups["jiao"].Value) * 10 + DigitOf(amount.Groups["fen"].Value);
        var fen = yuan * 100 + rest;
        return fen is >= 0 and <= long.MaxValue / 2 && fen == decimal.Truncate(fen) ? (long)fen : null;
    }

    private static long DigitOf(string text) => text.Length == 0 ? 0 : text[0] is >= '0' and <= '9' ? text[0] - '0' : Math.Max(0, ValueOf(text[0]));

    private static decimal Scale(string unit) => unit.Aggregate(1m, (scale, letter) => scale * letter switch { '十' => 10, '百' => 100, '千' => 1000, '万' => 10_000, _ => 100_000_000 });

    /// <summary>壹拾万零伍佰, 十万五千, 两亿.</summary>
    private static decimal Chinese(string text)
    {
        decimal total = 0, section = 0, digit = 0;
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '十' or '拾':
                    (section, digit) = (section + (digit == 0 ? 1 : digit) * 10, 0);
                    break;
                case '百' or '佰':
                    (section, digit) = (section + digit * 100, 0);
                    break;
                case '千' or '仟':
                    (section, digit) = (section + digit * 1000, 0);
                    break;
                case '万':
                    (total, section, digit) = (total + (section + digit) * 10_000, 0, 0);
                    break;
                case '亿':
                    (total, section, digit) = ((total + section + digit) * 100_000_000, 0, 0);
                    break;
                default:
                    digit = ValueOf(letter);
                    break;
            }
        }

        return total + section + digit;
    }

    private static int ValueOf(char letter) => letter switch
    {
        '两' => 2,
        '〇' => 0,
        _ => Math.Max(Digits.IndexOf(letter, StringComparison.Ordinal), Capitals.IndexOf(letter, StringComparison.Ordinal)),
    };

    /// <summary>Clauses end with a stop, or with a comma that stands in no number.</summary>
    [GeneratedRegex(@"[;。\n、]|(?<!\d),|,(?!\d)|(?=并处)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Clauses();

    [GeneratedRegex(
        @"¥\s*(?<number>\d[\d,]*(?:\.\d+)?)\s*(?<unit>[十百千万亿]{0,2})"
        + @"|(?<number>\d[\d,]*(?:\.\d+)?|[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两]+)\s*(?<unit>[十百千万亿]{0,2})\s*元"
        + @"(?:(?<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])角)?零?(?:(?<fen>[一二三四五六七八九壹贰叁肆伍陆柒捌玖\d])分)?",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Amount();
}
