using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EnforcementPlatform.Law;

/// <summary>
/// Names of persons in a line that says how to reach somebody, e.g. 联系人：周某某（经理）0375-…. A name is two to four characters that begin with a
/// surname, alone between other signs or between a label (联系人) and a title (经理). A surname with a title (王主任) is found as it stands. An office, a
/// place and everyday words are none: what is found here keeps a text from being published, so rather one too few than a word that every text holds.
/// </summary>
public static partial class ContactNames
{
    private const int Longest = 4;

    private static readonly string[] Labels =
    [
        "法定代表人", "现场负责人", "安全负责人", "负责人", "经办人", "联系人", "代理人", "收件人", "法人", "联系电话", "联系方式", "固定电话",
        "手机号码", "手机号", "电话", "手机", "座机", "传真", "微信号", "微信", "邮箱",
    ];

    private static readonly string[] Titles =
    [
        "副总经理", "总经理", "副经理", "经理", "董事长", "董事", "副主任", "主任", "副厂长", "厂长", "矿长", "站长", "所长", "队长", "班长", "会计", "出纳",
        "律师", "老师", "师傅", "工程师", "总工", "先生", "女士", "小姐", "同志", "书记", "科长", "处长", "老板",
    ];

    /// <summary>Last characters of offices and places.</summary>
    private const string Offices = "科部室处办局厅院站所队组厂矿店司社会馆校园库楼区县市省镇乡村路街号";

    /// <summary>Words of contact lines that begin like a name.</summary>
    private static readonly ImmutableHashSet<string> Words =
    [
        "安全", "方便", "常年", "白天", "马上", "时间", "任何", "全天", "全年", "安全员", "高层", "万一", "成年", "管理", "管理员", "周内", "夏季", "夏天", "夏令",
        "夏令时", "夏秋", "常务", "常务副总",
    ];

    /// <summary>The hundred and fifty most common surnames of one character.</summary>
    private const string Common =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛"
        + "闫雷段史龙黎贺陶顾毛郝龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐庄乔倪岳鲁殷章关毕柳左祝霍耿焦蓝甘裴翟柴聂欧洪尚管时全成游常詹车蒲冉宫符苗俞柏";

    /// <summary>Every name once, as it is written.</summary>
    public static ImmutableArray<string> In(string line) => [.. Runs().Matches(line).SelectMany(run => In(Between(run.Value), run.Value)).Distinct()];

    internal static bool IsSurname(char character) => Common.Contains(character, StringComparison.Ordinal);

    internal static bool EndsLikeOffice(string name) => Offices.Contains(name[^1], StringComparison.Ordinal) || name[^1] is '行' or '铺' or '坊' or '场' or '吧' or '屋' or '阁' or '轩' or '居';

    private static IEnumerable<string> In(string name, string run)
    {
        if (BeginsWithSurname(name) && name.Length <= Longest && !Words.Contains(name) && !Weekdays().IsMatch(name) && !Offices.Contains(name[^1], StringComparison.Ordinal))
        {
            yield return name;
        }
        else if (name.Length == 1 && Common.Contains(name, StringComparison.Ordinal) && run.Length > 1 && Titles.Any(title => run.EndsWith(name + title, StringComparison.Ordinal)))
        {
            yield return run[run.LastIndexOf(name, StringComparison.Ordinal)..];
        }
    }

    /// <summary>Without the labels before and the title behind.</summary>
    private static string Between(string run)
    {
        while (Labels.FirstOrDefault(label => run.StartsWith(label, StringComparison.Ordinal)) is { } label)
        {
            run = run[label.Length..];
        }

        return Titles.FirstOrDefault(title => run.EndsWith(title, StringComparison.Ordinal)) is { } known ? run[..^known.Length] : run;
    }

    private static bool BeginsWithSurname(string name) =>
        name.Length >= 2 && (Common.Contains(name[0], StringComparison.Ordinal) || (name.Length > 2 && CitizenName.Compound.Contains(name[..2])));

    /// <summary>Days of the week and what leads from one to another: 周末, 周日, 周六日, 周一至五.</summary>
    [GeneratedRegex("^周[一二三四五六日天末](?:[至到和或]?周?[一二三四五六日天末])*$")]
    private static partial Regex Weekdays();

    [GeneratedRegex(@"[\u3400-\u4DBF\u4E00-\u9FFF]+")]
    private static partial Regex Runs();
}
