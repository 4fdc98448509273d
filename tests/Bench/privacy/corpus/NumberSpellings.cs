using static EnforcementPlatform.Bench.Privacy.Respell;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>Spellings of numbers: other digits, separators, unseen characters, groups, words and prefixes, letters for digits.</summary>
internal static class NumberSpellings
{
    private static readonly string[] _ascii = Digits('0');
    private static readonly string[] _fullWidth = Digits(0xFF10);
    private static readonly string[] _plainChinese = Digits("〇一二三四五六七八九");

    public static readonly IReadOnlyList<Spelling> OfDigits =
    [
        Script("digits-full-width", "full-width digits", _fullWidth),
        Script("digits-circled", "circled digits", Digits("\u24EA", 0x2460)),
        Script("digits-negative-circled", "white digits in black circles", Digits("\u24FF", 0x2776)),
        Script("digits-circled-sans-serif", "circled sans-serif digits", Digits("\U0001F10B", 0x2780)),
        Script("digits-negative-circled-sans-serif", "white sans-serif digits in black circles", Digits("\U0001F10C", 0x278A)),
        Script("digits-double-circled", "double-circled digits, circled zero", Digits("\u24EA", 0x24F5)),
        Script("digits-parenthesised", "parenthesised digits of one character, (0) for zero", Digits("(0)", 0x2474)),
        Script("digits-with-full-stop", "digits with a full stop of one character", Digits("\U0001F100", 0x2488)),
        Script("digits-with-comma", "digits with a comma of one character", Digits(0x1F101)),
        Script("digits-in-ascii-parentheses", "each digit in ASCII parentheses", [.. _ascii.Select(digit => $"({digit})")]),
        Script("digits-chinese", "Chinese digits, 〇", _plainChinese),
        Script("digits-chinese-zero", "Chinese digits, 零", Digits("零一二三四五六七八九")),
        Script("digits-chinese-capital", "Chinese capital digits", Digits("零壹贰叁肆伍陆柒捌玖")),
        Script("digits-chinese-capital-traditional", "Chinese capital digits, traditional forms", Digits("零壹貳參肆伍陸柒捌玖")),
        Script("digits-chinese-yao", "Chinese digits, 幺 for one", Digits("零幺二三四五六七八九")),
        Script("digits-chinese-radio", "Chinese digits as on the radio", Digits("洞幺两三四五六拐八勾")),
        Script("digits-chinese-circled", "circled Chinese digits, 〇 for zero", Digits("〇", 0x3280)),
        Script("digits-chinese-parenthesised", "parenthesised Chinese digits of one character, 〇 for zero", Digits("〇", 0x3220)),
        Script("digits-hangzhou", "Hangzhou numerals", Digits("〇", 0x3021)),
        Script("digits-arabic-indic", "Arabic-Indic digits", Digits(0x0660)),
        Script("digits-extended-arabic-indic", "Extended Arabic-Indic digits", Digits(0x06F0)),
        Script("digits-nko", "digits of the N'Ko script", Digits(0x07C0)),
        Script("digits-devanagari", "Devanagari digits", Digits(0x0966)),
        Script("digits-bengali", "Bengali digits", Digits(0x09E6)),
        Script("digits-tamil", "Tamil digits", Digits(0x0BE6)),
        Script("digits-thai", "Thai digits", Digits(0x0E50)),
        Script("digits-lao", "Lao digits", Digits(0x0ED0)),
        Script("digits-tibetan", "Tibetan digits", Digits(0x0F20)),
        Script("digits-myanmar", "Myanmar digits", Digits(0x1040)),
        Script("digits-khmer", "Khmer digits", Digits(0x17E0)),
        Script("digits-mongolian", "Mongolian digits", Digits(0x1810)),
        Script("digits-new-tai-lue", "New Tai Lue digits", Digits(0x19D0)),
        Script("digits-osmanya", "Osmanya digits (outside the basic plane)", Digits(0x104A0)),
        Script("digits-mathematical-bold", "mathematical bold digits", Digits(0x1D7CE)),
        Script("digits-mathematical-double-struck", "mathematical double-struck digits", Digits(0x1D7D8)),
        Script("digits-mathematical-sans-serif", "mathematical sans-serif digits", Digits(0x1D7E2)),
        Script("digits-mathematical-sans-serif-bold", "mathematical sans-serif bold digits", Digits(0x1D7EC)),
        Script("digits-mathematical-monospace", "mathematical monospace digits", Digits(0x1D7F6)),
        Script("digits-segmented", "segmented digits", Digits(0x1FBF0)),
        Script("digits-superscript", "superscript digits", Digits("\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079")),
        Script("digits-subscript", "subscript digits", Digits(0x2080)),
        Script("digits-keycap", "emoji keycaps", [.. _ascii.Select(digit => digit + "\uFE0F\u20E3")]),
        Script("digits-keycap-without-selector", "keycaps without a variation selector", [.. _ascii.Select(digit => digit + "\u20E3")]),
        Number("digits-mixed-width", "each digit in ASCII or in full width", (draw, datum) => Mixed(draw, datum.Plain, [_ascii, _fullWidth])),
        Number("digits-mixed-chinese", "each digit in ASCII or in Chinese", (draw, datum) => Mixed(draw, datum.Plain, [_ascii, _plainChinese])),
        Number("digits-mixed-scripts", "each digit in one of six scripts", (draw, datum) => Mixed(
            draw, datum.Plain, [_ascii, _fullWidth, _plainChinese, Digits(0x0660), Digits(0x1D7CE), Digits("\u24EA", 0x2460)])),
        Number("all-full-width", "full width, letters as well", (_, datum) => FullWidth(datum.Plain)),
        Number("digits-chinese-and-blanks", "Chinese digits with blanks between", (_, datum) => Between(Exchange(datum.Plain, _plainChinese), " ")),
        Number("digits-full-width-and-dashes", "full-width digits, full-width dashes between groups", (draw, datum) => FullWidth(string.Join('-', Groups(draw, datum)))),
    ];

