using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>A post (岗位) that a person holds in an organ, with a beginning and an end.</summary>
public enum Post
{
    /// <summary>执法人员</summary>
    Officer,

    /// <summary>承办机构负责人</summary>
    DepartmentLead,

    /// <summary>法制审核人员</summary>
    LegalReviewer,

    /// <summary>机关负责人</summary>
    OrganHead,

    /// <summary>公示管理员</summary>
    Publisher,

    /// <summary>督查人员</summary>
    Inspector,

    /// <summary>档案员</summary>
    Archivist,

    /// <summary>系统管理员</summary>
    SystemAdministrator,

    /// <summary>安全管理员</summary>
    SecurityAdministrator,

    /// <summary>审计管理员</summary>
    AuditAdministrator,
}

/// <summary>Two posts that one person MUST NOT hold at the same time.</summary>
public readonly record struct PostConflict(Post First, Post Second)
{
    /// <summary>What to tell the person who tries, and what to do.</summary>
    public string ToChinese() =>
        $"“{Posts.ChineseName(First)}”与“{Posts.ChineseName(Second)}”不得由同一人担任（GB/T 22239-2019 8.1.4.2 管理员权限分离）。请先结束其中一个岗位。";
}

/// <summary>Posts, their names, their duties, and which of them exclude each other.</summary>
public static class Posts
{
    public static ImmutableArray<Post> All { get; } = [.. Enum.GetValues<Post>()];

    private static readonly FrozenDictionary<Post, (string Name, Duty[] Duties)> Table = new Dictionary<Post, (string, Duty[])>
    {
        [Post.Officer] = ("执法人员", [Duty.HandleCase]),
        [Post.DepartmentLead] = ("承办机构负责人", [Duty.LeadDepartment]),
        [Post.LegalReviewer] = ("法制审核人员", [Duty.ReviewLegality, Duty.KeepRules]),
        [Post.OrganHead] = ("机关负责人", [Duty.DecideCase]),
        [Post.Publisher] = ("公示管理员", [Duty.Publish]),
        [Post.Inspector] = ("督查人员", [Duty.Inspect]),
        [Post.Archivist] = ("档案员", [Duty.Archive]),
        [Post.SystemAdministrator] = ("系统管理员", [Duty.AdministerSystem, Duty.ManageOrgans]),
        [Post.SecurityAdministrator] = ("安全管理员", [Duty.ManagePeople, Duty.ManageAccounts]),
        [Post.AuditAdministrator] = ("审计管理员", [Duty.ReadAudit, Duty.ApproveDestruction]),
    }.ToFrozenDictionary();

    public static string ChineseName(Post post) => Table[post].Name;

    /// <summary>The duties of someone who holds these posts. <see cref="Duty.SignedIn"/> is always among them.</summary>
    public static ImmutableHashSet<Duty> DutiesOf(IEnumerable<Post> posts) =>
        [Duty.SignedIn, .. posts.SelectMany(post => Table[post].Duties)];

    /// <summary>
    /// True where two different posts exclude each other: each of the three administrators excludes every other post,
    /// so that none of them handles business and none watches their own work (GB/T 22239-2019 8.1.4.2).
    /// </summary>
    public static bool Exclude(Post first, Post second) =>
        first != second && (IsAdministrator(first) || IsAdministrator(second));

    /// <summary>Every pair among these posts that one person must not hold; empty when all may be held together.</summary>
    public static ImmutableArray<PostConflict> Conflicts(IEnumerable<Post> posts)
    {
        var held = posts.Distinct().Order().ToArray();
        return
        [
            .. from first in held
               from second in held
               where first < second && Exclude(first, second)
               select new PostConflict(first, second),
        ];
    }

    private static bool IsAdministrator(Post post) =>
        post is Post.SystemAdministrator or Post.SecurityAdministrator or Post.AuditAdministrator;
}
