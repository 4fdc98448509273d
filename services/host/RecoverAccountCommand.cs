using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host;

/// <summary>The operator's way back in, at the machine, with the product stopped: it opens the ledger of records itself.</summary>
internal sealed class RecoverAccountCommand(IReadOnlyList<IRole> roles, OperatorConsole console) : ICommand
{
    public string Name => "recover account";

    public string Summary => "管理员都无法登录时，在服务器上为一个账号设置初始密码";

    public string Usage =>
        """
        用法：
          enforce recover account --user 用户名 [--second 用户名] [--config 文件]

        须先停止平台。设置一个随机的初始密码并显示一次；该账号的全部令牌和会话立即失效，下次登录须改密码。
        本单位另有可以登录的安全管理员或系统管理员的，须用 --second 写明其用户名，并由其本人输入密码（不显示；标准输入不是键盘时读取一行）。
        此操作记入账本，本单位全部管理员下次登录时都会看到。

        选项：
          --config 文件            JSON设置文件，与启动平台时相同
          --Platform:名称=值       单项设置，与启动平台时相同

        退出码：0 已设置，1 被拒绝，2 参数或设置有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["user", "second", "config"], []);
        var user = arguments.Value("user") ?? throw new UsageException("请用 --user 写明用户名。");
        var second = arguments.Value("second") ?? "";
        var options = QuietPlatform.Of(ServeCommand.SettingsOf(arguments, roles), roles) with { Roles = [ServiceRole.Records] };
        var password = second.Length > 0 ? await console.Password(second, ct) : "";
        return await Recover(options, user, second, password, ct);
    }

    private async Task<int> Recover(PlatformOptions options, string user, string second, string password, CancellationToken ct)
    {
        await using var platform = Platform.Build(options, roles, Suite.Adapters);
        await platform.Start(ct);
        try
        {
            var initial = await platform.Services.GetRequiredService<IAccountRecovery>().Recover(user, second, password, ct);
            Console.WriteLine($"账号{user}的初始密码：{initial}");
            Console.WriteLine("只显示这一次。请当面交给本人，首次登录后须立即修改。");
            return CommandLine.Done;
        }
        catch (Fault refused)
        {
            Console.WriteLine($"未设置：{refused.Sentence}");
            return CommandLine.DoesNotHold;
        }
        finally
        {
            await platform.Stop();
        }
    }
}
