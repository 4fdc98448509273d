using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Start;

/// <summary>How long the product takes from its start to its readiness, and how much memory it has when the story has been played and it rests.</summary>
internal sealed class StartBench : ICommand
{
    private const double GoalSeconds = 3;
    private const double GoalOfEmptyHost = 8;
    private const double GoalMiB = 400;

    public string Name => "bench start";

    public string Summary => "启动时间和内存";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "rest"], []);
        var (rounds, rest) = (arguments.Number("rounds", 5, 1, 100), arguments.Number("rest", 60, 0, 3600));

        var sheet = new Sheet(Console.Out);
        sheet.Begin("启动：从创建进程到全部角色就绪（/health/ready）；内存：演示结束并静置后");
        using var folder = new TemporaryFolder();
        var folders = ProductFolders.In(folder.Path);
        var played = await PlayedProduct.Measure(folders, TimeSpan.FromSeconds(rest), ct);
        var starts = await Starts.Measure(folders, rounds, ct);
        sheet.Line(FormattableString.Invariant(
            $"中位数：空目录首次启动（含建账本、密钥）{starts.First:0.00}秒，已有数据再次启动{starts.Again:0.00}秒，空的grpc-dotnet服务{starts.Empty:0.00}秒。"));
        sheet.Line(FormattableString.Invariant($"演示结束{rest}秒后常驻内存{played.Resident:0} MiB，其中进程独有（匿名）{played.Anonymous:0} MiB；峰值{played.Peak:0} MiB。"));
        sheet.AtMost("启动到就绪（较慢的一种）", GoalSeconds, Math.Max(starts.First, starts.Again), " 秒");
        sheet.AtMost("启动 ÷ 空的grpc-dotnet服务", GoalOfEmptyHost, starts.Ratio);
        if (played.StoryHeld)
        {
            sheet.AtMost("演示后内存（全部角色一个进程）", GoalMiB, played.Resident, " MiB");
        }
        else
        {
            sheet.NotMeasured("演示后内存（全部角色一个进程）", "演示没有走完");
        }

        sheet.End();
        return CommandLine.Done;
    }
}
