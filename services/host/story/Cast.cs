using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Host.Story;

/// <summary>The invented people of the demonstration, signed in. Accounts and passwords are those that <c>serve --demo</c> prints.</summary>
internal sealed record Cast
{
    private const string Password = "Yanshi-2026";

    /// <summary>First handler, 民爆办.</summary>
    public required Player Officer { get; init; }

    /// <summary>Second handler, 民爆办.</summary>
    public required Player Partner { get; init; }

    /// <summary>Lead of the department that handles the case.</summary>
    public required Player Lead { get; init; }

    /// <summary>Responsible person of the organ, who decides.</summary>
    public required Player Head { get; init; }

    /// <summary>Legal reviewer of the same organ, to whom nothing of this case was assigned.</summary>
    public required Player Neighbour { get; init; }

    /// <summary>Officer of another organ.</summary>
    public required Player StrangerOfficer { get; init; }

    /// <summary>Lead of a department of another organ.</summary>
    public required Player StrangerLead { get; init; }

    /// <summary>Signs everybody in, and tells who they are where there is somebody to tell.</summary>
    public static async Task<Cast> SignIn(CallInvoker records, StoryPrinter? printer, CancellationToken ct)
    {
        printer?.Chapter("登录");
        return new()
        {
            Officer = await Enter("qin.yanqiu"),
            Partner = await Enter("lu.huaiyuan"),
            Lead = await Enter("qi.wangshu"),
            Head = await Enter("shang.minghui"),
            Neighbour = await Enter("wen.ruogu"),
            StrangerOfficer = await Enter("lu.chengping"),
            StrangerLead = await Enter("kang.lingyi"),
        };

        async Task<Player> Enter(string account)
        {
            var player = await Player.SignIn(records, account, Password, ct);
            printer?.Line($"     {player.Me.Name}（{player.Me.Title}），{player.Me.OrganName}{player.Me.DepartmentName}");
            return player;
        }
    }
}
