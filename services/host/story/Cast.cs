using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>The invented people of the demonstration, signed in. Accounts and passwords are those that <c>serve --demo</c> prints.</summary>
internal sealed record Cast
{
    /// <summary>Password of every account of the demonstration.</summary>
    public const string Password = "Yanshi-2026";

    /// <summary>First handler, 民爆办.</summary>
    public required Player Officer { get; init; }

    /// <summary>Second handler, 民爆办.</summary>
    public required Player Partner { get; init; }

    /// <summary>Lead of the department that handles the case.</summary>
    public required Player Lead { get; init; }

    /// <summary>Responsible person of the organ, who decides.</summary>
    public required Player Head { get; init; }

    /// <summary>Another responsible person of the organ.</summary>
    public required Player Deputy { get; init; }

    /// <summary>Lead of the legal department, who names the reviewer. Of the case itself nothing is shown to them.</summary>
    public required Player LegalLead { get; init; }

    /// <summary>Legal reviewer (法制审核人员).</summary>
    public required Player Reviewer { get; init; }

    /// <summary>Keeps the archive.</summary>
    public required Player Archivist { get; init; }

    /// <summary>公示管理员, who publishes and withdraws.</summary>
    public required Player Publisher { get; init; }

    /// <summary>督查人员.</summary>
    public required Player Inspector { get; init; }

    /// <summary>Officer of another organ.</summary>
    public required Player StrangerOfficer { get; init; }

    /// <summary>Lead of a department of another organ.</summary>
    public required Player StrangerLead { get; init; }

    /// <summary>Whose account it is.</summary>
    public Player Of(string accountId) =>
        new[] { Officer, Partner, Lead, Head, Deputy, LegalLead, Reviewer, Archivist, Publisher, Inspector, StrangerOfficer, StrangerLead }
            .Single(player => player.Me.AccountId == accountId);

    /// <summary>Signs everybody in, and tells who they are where there is somebody to tell.</summary>
    /// <param name="anybodyTo">Calls to a role without a token.</param>
    public static async Task<Cast> SignIn(Func<string, CallInvoker> anybodyTo, StoryPrinter? printer, CancellationToken ct)
    {
        printer?.Chapter("登录");
        return new()
        {
            Officer = await Enter("qin.yanqiu"),
            Partner = await Enter("lu.huaiyuan"),
            Lead = await Enter("qi.wangshu"),
            Head = await Enter("shang.minghui"),
            Deputy = await Enter("cen.zhiyuan"),
            LegalLead = await Enter("wen.ruogu"),
            Reviewer = await Enter("he.zhixin"),
            Archivist = await Enter("bu.qingshu"),
            Publisher = await Enter("liu.yingchuan"),
            Inspector = await Enter("jian.congzhou"),
            StrangerOfficer = await Enter("lu.chengping"),
            StrangerLead = await Enter("kang.lingyi"),
        };

        async Task<Player> Enter(string account)
        {
            var player = await Player.SignIn(anybodyTo, account, Password, ct);
            printer?.Line($"     {player.Me.Name}（{player.Me.Title}），{player.Me.OrganName}{player.Me.DepartmentName}");
            return player;
        }
    }
}
