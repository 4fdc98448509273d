using System.Collections.Frozen;

namespace EnforcementPlatform.Law;

/// <summary>
/// How a citizen is named in what is published: the surname followed by two asterisks (行政处罚法 50; 个人信息保护法 28). However long the
/// given name is, it is never shown, nor how long it is.
/// </summary>
public static class CitizenName
{
    private const string Rest = "**";

    /// <summary>Compound surnames in use. One that is missing here is shown by its first character, which tells less and never more.</summary>
    internal static readonly FrozenSet<string> Compound = FrozenSet.ToFrozenSet(
    [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "夏侯", "令狐", "宇文", "长孙", "闻人", "轩辕",
        "南宫", "西门", "东郭", "呼延", "端木", "独孤", "百里", "公冶", "太史", "申屠", "钟离", "澹台", "拓跋", "赫连", "濮阳", "淳于",
        "单于", "公羊", "司空", "仲孙", "鲜于", "闾丘", "万俟", "完颜", "纳兰", "第五", "南郭", "左丘", "梁丘", "谷梁", "欧陽", "司馬",
    ]);

    /// <summary>The name as it is usually shown. Of a name of one character nothing is shown, since that would be the whole.</summary>
    public static string Mask(string name) => IsOneCharacter(name) ? Rest : SurnameOf(name) + Rest;

    /// <summary>
    /// True when <paramref name="shown"/> shows no more of the name than may be shown. A name that begins with a compound surname may be read
    /// both ways (司马光、司·马光): only a person can tell, and neither reading shows more than one character too many.
    /// </summary>
    public static bool IsMasked(string name, string shown) => shown == Mask(name) || (!IsOneCharacter(name) && shown == First(name) + Rest);

    /// <summary>
    /// True when a name is like a person's and not like an organisation's: a surname and one or two characters more, of which the last is none of those that
    /// end the name of an office or a shop; or two names with a dot.
    /// </summary>
    public static bool IsLikePerson(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetter));
        var surname = letters.Length > 2 && Compound.Contains(letters[..2]) ? 2 : letters.Length > 1 && ContactNames.IsSurname(letters[0]) ? 1 : 0;
        return surname > 0
            ? letters.Length - surname is 1 or 2 && !ContactNames.EndsLikeOffice(letters)
            : name.AsSpan().ContainsAny("·•・‧") && letters.Length is >= 3 and <= 14 && !ContactNames.EndsLikeOffice(letters);
    }

    private static bool IsOneCharacter(string name) => new System.Globalization.StringInfo(name.Trim()).LengthInTextElements <= 1;

    private static string SurnameOf(string name) => name.Length > 2 && Compound.Contains(name[..2]) ? name[..2] : First(name);

    /// <summary>The first character, which outside the basic plane is two UTF-16 units.</summary>
    private static string First(string name) => name.Length == 0 ? "" : name[..(char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1)];
}
