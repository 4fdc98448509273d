using System.Text.RegularExpressions;
using static EnforcementPlatform.Bench.Privacy.Respell;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Spellings of plates, mail addresses, accounts, names and addresses.</summary>
internal static class OtherSpellings
{
    private static readonly string[] _chinese = Digits("〇一二三四五六七八九");

    private static readonly IReadOnlyList<Spelling> _plates =
    [
        Plate("middle-dot", "a middle dot behind the letter", (head, rest) => $"{head}\u00B7{rest}"),
        Plate("bullet", "a bullet behind the letter", (head, rest) => $"{head}\u2022{rest}"),
        Plate("dot", "a full stop behind the letter", (head, rest) => $"{head}.{rest}"),
        Plate("blank", "a blank behind the letter", (head, rest) => $"{head} {rest}"),
        Plate("ideographic-space", "an ideographic space behind the letter", (head, rest) => $"{head}\u3000{rest}"),
        Plate("hyphen", "a hyphen-minus behind the letter", (head, rest) => $"{head}-{rest}"),
        Plate("em-dash", "an em dash behind the letter", (head, rest) => $"{head}\u2014{rest}"),
        Plate("line-break", "a line break behind the letter", (head, rest) => $"{head}\n{rest}"),
        Plate("blank-behind-province", "a blank behind the province", (head, rest) => $"{head[..1]} {head[1..]}{rest}"),
        Plate("blanks-between-all", "blanks between all characters", (head, rest) => Between(head + rest, " ")),
        Plate("middle-dots-between-all", "middle dots between all characters", (head, rest) => Between(head + rest, "\u00B7")),
        Plate("brackets", "what follows the letter in full-width parentheses", (head, rest) => $"{head}（{rest}）"),
        Plate("lower-case", "small letters", (head, rest) => (head + rest).ToLowerInvariant()),
        Plate("lower-case-dot", "small letters, a middle dot behind the first", (head, rest) => $"{head}\u00B7{rest}".ToLowerInvariant()),
        Plate("full-width", "full-width letters and digits", (head, rest) => FullWidth(head + rest)),
        Plate("full-width-digits", "full-width digits", (head, rest) => head + Exchange(rest, Digits(0xFF10))),
        Plate("circled-letters", "circled letters and digits", (head, rest) => Exchange(Letters(head + rest, 0x24B6, 0x24D0), Digits("\u24EA", 0x2460))),
        Plate("mathematical", "mathematical bold letters and digits", (head, rest) => Exchange(Letters(head + rest, 0x1D400, 0x1D41A), Digits(0x1D7CE))),
        Plate("chinese-digits", "Chinese digits", (head, rest) => head + Exchange(rest, _chinese)),
        Plate("zero-width-space", "zero-width spaces between all characters", (head, rest) => Between(head + rest, "\u200B")),
        Plate("soft-hyphen", "a soft hyphen behind the letter", (head, rest) => $"{head}\u00AD{rest}"),
        Plate("right-to-left-mark", "right-to-left marks between all characters", (head, rest) => Between(head + rest, "\u200F")),
        Plate("cyrillic", "Cyrillic letters that look alike", (head, rest) => Cyrillic(head + rest)),
        Plate("letter-o", "the letter O for zero", (head, rest) => $"{head}{rest.Replace('0', 'O')}"),
        Plate("word-behind-letter", "the word 字 behind the letter", (head, rest) => $"{head}字{rest}"),
        Plate("keycaps", "emoji keycaps", (head, rest) => head + Exchange(rest, [.. Digits('0').Select(digit => digit + "\uFE0F\u20E3")])),
    ];

