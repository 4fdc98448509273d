using EnforcementPlatform.Law;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>The rights table as those who are refused read it.</summary>
public sealed class WhoMayTests
{
    [Theory]
    [InlineData("enforcement.records.v1.CaseService/IssueDecision", "机关负责人（限本机关）")]
    [InlineData("enforcement.records.v1.CaseService/RegisterClue", "执法人员（限本部门）、承办机构负责人（限本部门）")]
    [InlineData("enforcement.records.v1.AccountsService/GetMe", "已登录的工作人员（限本人）")]
    [InlineData("enforcement.records.v1.OrganService/RegisterOrgan", "系统管理员")]
    [InlineData("enforcement.records.v1.CaseService/GetDraftForReview", "")]
    public void Posts_stand_with_their_limits(string rpc, string posts) => Assert.Equal(posts, WhoMay.Call(rpc));

    [Fact]
    public void A_clue_is_read_by_whoever_registered_it() =>
        Assert.Contains("执法人员（限立案前的线索登记人）", WhoMay.Call("enforcement.records.v1.CaseService/GetCase"), StringComparison.Ordinal);

    [Fact]
    public void Every_rpc_for_people_names_somebody() =>
        Assert.All(Rights.All.Select(right => right.Rpc).Distinct(), rpc => Assert.NotEqual((rpc, ""), (rpc, WhoMay.Call(rpc))));
}
