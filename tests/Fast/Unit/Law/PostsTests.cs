using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

public sealed class PostsTests
{
    private static readonly Post[] Administrators = [Post.SystemAdministrator, Post.SecurityAdministrator, Post.AuditAdministrator];

    [Fact]
    public void Each_administrator_excludes_every_other_post_and_business_posts_do_not_exclude_each_other()
    {
        foreach (var first in Posts.All)
        {
            foreach (var second in Posts.All)
            {
                var wanted = first != second && (Administrators.Contains(first) || Administrators.Contains(second));
                Assert.True(wanted == Posts.Exclude(first, second), $"{first} with {second}");
            }
        }
    }

    [Fact]
    public void Every_conflict_among_held_posts_is_named_once_and_says_what_to_do()
    {
        var conflicts = Posts.Conflicts([Post.AuditAdministrator, Post.Officer, Post.Publisher, Post.Officer]);
        Assert.Equal(
            [new PostConflict(Post.Officer, Post.AuditAdministrator), new PostConflict(Post.Publisher, Post.AuditAdministrator)],
            conflicts);
        Assert.Equal(
            "“执法人员”与“审计管理员”不得由同一人担任（GB/T 22239-2019 8.1.4.2 管理员权限分离）。请先结束其中一个岗位。",
            conflicts[0].ToChinese());
    }

    [Fact]
    public void Business_posts_may_be_held_together()
    {
        Assert.Empty(Posts.Conflicts([Post.Officer, Post.DepartmentLead, Post.Archivist]));
        Assert.Empty(Posts.Conflicts([Post.SystemAdministrator]));
    }

    [Fact]
    public void Everyone_has_the_duty_of_having_signed_in_and_posts_add_theirs()
    {
        Assert.Equal([Duty.SignedIn], Posts.DutiesOf([]));
        Assert.True(Posts.DutiesOf([Post.Officer, Post.AuditAdministrator])
            .SetEquals([Duty.SignedIn, Duty.HandleCase, Duty.ReadAudit, Duty.ApproveDestruction]));
    }

    [Fact]
    public void Every_duty_belongs_to_some_post()
    {
        Assert.True(Posts.DutiesOf(Posts.All).SetEquals(Enum.GetValues<Duty>()));
    }

    [Fact]
    public void Every_post_has_its_official_name()
    {
        Assert.Equal(
            ["执法人员", "承办机构负责人", "法制审核人员", "机关负责人", "公示管理员", "督查人员", "档案员", "系统管理员", "安全管理员", "审计管理员"],
            Posts.All.Select(Posts.ChineseName));
    }
}
