namespace EnforcementPlatform.Law;

/// <summary>Numbers of articles as statutes print them.</summary>
public static class ChineseNumber
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>A number up to 9999 in Chinese or Arabic numerals; null where it is none.</summary>
    public static int? Read(string text)
    {
        if (text.Length is > 0 and <= 4 && text.All(char.IsAsciiDigit))
        {
            return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }

        var (sum, digit) = (0, 0);
        foreach (var letter in text.Replace('〇', '零'))
        {
            if (Digits.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var value)
            {
                digit = value;
            }
            else if ("十百千".IndexOf(letter, StringComparison.Ordinal) is >= 0 and var unit)
            {
                sum += Math.Max(digit, 1) * (unit == 0 ? 10 : unit == 1 ? 100 : 1000);
                digit = 0;
            }
            else
            {
                return null;
            }
        }

        return text.Length == 0 ? null : sum + digit;
    }

    /// <summary>1 to 9999 in Chinese numerals: 10 is 十, 15 is 十五, 110 is 一百一十, 203 is 二百零三.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 1 to 9999.</exception>
    public static string Write(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 9999);
        var text = "";
        var gap = false;
        foreach (var (unit, name) in new[] { (1000, "千"), (100, "百"), (10, "十"), (1, "") })
        {
            var digit = number / unit % 10;
            if (digit == 0)
            {
                gap = text.Length > 0;
                continue;
            }

            text += (gap ? "零" : "") + Digits[digit] + name;
            gap = false;
        }

        return number is >= 10 and < 20 ? text[1..] : text;
    }
}
