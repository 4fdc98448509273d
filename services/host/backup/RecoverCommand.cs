using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Host.Backup;

/// <summary>
/// Goes on after a real loss, at the machine, with the product stopped: two persons confirm with their own passwords, an entry of each ledger states what
/// is lost, and a new epoch of vouching begins with it.
/// </summary>
/// <param name="roles">All roles of the product.</param>
/// <param name="ledgers">Those that keep a ledger.</param>
/// <param name="console">Where the passwords come from.</param>
internal sealed class RecoverCommand(IReadOnlyList<IRole> roles, IReadOnlyList<VerifiableRole> ledgers, OperatorConsole console) : ICommand
{
    /// <summary>Positions named of lost entries.</summary>
    private const int MostNamed = 10;

    private const string Cure =
        """
          以上不能由两人确认，未恢复写入。请移走整个数据目录保存，用备份恢复（enforce restore），再执行 enforce recover。
          所指为锚点目录中不能读取的文件的，由锚点目录的副本恢复该文件；没有副本的，把该文件移到别处保存，再执行 enforce recover。
        """;

    public string Name => "recover";

    public string Summary => "确无更新的数据时，由两人确认损失并记入账本，恢复写入";

    public string Usage =>
        """
        用法：
          enforce recover [--config 文件]                                      只列出各账本缺失什么、多出什么
          enforce recover --first 用户名 --second 用户名 [--config 文件]       两人确认损失，恢复写入

        须先停止平台，并已查找过更新的数据和备份（enforce restore）。只处理设置中由本机担任的角色；各角色分在几台机器上的，逐台执行。
        各角色的数据宜为同一时刻（同一份备份），包括其他机器上的角色。读过已丢失记录的角色不会自行退回：从同一份备份恢复，
        或者在本命令之后用 enforce serve --after-loss 启动一次该角色，它即从确认处继续接收；据丢失的记录所办的事项仍然保留，须人工核对。
        两人为本单位负责人、安全管理员、系统管理员或审计管理员中的不同人员，依次输入各自密码（不显示；标准输入不是键盘时各读取一行）。
        锚点目录确已丢失的，也由两人确认，由现有数据另建锚点。此后：锚点等证明记录缺失的文件和外来的记录移入锚点目录下的 set-aside 目录保存；各账本开始新一代记账密钥，其第一条记录写明
        由谁确认、保留多少条、曾有多少条；持有收据和见证的各方据此核对。请把锚点目录下的 set-aside 目录和本命令的输出归档，并告知外部见证者。

        选项：
          --config 文件            JSON设置文件，与启动平台时相同
          --roles 角色,角色        由本机担任的角色，与启动平台时相同
          --Platform:名称=值       单项设置，与启动平台时相同

        退出码：0 已恢复（或者没有缺失），1 有缺失而未确认，或者不能由两人确认，或者被拒绝，2 参数或设置有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["first", "second", "config", "roles"], []);
        var options = QuietPlatform.Of(ServeCommand.SettingsOf(arguments, roles), roles);
        var folders = new ProductFolders(options.DataDirectory, options.KeyDirectory, options.Anchors);
        var losses = await Find(options, folders, ct);
        Print([.. losses.Select(one => one.Loss)]);
        if (losses.Count == 0)
        {
            return CommandLine.Done;
        }

        if (losses.Any(one => one.Loss.Objections.Count > 0))
        {
            return CommandLine.DoesNotHold;
        }

        if (arguments.Value("first") is not { } first || arguments.Value("second") is not { } second)
        {
            Console.WriteLine("确无更新的数据时，由两人用 --first、--second 确认。");
            return CommandLine.DoesNotHold;
        }

        if (!Plays(options, ServiceRole.Records) || LedgerRows.OriginIn(Path.Combine(folders.Data, ServiceRole.Records)) is null)
        {
            throw new UsageException(
                "本机没有办案记录（records）的账本，不能核对两人的身份。请停止平台，把本机上列角色的数据目录、密钥和锚点文件复制到 records 所在机器的相应目录，在那里执行本命令，再把它们复制回来。");
        }

        if (await Persons(options, first, second, ct) is not { } persons)
        {
            Console.WriteLine("未恢复：两人须为不同人员，任本单位负责人或管理员，密码正确且不是初始密码。");
            return CommandLine.DoesNotHold;
        }

        foreach (var (role, loss) in losses)
        {
            if (await Recovery.Clear(folders, role, loss, persons, TimeProvider.System.GetUtcNow(), ct) is { } still)
            {
                Print([still]);
                return CommandLine.DoesNotHold;
            }
        }

        return await Enter(options, folders, losses, ct);
    }

    /// <summary>What is lost of the ledgers that this machine is configured to keep: those of other roles have their data and keys elsewhere.</summary>
    private async Task<IReadOnlyList<(VerifiableRole Role, Loss Loss)>> Find(PlatformOptions options, ProductFolders folders, CancellationToken ct)
    {
        var found = new List<(VerifiableRole, Loss)>();
        foreach (var role in ledgers.Where(role => Plays(options, role.Name) && LedgerRows.OriginIn(Path.Combine(folders.Data, role.Name)) is not null))
        {
            if (await Recovery.Find(folders, role, ct) is { IsNone: false } loss)
            {
                found.Add((role, loss));
            }
        }

        return found;
    }

    private static bool Plays(PlatformOptions options, string role) => options.Roles.Length == 0 || options.Roles.Contains(role);

    /// <summary>The two persons, or null where one of them is not confirmed.</summary>
    private async Task<IReadOnlyList<string>?> Persons(PlatformOptions options, string first, string second, CancellationToken ct)
    {
        await using var platform = Platform.Build(options with { Roles = [ServiceRole.Records] }, roles, Suite.Adapters);
        return await platform.OnOpenLedgers<IReadOnlyList<string>?>(async () =>
        {
            var found = new List<string>();
            foreach (var user in new[] { first, second })
            {
                var password = await console.Password(user, ct);
                if (await platform.Services.GetRequiredService<IAccountRecovery>().Confirm(user, password, ct) is { } person)
                {
                    found.Add(person);
                }
            }

            return found.Distinct().Count() == 2 ? found : null;
        }, ct);
    }

    /// <summary>Opens each of these ledgers once, and nothing else of the product: the first entry of the new epoch states the loss.</summary>
    private async Task<int> Enter(PlatformOptions options, ProductFolders folders, IReadOnlyList<(VerifiableRole Role, Loss Loss)> losses, CancellationToken ct)
    {
        await using (var platform = Platform.Build(options with { Roles = [.. losses.Select(one => one.Role.Name)] }, roles, Suite.Adapters))
        {
            await platform.OpenLedgersOnce(ct);
        }

        var entered = true;
        foreach (var (role, loss) in losses)
        {
            var now = await Recovery.Find(folders, role, ct);
            var holds = now.IsNone && now.Kept > loss.Kept;
            entered &= holds;
            Console.WriteLine(holds
                ? $"{ServiceRole.ToChinese(role.Name)}：已记为第{loss.Kept}条，可以继续办理。"
                : $"{ServiceRole.ToChinese(role.Name)}：未能记入账本，请查看日志后重试。");
        }

        return entered ? CommandLine.Done : CommandLine.DoesNotHold;
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

            if (loss.IsUnanchored)
            {
                Console.WriteLine("  锚点缺失：无从得知是否曾有更多记录；确认后由现有数据另建锚点。请先找回锚点目录，并向见证者和收据持有人核对");
            }

            if (loss.Foreign > 0)
            {
                Console.WriteLine($"  第{loss.Kept}条起有{loss.Foreign - loss.Behind.Count}条不是本系统写入的或者已被改动的记录，将移入隔离文件");
            }

            if (loss.Behind.Count > 0)
            {
                Console.WriteLine($"  其后有{loss.Behind.Count}条是本系统写入并已受理的记录（第{string.Join("、", loss.Behind.Take(MostNamed))}条{(loss.Behind.Count > MostNamed ? "等" : "")}），跟在被改动的记录之后，不能保留，将一并移入隔离文件并确认为丢失");
            }

            foreach (var objection in loss.Objections)
            {
                Console.WriteLine($"  {objection}");
            }

            if (loss.Objections.Count > 0)
            {
                Console.WriteLine(Cure);
            }
        }

        Console.WriteLine(losses.Count == 0 ? "本机各账本没有缺失，也没有外来的记录，启动时的核对也无异议，无需确认。" : "");
    }
}
