using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>Accounts of services for messages and payments: the name of the service and what follows it.</summary>
internal static class AccountFinder
{
    private const string WeChat =
        "(?:[微薇威徽維维]\\s*[信亻]|[v维][信芯]|we\\s*chat|wei\\s*xin|v\\s*x|w\\s*x|加\\s*(?:[vwｖ]|微|薇)|微\\s*[xv]|绿泡泡)";

    private const string Qq = "(?:腾讯\\s*)?(?:q\\s*[-－·.]?\\s*q|扣\\s*扣|抠\\s*抠|企鹅|球\\s*球|q\\s*(?=号)|秋\\s*秋)";

    private const string Pay = "(?:支\\s*付\\s*[宝寶]|支\\s*宝\\s*付|ali\\s*pay|z\\s*f\\s*b|付\\s*[宝寶])";

    private const string Others = "(?:抖音|快手|微博|钉钉|陌陌|小红书|闲鱼|淘宝|旺旺|飞书|探探|贴吧|telegram|whatsapp|skype|line|facebook|twitter|钱包)(?:号|账号|帐号|账户|帐户|昵称|id)";

    private const string Behind = "(?:\\s*(?:账户|帐户|账号|帐号|号码|号|id|名|是|为|:|=|->|—+|-|[(\\[【「“\"‘《<]|\\s)){0,6}\\s*";

    private static readonly Regex Label = new(
        $"(?:{WeChat}|{Qq.Replace("(?=号)", "号", StringComparison.Ordinal)}|{Pay}|{Others}){Behind}",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex WeChatId = new("wxid_[a-z0-9_]{5,30}", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private const int Shortest = 5, ShortestOfDigits = 5, Longest = 40;

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        var text = reading.Text;
        foreach (var match in Label.EnumerateMatches(text))
        {
            if (IsWord(text, match.Index) && HandleAt(reading, match.Index + match.Length) is { } end)
            {
                found.Add(reading.Finding(PersonalDataKind.Account, match.Index, end));
            }
        }

        foreach (var match in WeChatId.EnumerateMatches(text))
        {
            found.Add(reading.Finding(PersonalDataKind.Account, match.Index, match.Index + match.Length));
        }
    }

    /// <summary>VX within a word or a number of a product is no service.</summary>
    private static bool IsWord(string text, int at) => !char.IsAsciiLetterOrDigit(text[at]) || at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);

    /// <summary>Letters, digits and what stands for them, signs between; returns where it ends, null where it is too little for an account.</summary>
    private static int? HandleAt(Reading reading, int from)
    {
        var text = reading.Text;
        var (letters, digits, end, gap) = (0, 0, from, 0);
        for (var at = from; at < text.Length && letters + digits < Longest && gap <= 6; at++)
        {
            if (char.IsAsciiLetter(text[at]) || text[at] == 'ⓐ')
            {
                (letters, end, gap) = (letters + 1, at + 1, 0);
            }
            else if (LookAlikes.Digit(text[at]) is not null || (text[at] is '|' or '丨' && reading.BarIsOne))
            {
                (digits, end, gap) = (digits + 1, at + 1, 0);
            }
            else if (NumberRun.LeadingAt(text, at) is > 0 and var leading)
            {
                at += leading - 1;
            }
            else if (char.IsLetterOrDigit(text[at]))
            {
                break;
            }
            else
            {
                gap++;
            }
        }

        var isOfDigits = letters == 0 && digits >= ShortestOfDigits && !IsAmount(text, end);
        return isOfDigits || (letters > 0 && letters + digits >= Shortest) ? end : null;
    }

    private static bool IsAmount(string text, int at) =>
        text.AsSpan(at).TrimStart() is ['元' or '万' or '发' or '吨' or '次' or '条' or '人' or '份' or '年', ..];
}
