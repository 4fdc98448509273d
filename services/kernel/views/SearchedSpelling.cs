using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// The one spelling in which names, numbers and amounts are compared, whatever they were typed like. Punctuation within a name carries no meaning
/// (《语文报》社 is 语文报社, H.L.F is HLF); an amount is in yuan and in digits (10万元 and 100,000元 are 100000元); the number of an article is in
/// digits (第四十五条 is 第45条). A stretch ends at a blank or at the end of a sentence.
/// </summary>
internal static partial class SearchedSpelling
{
    private const string Numerals = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟";
    private const string Digits = "零一二三四五六七八九";

    /// <summary>The stretches of a text in that spelling. The text MUST be folded (NFKC, lower case).</summary>
    public static IEnumerable<string> Stretches(string folded) => Ends().Split(folded).Where(part => part.Length > 0).Select(part => Joined(Numbered(part)));

    private static string Numbered(string text)
    {
        text = Grouped().Replace(text, match => match.Value.Replace(",", "", StringComparison.Ordinal));
        text = Amount().Replace(text, match => YuanOf(match) is { } yuan ? yuan + match.Groups["unit"].Value : match.Value);
        return Ordinal().Replace(text, match => ValueOf(match.Groups["number"].Value) is { } number
            ? $"第{number.ToString(CultureInfo.InvariantCulture)}{match.Groups["unit"].Value}"
            : match.Value);
    }

    private static string? YuanOf(Match match)
    {
        if (match.Groups["chinese"].Success)
        {
            return ValueOf(match.Groups["chinese"].Value)?.ToString(CultureInfo.InvariantCulture);
        }

        var times = match.Groups["times"].Value switch { "万" => 10_000m, "亿" => 100_000_000m, _ => 1m };
        return decimal.TryParse(match.Groups["arabic"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount < 1_000_000_000_000m
            ? (amount * times).ToString("0.##", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>A number in Chinese numerals, capital ones included; null where the signs make none.</summary>
    private static long? ValueOf(string numerals)
    {
        // 万 raises what stands before it since 亿; 亿 raises all before it, 万 included (一万亿).
        var (total, sum, section, digit) = (0L, 0L, 0L, 0L);
        foreach (var sign in numerals)
        {
            var small = Small(sign);
            if (Digits.IndexOf(small, StringComparison.Ordinal) is >= 0 and var value)
            {
                digit = value;
            }
            else if (small == '万')
            {
                (sum, section, digit) = (Math.Max(sum + section + digit, 1) * 10_000, 0, 0);
            }
            else if (small == '亿')
            {
                (total, sum, section, digit) = ((total + Math.Max(sum + section + digit, 1)) * 100_000_000, 0, 0, 0);
            }
            else
            {
                section += Math.Max(digit, 1) * (small switch { '十' => 10, '百' => 100, _ => 1000 });
                digit = 0;
            }

            if (total + sum > 1_000_000_000_000)
            {
                return null;
            }
        }

        return total + sum + section + digit is > 0 and var number ? number : null;
    }

    private static char Small(char sign) => sign switch
    {
        '〇' => '零',
        '两' => '二',
        '拾' => '十',
        '佰' => '百',
        '仟' => '千',
        _ => "壹贰叁肆伍陆柒捌玖".IndexOf(sign, StringComparison.Ordinal) is >= 0 and var index ? Digits[index + 1] : sign,
    };

    /// <summary>Without the signs between letters; a sign between two digits stays, since 1.5 is not 15.</summary>
    private static string Joined(string text)
    {
        var joined = new StringBuilder(text.Length);
        var runes = text.EnumerateRunes().ToArray();
        for (var index = 0; index < runes.Length; index++)
        {
            if (Bigrams.IsSearched(runes[index]))
            {
                joined.Append(runes[index]);
            }
            else if (joined.Length > 0 && char.IsDigit(joined[^1]) && index + 1 < runes.Length && Rune.IsDigit(runes[index + 1]))
            {
                joined.Append(' ');
            }
        }

        return joined.ToString();
    }

    [GeneratedRegex(@"[\s。;!?]+")]
    private static partial Regex Ends();

    [GeneratedRegex(@"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")]
    private static partial Regex Grouped();

    [GeneratedRegex($"(?:(?<arabic>(?<![0-9.])[0-9]+(?:\\.[0-9]+)?)(?:(?<times>[万亿])(?<unit>元|圆|$|(?=[^a-z0-9]))|(?<unit>元|圆))|(?<chinese>[{Numerals}]+)(?<unit>元|圆)整?)")]
    private static partial Regex Amount();

    [GeneratedRegex($"第(?<number>[{Numerals}]+)(?<unit>条|款|项|目|号|次|章|节)")]
    private static partial Regex Ordinal();
}