    private static readonly IReadOnlyList<Spelling> _mail =
    [
        Mail("at-full-width", "full-width @", (local, host) => $"{local}\uFF20{host}"),
        Mail("at-small", "small commercial at", (local, host) => $"{local}\uFE6B{host}"),
        Mail("at-word-in-brackets", "(at)", (local, host) => $"{local}(at){host}"),
        Mail("at-word-in-square-brackets", "[at]", (local, host) => $"{local}[at]{host}"),
        Mail("at-word-in-full-width-brackets", "（at）", (local, host) => $"{local}（at）{host}"),
        Mail("at-word", "at between blanks", (local, host) => $"{local} at {host}"),
        Mail("at-word-capital", "AT between blanks", (local, host) => $"{local} AT {host}"),
        Mail("at-chinese", "the word 艾特", (local, host) => $"{local}艾特{host}"),
        Mail("at-chinese-brackets", "（艾特）", (local, host) => $"{local}（艾特）{host}"),
        Mail("at-number-sign", "# for @", (local, host) => $"{local}#{host}"),
        Mail("at-circled", "a circled a", (local, host) => $"{local}\u24D0{host}"),
        Mail("at-html", "HTML reference of @", (local, host) => $"{local}&#64;{host}"),
        Mail("at-percent", "percent-encoding of @", (local, host) => $"{local}%40{host}"),
        Mail("at-blanks", "blanks around @", (local, host) => $"{local} @ {host}"),
        Mail("at-line-break", "a line break behind @", (local, host) => $"{local}@\n{host}"),
        Mail("at-two", "two @", (local, host) => $"{local}@@{host}"),
        Mail("dot-chinese", "the word 点", (local, host) => $"{local}@{host.Replace(".", "点", StringComparison.Ordinal)}"),
        Mail("dot-word", "dot between blanks", (local, host) => $"{local}@{host.Replace(".", " dot ", StringComparison.Ordinal)}"),
        Mail("dot-word-in-brackets", "(dot)", (local, host) => $"{local}@{host.Replace(".", "(dot)", StringComparison.Ordinal)}"),
        Mail("dot-chinese-full-stop", "a Chinese full stop", (local, host) => $"{local}@{host.Replace('.', '。')}"),
        Mail("dot-full-width", "a full-width full stop", (local, host) => $"{local}@{host.Replace('.', '\uFF0E')}"),
        Mail("dot-middle", "a middle dot", (local, host) => $"{local}@{host.Replace('.', '\u00B7')}"),
        Mail("dot-blanks", "blanks around the dot", (local, host) => $"{local}@{host.Replace(".", " . ", StringComparison.Ordinal)}"),
        Mail("dot-comma", "a comma for the dot", (local, host) => $"{local}@{host.Replace('.', ',')}"),
        Mail("both-words", "(at) and (dot)", (local, host) => $"{local}(at){host.Replace(".", "(dot)", StringComparison.Ordinal)}"),
        Mail("both-chinese", "艾特 and 点", (local, host) => $"{local}艾特{host.Replace(".", "点", StringComparison.Ordinal)}"),
        Mail("both-full-width", "full-width @ and full stop", (local, host) => $"{local}\uFF20{host.Replace('.', '\uFF0E')}"),
        Mail("capital", "capitals", (local, host) => $"{local}@{host}".ToUpperInvariant()),
        Mail("full-width", "full width", (local, host) => FullWidth($"{local}@{host}")),
        Mail("mathematical", "mathematical bold letters", (local, host) => Letters($"{local}@{host}", 0x1D400, 0x1D41A)),
        Mail("mathematical-monospace", "mathematical monospace letters", (local, host) => Letters($"{local}@{host}", 0x1D670, 0x1D68A)),
        Mail("circled", "circled letters", (local, host) => Letters($"{local}@{host}", 0x24B6, 0x24D0)),
        Mail("cyrillic", "Cyrillic letters that look alike", (local, host) => Cyrillic($"{local}@{host}")),
        Mail("zero-width-space", "zero-width spaces between all characters", (local, host) => Between($"{local}@{host}", "\u200B")),
        Mail("zero-width-around-at", "zero-width joiners around @", (local, host) => $"{local}\u200D@\u200D{host}"),
        Mail("soft-hyphen", "a soft hyphen before @ and before each dot", (local, host) => $"{local}\u00AD@{host.Replace(".", "\u00AD.", StringComparison.Ordinal)}"),
        Mail("right-to-left-mark", "right-to-left marks between all characters", (local, host) => Between($"{local}@{host}", "\u200F")),
        Mail("blanks-between-all", "blanks between all characters", (local, host) => Between($"{local}@{host}", " ")),
        Mail("brackets", "the host in parentheses", (local, host) => $"{local}@({host})"),
        Mail("host-announced", "the host announced", (local, host) => $"{local}，后缀@{host}"),
        Mail("mailto", "as a link", (local, host) => $"mailto:{local}@{host}"),
        Mail("in-angle-brackets", "in angle brackets", (local, host) => $"<{local}@{host}>"),
    ];

