using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host.Backup;

/// <summary>
/// Goes on after a real loss, at the machine, with the product stopped: two persons confirm with their own passwords, an entry of each ledger states what
/// is lost, and a new epoch of vouching begins with it.
/// </summary>
/// <param name="roles">All roles of the product.</param>
/// <param name="ledgers">Those that keep a ledger.</param>
internal sealed class RecoverCommand(IReadOnlyList<IRole> roles, IReadOnlyList<VerifiableRole> ledgers) : ICommand
{
    public string Name => "recover";

    public string Summary => "确无更新的数据时，由两人确认损失并记入账本，恢复写入";

    public string Usage =>
        """
        用法：
          enforce recover [--config 文件]                                      只列出各账本缺失什么、多出什么
          enforce recover --first 用户名 --second 用户名 [--config 文件]       两人确认损失，恢复写入

        须先停止平台，并已查找过更新的数据和备份（enforce restore）。各角色的数据须为同一时刻（同一份备份）。
        两人为本单位负责人、安全管理员、系统管理员或审计管理员中的不同人员，依次从标准输入输入各自密码（各一行）。
        此后：锚点等证明记录缺失的文件和外来的记录移入锚点目录下的 set-aside 目录保存；各账本开始新一代记账密钥，其第一条记录写明
        由谁确认、保留多少条、曾有多少条；持有收据和见证的各方据此核对。请把锚点目录下的 set-aside 目录和本命令的输出归档，并告知外部见证者。

        选项：
          --config 文件            JSON设置文件，与启动平台时相同
          --Platform:名称=值       单项设置，与启动平台时相同

        退出码：0 已恢复（或者没有缺失），1 有缺失而未确认，或者被拒绝，2 参数或设置有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["first", "second", "config"], []);
        var options = Read(arguments);
        var folders = new ProductFolders(options.DataDirectory, options.KeyDirectory, options.Anchors);
        var losses = ledgers.Where(role => LedgerRows.OriginIn(Path.Combine(folders.Data, role.Name)) is not null).Select(role => Recovery.Find(folders, role.Name)).Where(loss => !loss.IsNone).ToArray();
        Print(losses);
        if (losses.Length == 0)
        {
            return CommandLine.Done;
        }

        if (arguments.Value("first") is not { } first || arguments.Value("second") is not { } second)
        {
            Console.WriteLine("确无更新的数据时，由两人用 --first、--second 确认。");
            return CommandLine.DoesNotHold;
        }

        if (await Persons(options, first, second, ct) is not { } persons)
        {
            Console.WriteLine("未恢复：两人须为不同人员，任本单位负责人或管理员，密码正确且不是初始密码。");
            return CommandLine.DoesNotHold;
        }

        foreach (var loss in losses)
        {
            Recovery.Clear(folders, loss, persons, TimeProvider.System.GetUtcNow());
        }

        return await Enter(options, losses, ct);
    }

    private PlatformOptions Read(Arguments arguments)
    {
        var configuration = new ConfigurationBuilder();
        if (arguments.Value("config") is { } file)
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        configuration.AddEnvironmentVariables("ENFORCEMENT_").AddInMemoryCollection(arguments.Settings);
        return PlatformOptions.Read(configuration.Build(), roles) with
        {
            ListenAddress = "127.0.0.1",
            Ports = roles.ToDictionary(role => role.Name, _ => new RolePorts()),
            DemoData = false,
        };
    }

    /// <summary>The two persons, or null where one of them is not confirmed.</summary>
    private async Task<IReadOnlyList<string>?> Persons(PlatformOptions options, string first, string second, CancellationToken ct)
    {
        await using var platform = Platform.Build(options with { Roles = [ServiceRole.Records] }, roles, Suite.Adapters);
        await platform.Start(ct);
        try
        {
            var found = new List<string>();
            foreach (var user in new[] { first, second })
            {
                Console.WriteLine($"请{user}本人输入密码：");
                var password = await Console.In.ReadLineAsync(ct) ?? "";
                if (await platform.Services.GetRequiredService<IAccountRecovery>().Confirm(user, password, ct) is { } person)
                {
                    found.Add(person);
                }
            }

            return found.Distinct().Count() == 2 ? found : null;
        }
        finally
        {
            await platform.Stop();
        }
    }

    /// <summary>Opens every ledger once: the first entry of the new epoch states the loss.</summary>
    private async Task<int> Enter(PlatformOptions options, IReadOnlyList<Loss> losses, CancellationToken ct)
    {
        await using (var platform = Platform.Build(options with { Roles = [] }, roles, Suite.Adapters))
        {
            await platform.Start(ct);
            await platform.Stop();
        }

        var folders = new ProductFolders(options.DataDirectory, options.KeyDirectory, options.Anchors);
        var left = losses.Select(loss => (loss, Now: Recovery.Find(folders, loss.Role))).ToArray();
        foreach (var (loss, now) in left)
        {
            Console.WriteLine(now.IsNone && now.Kept > loss.Kept ? $"{ServiceRole.ToChinese(loss.Role)}：已记为第{loss.Kept}条，可以继续办理。" : $"{ServiceRole.ToChinese(loss.Role)}：未能记入账本，请查看日志后重试。");
        }

        return left.All(one => one.Now.IsNone && one.Now.Kept > one.loss.Kept) ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static void Print(IReadOnlyList<Loss> losses)
    {
        foreach (var loss in losses)
        {
            Console.WriteLine($"{ServiceRole.ToChinese(loss.Role)}  {loss.Origin}  保留{loss.Kept}条");
            foreach (var (source, head, _) in loss.Beyond)
            {
                Console.WriteLine(head.Size > loss.Kept ? $"  {source} 证明曾有{head.Size}条：第{loss.Kept}条至第{head.Size - 1}条将确认为丢失" : $"  {source} 证明的前{head.Size}条是另一份历史");
            }

            if (loss.Foreign > 0)
            {
                Console.WriteLine($"  第{loss.Kept}条起有{loss.Foreign}条不是本系统写入的记录，将移入隔离文件");
            }
        }

        Console.WriteLine(losses.Count == 0 ? "各账本没有缺失，也没有外来的记录，无需确认。" : "");
    }
}
