using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Records;

/// <summary>Money as official documents write it: figures, and in capitals (大写) that cannot be altered with a stroke.</summary>
internal static class CapitalAmount
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private static readonly string[] Places = ["", "拾", "佰", "仟"];
    private static readonly string[] Groups = ["", "万", "亿", "万亿"];
    private static readonly long[] Powers = [1, 10, 100, 1000];
    private static readonly long[] GroupPowers = [1, 10_000, 100_000_000, 1_000_000_000_000];

    /// <summary>100000_00 fen: 人民币100,000元（大写：壹拾万元整）.</summary>
    public static string Sentence(long fen)
    {
        var figures = fen % 100 == 0 ? (fen / 100).ToString("N0", CultureInfo.InvariantCulture) : (fen / 100m).ToString("N2", CultureInfo.InvariantCulture);
        return $"人民币{figures}元（大写：{Write(fen)}）";
    }

    /// <summary>An amount of fen, 0 to 9,999 万亿 yuan, in capitals.</summary>
    public static string Write(long fen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fen);
        var yuan = fen / 100;
        var (jiao, odd) = ((int)(fen % 100 / 10), (int)(fen % 10));
        var text = new StringBuilder(yuan == 0 && fen > 0 ? "" : $"{Whole(yuan)}元");
        if (jiao == 0 && odd == 0)
        {
            return text.Append('整').ToString();
        }

        text.Append(jiao > 0 ? $"{Digits[jiao]}角" : yuan > 0 ? "零" : "");
        return text.Append(odd > 0 ? $"{Digits[odd]}分" : "整").ToString();
    }

    private static string Whole(long number)
    {
        if (number == 0)
        {
            return "零";
        }

        var text = new StringBuilder();
        var skipped = false;
        for (var group = Groups.Length - 1; group >= 0; group--)
        {
            var value = (int)(number / GroupPowers[group] % 10_000);
            if (value == 0)
            {
                skipped = text.Length > 0;
                continue;
            }

            text.Append(text.Length > 0 && (skipped || value < 1000) ? "零" : "").Append(Four(value)).Append(Groups[group]);
            skipped = false;
        }

        return text.ToString();
    }

    private static string Four(int value)
    {
        var text = new StringBuilder();
        var skipped = false;
        for (var place = 3; place >= 0; place--)
        {
            var digit = (int)(value / Powers[place] % 10);
            if (digit == 0)
            {
                skipped = text.Length > 0;
                continue;
            }

            text.Append(skipped ? "零" : "").Append(Digits[digit]).Append(Places[place]);
            skipped = false;
        }

        return text.ToString();
    }
}
