using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>The rows of one rpc as people read them: for whoever is refused, and never more than the table itself says.</summary>
public static class WhoMay
{
    /// <summary>Posts and relations in the order of the table: 执法人员（限承办人）、承办机构负责人（限本承办机构）. Empty where no person may.</summary>
    public static string Call(string rpc) =>
        string.Join('、', Rights.All.Where(right => right.Rpc == rpc).SelectMany(Names).Distinct());

    private static IEnumerable<string> Names(Right right) => PostsWith(right.Duty).Select(post => post + Limit(right.Relation));

    private static ImmutableArray<string> PostsWith(Duty duty) =>
        duty == Duty.SignedIn ? ["已登录的工作人员"] : [.. Posts.All.Where(post => Posts.DutiesOf([post]).Contains(duty)).Select(Posts.ChineseName)];

    private static string Limit(Relation relation) => relation switch
    {
        Relation.None => "",
        _ when relation.HasFlag(Relation.Handler) => "（限承办人）",
        _ when relation.HasFlag(Relation.Registrant) => "（限立案前的线索登记人）",
        _ when relation.HasFlag(Relation.Drafter) => "（限起草人）",
        _ when relation.HasFlag(Relation.Assigned) => "（限被指定的人员）",
        _ when relation.HasFlag(Relation.Self) => "（限本人）",
        _ when relation.HasFlag(Relation.Department) => "（限本部门）",
        _ => "（限本机关）",
    };
}