    private static readonly IReadOnlyList<Spelling> _accounts =
    [
        .. Labels(
            "wechat", "微信号", "微信：", "微信", "微 信 号：", "微信（", "VX：", "vx", "V信：", "v x ", "WX：", "wx号", "weixin：", "WeChat：", "WeChat ID: ",
            "薇信：", "威信：", "徽信：", "\uFF36\uFF38：", "加V："),
        .. Labels("qq", "QQ：", "QQ", "qq", "Qq: ", "Q Q ", "Q号", "扣扣：", "扣扣号", "企鹅号", "球球：", "\uFF31\uFF31：", "QQ号码为", "Q-Q：", "腾讯QQ "),
        .. Labels("alipay", "支付宝：", "支付宝", "支付宝账户", "支付宝帐号：", "支 付 宝：", "Alipay：", "alipay ", "zfb：", "ZFB", "支宝付：", "支付寶："),
        Handle("full-width", "full width", (_, plain) => FullWidth(plain)),
        Handle("mathematical", "mathematical bold letters and digits", (_, plain) => Exchange(Letters(plain, 0x1D400, 0x1D41A), Digits(0x1D7CE))),
        Handle("capital", "capitals", (_, plain) => plain.ToUpperInvariant()),
        Handle("zero-width-space", "zero-width spaces between all characters", (_, plain) => Between(plain, "\u200B")),
        Handle("blanks", "blanks between groups", (draw, plain) => string.Join(' ', Groups(plain, [draw.Between(2, 4), draw.Between(2, 4)]))),
        Handle("brackets", "in full-width parentheses", (_, plain) => $"（{plain}）"),
        Handle("quotes", "in Chinese quotes", (_, plain) => $"\u201C{plain}\u201D"),
        Handle("line-break", "on the next line", (_, plain) => $"\n{plain}"),
        Handle("chinese-digits", "Chinese digits", (_, plain) => Exchange(plain, _chinese)),
        Handle("cyrillic", "Cyrillic letters that look alike", (_, plain) => Cyrillic(plain)),
    ];

    private static readonly IReadOnlyList<Spelling> _names =
    [
        Name("blank", "a blank between the characters", plain => Between(plain, " ")),
        Name("ideographic-space", "an ideographic space between the characters", plain => Between(plain, "\u3000")),
        Name("no-break-space", "a no-break space between the characters", plain => Between(plain, "\u00A0")),
        Name("line-break", "a line break behind the first character", plain => plain.Insert(1, "\n")),
        Name("zero-width-space", "zero-width spaces between the characters", plain => Between(plain, "\u200B")),
        Name("word-joiner", "word joiners between the characters", plain => Between(plain, "\u2060")),
        Name("soft-hyphen", "a soft hyphen behind the first character", plain => plain.Insert(1, "\u00AD")),
        Name("middle-dot", "a middle dot between the characters", plain => Between(plain, "\u00B7")),
        Name("hyphen", "a hyphen-minus between the characters", plain => Between(plain, "-")),
        Name("brackets", "in full-width parentheses", plain => $"（{plain}）"),
        Name("quotes", "in Chinese quotes", plain => $"\u201C{plain}\u201D"),
        Name("lenticular-brackets", "in lenticular brackets", plain => $"【{plain}】"),
        Name("variation-selector", "variation selectors behind the characters", plain => Behind(plain, "\uFE00")),
        Name("combining-low-line", "combining low lines under the characters", plain => Behind(plain, "\u0332")),
        Name("sex", "followed by the sex in parentheses", plain => $"{plain}（男）"),
        Name("sex-and-age", "followed by sex and age", plain => $"{plain}，女，43岁，"),
        Dot("bullet", "a bullet for the dot", "\u2022"),
        Dot("katakana-middle-dot", "a katakana middle dot for the dot", "\u30FB"),
        Dot("hyphenation-point", "a hyphenation point for the dot", "\u2027"),
        Dot("dot-operator", "a dot operator for the dot", "\u22C5"),
        Dot("full-stop", "a full stop for the dot", "."),
        Dot("full-width-full-stop", "a full-width full stop for the dot", "\uFF0E"),
        Dot("blanks", "blanks around the dot", " \u00B7 "),
        Dot("hyphen", "a hyphen-minus for the dot", "-"),
        Dot("none", "no dot", ""),
    ];

