using System.Text;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>
/// A place in an instrument as somebody typed it, read so that the spelling carries no meaning: book-title marks, blanks, width,
/// 中华人民共和国, （修订） and the kind of numerals. 第四十五条之一 is another article than 第四十五条.
/// </summary>
/// <param name="Name">The instrument's bare name, as <see cref="BareName"/> gives it.</param>
/// <param name="Suffix">之一, 之二 … as 1, 2 …; 0 for the article itself.</param>
/// <param name="Paragraph">款; 0 where none is named.</param>
/// <param name="Item">项; 0 where none is named.</param>
public sealed partial record ArticlePlace(string Name, int Article, int Suffix = 0, int Paragraph = 0, int Item = 0)
{
    private const string Number = "[零〇一二三四五六七八九十百千0-9]+";

    /// <summary>Reads what was typed; null where it names no numbered article.</summary>
    public static ArticlePlace? Read(string typed)
    {
        var text = string.Concat(typed.Normalize(NormalizationForm.FormKC).Where(letter => !IsBlank(letter)));
        var match = Place().Match(text);
        return match.Success && NumberIn(match, "article") is > 0 and { } article
            ? new(BareName(match.Groups["name"].Value), article, NumberIn(match, "suffix"), NumberIn(match, "paragraph"), NumberIn(match, "item"))
            : null;
    }

    /// <summary>A name without what spellings add to it: marks, blanks, brackets and what they hold, 中华人民共和国 in front, 修订 and its year behind.</summary>
    public static string BareName(string name)
    {
        var plain = Bracketed().Replace(name.Normalize(NormalizationForm.FormKC), "");
        var letters = string.Concat(plain.Where(char.IsLetterOrDigit));
        return Revised().Replace(Prefix().Replace(letters, ""), "");
    }

    /// <summary>True where this place is the other one or lies within it.</summary>
    public bool IsWithin(ArticlePlace other) =>
        Name == other.Name && Article == other.Article && Suffix == other.Suffix
        && (other.Paragraph == 0 || other.Paragraph == Paragraph)
        && (other.Item == 0 || other.Item == Item);

    private static int NumberIn(Match match, string group) => match.Groups[group].Success ? ChineseNumber.Read(match.Groups[group].Value) ?? 0 : 0;

    private static bool IsBlank(char letter) =>
        char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.Format;

    [GeneratedRegex($"^(?<name>.+?)第(?<article>{Number})条(?:之(?<suffix>{Number}))?(?:第(?<paragraph>{Number})款)?(?:第\\(?(?<item>{Number})\\)?项)?$")]
    private static partial Regex Place();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】")]
    private static partial Regex Bracketed();

    [GeneratedRegex("^(?:中华人民共和国|国务院)+")]
    private static partial Regex Prefix();

    [GeneratedRegex("(?:[0-9零〇一二三四五六七八九]{4}年?)?(?:第?[一二三四五六七八九十]+次)?(?:修订|修正|修改)(?:版|本|案|稿)?$")]
    private static partial Regex Revised();
}