    public static readonly IReadOnlyList<Spelling> OfSeparators =
    [
        Joined("blank", "a blank between groups", " "),
        Joined("two-blanks", "two blanks between groups", "  "),
        Joined("no-break-space", "a no-break space between groups", "\u00A0"),
        Joined("ideographic-space", "an ideographic space between groups", "\u3000"),
        Joined("thin-space", "a thin space between groups", "\u2009"),
        Joined("narrow-no-break-space", "a narrow no-break space between groups", "\u202F"),
        Joined("em-space", "an em space between groups", "\u2003"),
        Joined("figure-space", "a figure space between groups", "\u2007"),
        Joined("hair-space", "a hair space between groups", "\u200A"),
        Joined("tab", "a tab between groups", "\t"),
        Joined("line-break", "a line break between groups", "\n"),
        Joined("line-break-crlf", "CR and LF between groups", "\r\n"),
        Joined("line-separator", "a line separator (U+2028) between groups", "\u2028"),
        Joined("next-line", "a next-line control (U+0085) between groups", "\u0085"),
        Joined("dot", "a full stop between groups", "."),
        Joined("middle-dot", "a middle dot between groups", "\u00B7"),
        Joined("bullet", "a bullet between groups", "\u2022"),
        Joined("katakana-middle-dot", "a katakana middle dot between groups", "\u30FB"),
        Joined("full-width-dot", "a full-width full stop between groups", "\uFF0E"),
        Joined("chinese-full-stop", "a Chinese full stop between groups", "。"),
        Joined("ellipsis", "an ellipsis between groups", "\u2026"),
        Joined("comma", "a comma between groups", ","),
        Joined("chinese-comma", "a Chinese comma between groups", "，"),
        Joined("enumeration-comma", "an enumeration comma between groups", "、"),
        Joined("colon", "a colon between groups", ":"),
        Joined("semicolon", "a semicolon between groups", ";"),
        Joined("slash", "a slash between groups", "/"),
        Joined("full-width-slash", "a full-width slash between groups", "\uFF0F"),
        Joined("backslash", "a backslash between groups", "\\"),
        Joined("vertical-line", "a vertical line between groups", "|"),
        Joined("hyphen-minus", "a hyphen-minus between groups", "-"),
        Joined("hyphen", "a hyphen (U+2010) between groups", "\u2010"),
        Joined("no-break-hyphen", "a no-break hyphen between groups", "\u2011"),
        Joined("figure-dash", "a figure dash between groups", "\u2012"),
        Joined("en-dash", "an en dash between groups", "\u2013"),
        Joined("em-dash", "an em dash between groups", "\u2014"),
        Joined("two-em-dashes", "a Chinese dash of two em dashes between groups", "\u2014\u2014"),
        Joined("horizontal-bar", "a horizontal bar between groups", "\u2015"),
        Joined("minus", "a minus sign (U+2212) between groups", "\u2212"),
        Joined("small-hyphen", "a small hyphen-minus between groups", "\uFE63"),
        Joined("full-width-hyphen", "a full-width hyphen-minus between groups", "\uFF0D"),
        Joined("blank-hyphen-blank", "a hyphen-minus with blanks around between groups", " - "),
        Joined("underscore", "an underscore between groups", "_"),
        Joined("tilde", "a full-width tilde between groups", "\uFF5E"),
        Joined("asterisk", "an asterisk between groups", "*"),
        Joined("number-sign", "a number sign between groups", "#"),
        Joined("plus", "a plus sign between groups", "+"),
        Joined("mixed-separators", "another separator at each place", draw => draw.Of([" ", "-", ".", "/", "、", "\u00B7", "_", "\u3000"])),
        Number("brackets", "each group in parentheses", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"({group})"))),
        Number("full-width-brackets", "each group in full-width parentheses", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"（{group}）"))),
        Number("square-brackets", "each group in square brackets", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"[{group}]"))),
        Number("lenticular-brackets", "each group in lenticular brackets", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"【{group}】"))),
        Number("corner-brackets", "each group in corner brackets", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"「{group}」"))),
        Number("quotes", "each group in Chinese quotes", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"\u201C{group}\u201D"))),
        Number("middle-in-brackets", "the second group in full-width parentheses", (draw, datum) =>
            string.Concat(Groups(draw, datum).Select((group, at) => at == 1 ? $"（{group}）" : group))),
        Number("blank-between-all", "a blank between all digits", (_, datum) => Between(datum.Plain, " ")),
        Number("hyphen-between-all", "a hyphen-minus between all digits", (_, datum) => Between(datum.Plain, "-")),
        Number("dot-between-all", "a middle dot between all digits", (_, datum) => Between(datum.Plain, "\u00B7")),
        Number("enumeration-comma-between-all", "an enumeration comma between all digits", (_, datum) => Between(datum.Plain, "、")),
        Number("line-break-between-all", "a line break between all digits", (_, datum) => Between(datum.Plain, "\n")),
        Number("line-break-inside", "one line break within, as a copied page has it", (draw, datum) => datum.Plain.Insert(draw.Between(2, datum.Plain.Length - 2), "\n")),
        Number("line-break-and-indent", "one line break within, followed by two ideographic spaces", (draw, datum) => datum.Plain.Insert(draw.Between(2, datum.Plain.Length - 2), "\n\u3000\u3000")),
    ];

    public static readonly IReadOnlyList<Spelling> OfUnseen =
    [
        Sown("zero-width-space", "zero-width spaces between digits", "\u200B"),
        Sown("zero-width-non-joiner", "zero-width non-joiners between digits", "\u200C"),
        Sown("zero-width-joiner", "zero-width joiners between digits", "\u200D"),
        Sown("word-joiner", "word joiners between digits", "\u2060"),
        Sown("byte-order-mark", "zero-width no-break spaces between digits", "\uFEFF"),
        Sown("soft-hyphen", "soft hyphens between digits", "\u00AD"),
        Sown("left-to-right-mark", "left-to-right marks between digits", "\u200E"),
        Sown("right-to-left-mark", "right-to-left marks between digits", "\u200F"),
        Sown("arabic-letter-mark", "Arabic letter marks between digits", "\u061C"),
        Sown("invisible-separator", "invisible separators between digits", "\u2063"),
        Sown("invisible-times", "invisible times signs between digits", "\u2062"),
        Sown("combining-grapheme-joiner", "combining grapheme joiners between digits", "\u034F"),
        Sown("mongolian-vowel-separator", "Mongolian vowel separators between digits", "\u180E"),
        Sown("hangul-filler", "Hangul fillers between digits", "\u3164"),
        Sown("combining-low-line", "combining low lines on digits", "\u0332"),
        Sown("combining-long-stroke", "combining long strokes over digits", "\u0336"),
        Sown("combining-enclosing-circle", "combining enclosing circles around digits", "\u20DD"),
        Sown("combining-acute", "combining acute accents on digits", "\u0301"),
        Sown("variation-selector-15", "text variation selectors behind digits", "\uFE0E"),
        Sown("variation-selector-16", "emoji variation selectors behind digits", "\uFE0F"),
        Sown("variation-selector-17", "a variation selector outside the basic plane behind digits", "\U000E0100"),
        Sown("tag-space", "tag characters between digits", "\U000E0020"),
        Sown("delete-control", "a control character (U+0008) between digits", "\u0008"),
        Number("isolates", "each group within directional isolates", (draw, datum) => string.Concat(Groups(draw, datum).Select(group => $"\u2066{group}\u2069"))),
        Number("embedding", "the number within a left-to-right embedding", (_, datum) => $"\u202A{Between(datum.Plain, "\u200B")}\u202C"),
        Number("reversed-by-override", "written backwards within a right-to-left override, so that it shows forwards", (_, datum) =>
            $"\u202E{string.Concat(Characters(datum.Plain).Reverse())}\u202C"),
        Number("zero-width-and-blank", "a zero-width space and a blank between groups", (draw, datum) => string.Join("\u200B ", Groups(draw, datum))),
    ];

    public static readonly IReadOnlyList<Spelling> OfGroups =
    [
        Fixed("mobile-3-4-4", "mobile", "groups of 3, 4 and 4", "-", 3, 4, 4),
        Fixed("mobile-3-3-5", "mobile", "groups of 3, 3 and 5", " ", 3, 3, 5),
        Fixed("mobile-4-4-3", "mobile", "groups of 4, 4 and 3", " ", 4, 4, 3),
        Fixed("mobile-3-2-2-2-2", "mobile", "groups of 3 and four times 2", "-", 3, 2, 2, 2, 2),
        Fixed("mobile-5-6", "mobile", "groups of 5 and 6", " ", 5, 6),
        Fixed("citizen-6-8-4", "citizen", "groups of 6, 8 and 4", " ", 6, 8, 4),
        Fixed("citizen-6-4-4-4", "citizen", "groups of 6, 4, 4 and 4", "-", 6, 4, 4, 4),
        Fixed("citizen-3-3-4-4-4", "citizen", "groups of 3, 3, 4, 4 and 4", " ", 3, 3, 4, 4, 4),
        Fixed("citizen-2-2-2-4-2-2-4", "citizen", "region and day of birth in their parts", "-", 2, 2, 2, 4, 2, 2, 4),
        Fixed("citizen-17-1", "citizen", "the check character apart", "-", 17, 1),
        Fixed("long-4-4-4-4", "long-number", "groups of 4", " ", 4, 4, 4, 4, 4),
        Fixed("long-6-6-7", "long-number", "groups of 6", " ", 6, 6, 7),
        Fixed("long-9-9", "long-number", "two halves", " ", 9, 10),
        Fixed("long-in-threes", "long-number", "groups of 3 with commas, as an amount has them", ",", 3, 3, 3, 3, 3, 3, 3),
        Number("words-turn", "the word 转 between groups", (draw, datum) => string.Join("转", Groups(draw, datum))),
        Number("words-then", "words of order between groups", (draw, datum) => string.Join("，接着是", Groups(draw, datum))),
        Number("words-parts", "the first digits and the rest announced", (draw, datum) => Cut(draw, datum, (head, tail) => $"前{head.Length}位{head}，后{tail.Length}位{tail}")),
        new("words-born", "citizen", "region, day of birth and last four announced", (_, datum) =>
            $"前六位{datum.Plain[..6]}，出生日期{datum.Plain[6..14]}，后四位{datum.Plain[14..]}"),
        Prefix("prefix-plus-86", "+86 before", "+86"),
        Prefix("prefix-plus-86-blank", "+86 and a blank before", "+86 "),
        Prefix("prefix-plus-86-hyphen", "+86 and a hyphen before", "+86-"),
        Prefix("prefix-0086", "0086 before", "0086"),
        Prefix("prefix-0086-hyphen", "0086 and a hyphen before", "0086-"),
        Prefix("prefix-in-brackets", "(86) before", "(86)"),
        Prefix("prefix-plus-in-full-width-brackets", "（+86） before", "（+86）"),
        Prefix("prefix-full-width", "full-width +86 before", "\uFF0B\uFF18\uFF16"),
        Prefix("prefix-zero", "a zero of long-distance calls before", "0"),
        Prefix("prefix-17951", "a carrier's prefix before", "17951"),
        new("prefix-and-groups", "mobile", "+86 before and groups of 3, 4 and 4", (_, datum) => $"+86 {string.Join('-', Groups(datum.Plain, [3, 4, 4]))}"),
        Area("area-hyphen", "a hyphen behind the area code", (area, number) => $"{area}-{number}"),
        Area("area-em-dash", "an em dash behind the area code", (area, number) => $"{area}\u2014{number}"),
        Area("area-in-brackets", "the area code in parentheses", (area, number) => $"({area}){number}"),
        Area("area-in-full-width-brackets", "the area code in full-width parentheses", (area, number) => $"（{area}）{number}"),
        Area("area-words", "the area code announced", (area, number) => $"区号{area}，号码{number}"),
        Area("area-abroad", "+86 before the area code without its zero", (area, number) => $"+86-{area[1..]}-{number}"),
        Area("area-number-in-halves", "area code, and the number in two halves", (area, number) => $"{area} {number[..4]} {number[4..]}"),
        Area("area-extension", "an extension behind", (area, number) => $"{area}-{number}转{number[^3..]}"),
        Area("area-extension-hyphen", "an extension behind a hyphen", (area, number) => $"{area}-{number}-{number[..3]}"),
        Number("html-decimal", "HTML references in decimal", (_, datum) => Each(datum.Plain, char.IsAsciiDigit, digit => $"&#{(int)digit};")),
        Number("html-hexadecimal", "HTML references in hexadecimal", (_, datum) => Each(datum.Plain, char.IsAsciiDigit, digit => $"&#x{(int)digit:x};")),
        Number("html-no-break-space", "the HTML reference of a no-break space between groups", (draw, datum) => string.Join("&nbsp;", Groups(draw, datum))),
        Number("html-zero-width", "the HTML reference of a zero-width space between groups", (draw, datum) => string.Join("&#8203;", Groups(draw, datum))),
        Number("html-line-break", "an HTML line break between groups", (draw, datum) => string.Join("<br>", Groups(draw, datum))),
        Number("html-bold", "one group in HTML bold type", (draw, datum) => Cut(draw, datum, (head, tail) => $"{head}<b>{tail}</b>")),
        Number("percent-encoding", "percent-encoding of all digits", (_, datum) => Each(datum.Plain, char.IsAsciiDigit, digit => $"%{(int)digit:X2}")),
        Number("unicode-escape", "escapes of JSON for all digits", (_, datum) => Each(datum.Plain, char.IsAsciiDigit, digit => $"\\u{(int)digit:x4}")),
        Number("markdown", "one group in Markdown bold type", (draw, datum) => Cut(draw, datum, (head, tail) => $"{head}**{tail}**")),
    ];

    public static readonly IReadOnlyList<Spelling> OfLetters =
    [
        Letter("letters-capital", "O for zero and I for one", "O", "I"),
        Letter("letters-small", "o for zero and l for one", "o", "l"),
        Letter("letters-mixed", "O for zero and l for one", "O", "l"),
        Letter("letters-cyrillic", "Cyrillic O for zero", "\u041E", "1"),
        Letter("letters-greek", "Greek omicron for zero and iota for one", "\u039F", "\u0399"),
        Letter("letters-ring", "a white circle for zero and a vertical line for one", "\u25CB", "|"),
        Letter("letters-degree", "a large circle for zero and a full-width l for one", "\u25EF", "\uFF4C"),
        Last("x-small", "x", "x"),
        Last("x-full-width", "full-width X", "\uFF38"),
        Last("x-full-width-small", "full-width x", "\uFF58"),
        Last("x-roman", "the Roman numeral ten", "\u2169"),
        Last("x-roman-small", "the small Roman numeral ten", "\u2179"),
        Last("x-cyrillic", "Cyrillic Ha", "\u0425"),
        Last("x-cyrillic-small", "small Cyrillic Ha", "\u0445"),
        Last("x-greek", "Greek Chi", "\u03A7"),
        Last("x-times", "a multiplication sign", "\u00D7"),
        Last("x-multiplication", "a multiplication X", "\u2715"),
        Last("x-ballot", "a ballot X", "\u2717"),
        Last("x-chinese-ten", "the Chinese ten", "十"),
        Last("x-mathematical", "a mathematical bold X", "\U0001D417"),
        Last("x-circled", "a circled X", "\u24CD"),
        Last("x-fork", "the word 叉", "叉"),
        Last("x-in-brackets", "X in parentheses", "(X)"),
        Last("x-behind-blank", "X behind a blank", " X"),
        Last("x-behind-hyphen", "X behind a hyphen", "-X"),
        new("x-full-width-all", "citizen-x", "full-width digits and a multiplication sign for X", (_, datum) => FullWidth(datum.Plain[..^1]) + "\u00D7"),
        new("x-chinese-all", "citizen-x", "Chinese digits and X", (_, datum) => Exchange(datum.Plain, _plainChinese)),
    ];

    private static Spelling Number(string name, string does, Func<Draw, Datum, string> write) => new(name, "number", does, (draw, datum) => datum.Label + write(draw, datum));

    private static Spelling Script(string name, string does, string[] digits) => Number(name, does, (_, datum) => Exchange(datum.Plain, digits));

    private static Spelling Joined(string name, string does, string separator) => Number("groups-" + name, does, (draw, datum) => string.Join(separator, Groups(draw, datum)));

    private static Spelling Joined(string name, string does, Func<Draw, string> separator) => Number("groups-" + name, does, (draw, datum) =>
        Groups(draw, datum).Aggregate((all, group) => all + separator(draw) + group));

    /// <summary>Between all characters or, half the time, behind some of them.</summary>
    private static Spelling Sown(string name, string does, string mark) => Number("unseen-" + name, does, (draw, datum) => draw.Chance(50)
        ? Behind(datum.Plain, mark)
        : string.Join(mark, Groups(draw, datum)));

    private static Spelling Fixed(string name, string family, string does, string separator, params int[] lengths) =>
        new(name, family, does, (_, datum) => string.Join(separator, Groups(datum.Plain, [.. lengths])));

    private static Spelling Prefix(string name, string does, string prefix) => new(name, "mobile", does, (_, datum) => prefix + datum.Plain);

    private static Spelling Area(string name, string does, Func<string, string, string> write) => new(name, "landline", does, (_, datum) =>
        write(datum.Plain[..datum.Groups[0]], datum.Plain[datum.Groups[0]..]));

    private static Spelling Letter(string name, string does, string zero, string one) =>
        Number(name, does, (_, datum) => datum.Plain.Replace("0", zero, StringComparison.Ordinal).Replace("1", one, StringComparison.Ordinal));

    private static Spelling Last(string name, string does, string x) => new(name, "citizen-x", $"{does} for X", (_, datum) => datum.Plain[..^1] + x);

    private static string Mixed(Draw draw, string text, string[][] scripts) => Each(text, char.IsAsciiDigit, digit => draw.Of(scripts)[digit - '0']);

    private static string Cut(Draw draw, Datum datum, Func<string, string, string> write)
    {
        var at = draw.Between(3, datum.Plain.Length - 3);
        return write(datum.Plain[..at], datum.Plain[at..]);
    }
}
