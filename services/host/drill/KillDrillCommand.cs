using System.Security.Cryptography;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;

namespace EnforcementPlatform.Host.Drill;

/// <summary>Kills the product at random while it works, and proves that nothing acknowledged was lost and nothing happened twice.</summary>
/// <param name="roles">Roles that the product plays.</param>
/// <param name="ledgers">Roles that keep a ledger.</param>
internal sealed class KillDrillCommand(IReadOnlyList<string> roles, IReadOnlyList<VerifiableRole> ledgers) : ICommand
{
    /// <summary>Callers who play the whole story.</summary>
    private const int Stories = 2;

    private const int MostRounds = 10_000;

    public string Name => "drill kill";

    public string Summary => "断电式演练：随机强制终止平台，核对已确认的操作一件不丢、一件不重";

    public string Usage =>
        """
        在临时目录和空闲端口上启动平台，多名办案人员同时办理，另有两组人员反复演示案件全过程；在随机时刻（包括启动过程中）强制终止，重新启动后核对：
        已确认的操作恰好入账一次，重发同一请求答复相同，文书编号连续不重复，证据内容完整，各账本和查询数据通过核验；结束时核对下游：每件通知由每个处理方恰好处理一次。

        选项：
          --rounds 数量            终止次数，默认10
          --seed 数字              随机数种子，默认随机选取并显示

        退出码：0 没有问题，1 有问题，2 参数有误。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "seed"], []);
        var rounds = arguments.Number("rounds", 10, 1, MostRounds);
        var seed = arguments.Number("seed", RandomNumberGenerator.GetInt32(int.MaxValue), 0, int.MaxValue);
        Console.WriteLine($"种子 {seed}，共{rounds}轮。");
        using var folder = new TemporaryFolder();
        await using var victim = new StartedProduct(ProductFolders.In(folder.Path), roles, split: false);
        try
        {
            return Report(await new KillDrill(victim, ledgers, Stories, rounds, seed, Console.Out).Run(ct), seed);
        }
        catch (ProductFailedException error)
        {
            Console.Error.WriteLine($"{error.Message}\n结论：平台没有恢复。用 --seed {seed} 重现。");
            return CommandLine.DoesNotHold;
        }
    }

    private static int Report(DrillSummary summary, int seed)
    {
        Console.WriteLine($"发出{summary.Sent}件，确认{summary.Acknowledged}件，中断后恢复{summary.Recovered}件，下游核对{summary.Handled}项（通知×处理方），问题{summary.Faults.Count}处。");
        foreach (var fault in summary.Faults)
        {
            Console.WriteLine($"  {fault}");
        }

        Console.WriteLine(summary.Faults.Count == 0 ? "结论：没有丢失，没有重复，账本和查询数据核验通过。" : $"结论：有问题。用 --seed {seed} 重现。");
        return summary.Faults.Count == 0 ? CommandLine.Done : CommandLine.DoesNotHold;
    }
}
