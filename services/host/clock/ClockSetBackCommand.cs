using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host.Clock;

/// <summary>
/// The way out after a clock that was ahead: two system administrators state it at the console of the stopped installation, each by password,
/// since nobody can sign in as long as the streams' newest entries lie in the future.
/// </summary>
/// <param name="roles">All roles this program can play.</param>
/// <param name="console">Where the passwords come from.</param>
/// <param name="output">Told what was entered.</param>
/// <param name="adapters">What the roles run on; null for what this program is made of.</param>
internal sealed class ClockSetBackCommand(
    IReadOnlyList<IRole> roles, OperatorConsole console, TextWriter output, Action<IServiceCollection>? adapters = null) : ICommand
{
    private const int LongestReason = 200;

    public string Name => "clock set-back";

    public string Summary => "时钟曾经超前、现已校准时，由两名系统管理员登记时钟拨回，恢复办理";

    public string Usage =>
        """
        用法：enforce clock set-back --first 用户名 --second 用户名 --reason 原因 [--config 文件] [--Platform:名称=值]

        先校准时钟并停止服务，再在数据所在的机器上执行。两人依次输入各自密码（不显示；标准输入不是键盘时各读取一行）。
        每个含有未来时间记录的账本写入一条“时钟拨回”，此后各事项的记录时间可以回到现在；完成后重新启动服务。
        退出码：0 已登记或无需登记，2 参数、人员或环境有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["first", "second", "reason", "config"], []);
        var (first, second) = (Required(arguments, "first"), Required(arguments, "second"));
        var reason = Required(arguments, "reason");
        if (reason.Trim().Length is < 5 or > LongestReason)
        {
            throw new UsageException($"--reason 应写明时钟何时、因何超前，5到{LongestReason}个字符。");
        }

        var options = ServeCommand.SettingsOf(arguments, roles);
        await using var platform = Platform.Build(QuietPlatform.Of(options, roles), roles, adapters ?? Suite.Adapters);
        var entered = await platform.OnOpenLedgers(async () =>
        {
            var persons = (First: await Recognise(platform, first, ct), Second: await Recognise(platform, second, ct));
            return persons.First.PersonId == persons.Second.PersonId
                ? throw new UsageException("须由两名不同的系统管理员登记。")
                : await platform.SetClockBack(persons.First, persons.Second, reason, ct);
        }, ct);
        foreach (var (role, latest) in entered)
        {
            output.WriteLine($"{ServiceRole.ToChinese(role)}：已登记时钟拨回（账本中最晚的时间为{latest.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm:ss}）。");
        }

        output.WriteLine(entered.Count == 0 ? "各账本中没有晚于现在的记录，无需登记。" : "请重新启动服务。");
        return CommandLine.Done;
    }

    private async Task<Actor> Recognise(Platform platform, string userName, CancellationToken ct)
    {
        var operators = platform.Services.GetService<IOperators>() ?? throw new UsageException("须在办案记录（records）账本所在的安装上执行。");
        var password = await console.Password(userName, ct);
        return await operators.Recognise(userName, password, Duty.AdministerSystem, ct)
            ?? throw new UsageException($"{userName}：用户名或密码不正确，或者不是系统管理员。");
    }

    private static string Required(Arguments arguments, string name) => arguments.Value(name) ?? throw new UsageException($"缺少 --{name}。");
}