    private static readonly IReadOnlyList<Spelling> _addresses =
    [
        Address("full-width-digits", "full-width digits", plain => Exchange(plain, Digits(0xFF10))),
        Address("chinese-digits", "Chinese digits, one by one", plain => Exchange(plain, _chinese)),
        Address("capital-digits", "Chinese capital digits", plain => Exchange(plain, Digits("零壹贰叁肆伍陆柒捌玖"))),
        Address("circled-digits", "circled digits", plain => Exchange(plain, Digits("\u24EA", 0x2460))),
        Address("arabic-indic-digits", "Arabic-Indic digits", plain => Exchange(plain, Digits(0x0660))),
        Address("blanks-around-numbers", "blanks around the numbers", plain => Numbers(plain, number => $" {number} ")),
        Address("line-break", "a line break before the first number", plain => plain.Insert(plain.IndexOfAny([.. "0123456789"]), "\n")),
        Address("zero-width-space", "zero-width spaces between all characters", plain => Between(plain, "\u200B")),
        Address("soft-hyphen", "a soft hyphen behind each number", plain => Numbers(plain, number => $"{number}\u00AD")),
        Address("blanks-between-all", "blanks between all characters", plain => Between(plain, " ")),
        Address("number-sign", "# for 号", plain => plain.Replace('号', '#')),
        Address("commas", "Chinese commas behind county, road and house", plain =>
            plain.Replace("区", "区，", StringComparison.Ordinal).Replace("县", "县，", StringComparison.Ordinal).Replace("号", "号，", StringComparison.Ordinal)),
        Address("postcode", "a postcode behind", plain => $"{plain}（邮编467000）"),
        Town("hyphens", "house, entrance and flat with hyphens", "-"),
        Town("em-dashes", "house, entrance and flat with em dashes", "\u2014"),
        Town("slashes", "house, entrance and flat with slashes", "/"),
        Town("dots", "house, entrance and flat with middle dots", "\u00B7"),
    ];

    public static readonly IReadOnlyList<Spelling> All = [.. _plates, .. _mail, .. _accounts, .. _names, .. _addresses];

    private static Spelling Plate(string name, string does, Func<string, string, string> write) =>
        new("plate-" + name, "plate", does, (_, datum) => write(datum.Plain[..2], datum.Plain[2..]));

    private static Spelling Mail(string name, string does, Func<string, string, string> write) => new("mail-" + name, "email", does, (_, datum) =>
    {
        var parts = datum.Plain.Split('@');
        return write(parts[0], parts[1]);
    });

    /// <summary>The same account under another name of its service. A bracket that opens before it closes behind it.</summary>
    private static IEnumerable<Spelling> Labels(string kind, params string[] labels) => labels.Select((label, at) => new Spelling(
        FormattableString.Invariant($"{kind}-label-{at + 1:00}"), kind, "another name of the service before it", (_, datum) => label + datum.Plain + (label.EndsWith('（') ? "）" : "")));

    private static Spelling Handle(string name, string does, Func<Draw, string, string> write) =>
        new("handle-" + name, "handle", does, (draw, datum) => datum.Label + write(draw, datum.Plain));

    private static Spelling Name(string name, string does, Func<string, string> write) => new("name-" + name, "name", does, (_, datum) => write(datum.Plain));

    private static Spelling Dot(string name, string does, string dot) =>
        new("name-dot-" + name, "name-with-dot", does, (_, datum) => datum.Plain.Replace("·", dot, StringComparison.Ordinal));

    private static Spelling Address(string name, string does, Func<string, string> write) => new("address-" + name, "address", does, (_, datum) => write(datum.Plain));

    private static Spelling Town(string name, string does, string separator) => new("address-" + name, "address-in-town", does, (_, datum) =>
        datum.Plain.Replace("号楼", separator, StringComparison.Ordinal).Replace("单元", separator, StringComparison.Ordinal).Replace("室", "", StringComparison.Ordinal));

    /// <summary>Writes each whole number otherwise.</summary>
    private static string Numbers(string text, Func<string, string> write) =>
        Regex.Replace(text, "[0-9]+", match => write(match.Value));

    private static string Cyrillic(string text)
    {
        const string Latin = "ABCEHKMOPTXaceopxy";
        const string Alike = "\u0410\u0412\u0421\u0415\u041D\u041A\u041C\u041E\u0420\u0422\u0425\u0430\u0441\u0435\u043E\u0440\u0445\u0443";
        return Each(text, Latin.Contains, letter => Alike[Latin.IndexOf(letter)].ToString());
    }
}
