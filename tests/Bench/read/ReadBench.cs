using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Read;

/// <summary>
/// How fast one case of 60 entries is read among many of five, by its handler: in a list, which comes from a view, and whole, which is folded from
/// the ledger as it is for a command, and remembered. The fold that finds nothing remembered is told beside them.
/// </summary>
internal sealed class ReadBench : ICommand
{
    private const double GoalOfView = 0.6;
    private const double GoalOfLoad = 0.3;

    public string Name => "bench read";

    public string Summary => "读取速度";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "seconds", "cases"], []);
        var (rounds, seconds) = (arguments.Number("rounds", 5, 1, 100), arguments.Number("seconds", 6, 1, 600));
        var cases = arguments.Number("cases", 100_000, 1, 10_000_000);

        var sheet = new Sheet(Console.Out);
        sheet.Begin($"读取：{Sheet.Number(cases)}件{SeededFolders.OrdinaryEntries}条记录的案件中的一件{ReadField.LargeEntries}条记录的案件，{Channels.Callers}名调用者，4条连接，承办人身份");
        using var folder = new TemporaryFolder();
        await using var started = new Started();
        var field = await ReadField.Prepare(started, ProductFolders.In(folder.Path), cases, ct);
        var result = await Contest.Run(field.Contestants, rounds, TimeSpan.FromSeconds(seconds), ct);
        sheet.Line($"列表答复{field.ListBytes}字节，案件答复{field.CaseBytes}字节。");
        sheet.Print(result);
        field.Cold.Print(sheet);
        sheet.AtLeast("列表（视图）÷ 等长回显", GoalOfView, result.Ratio(ReadField.List, ReadField.ListEcho));
        sheet.AtLeast("案件（账本，已在内存）÷ 等长回显", GoalOfLoad, result.Ratio(ReadField.Whole, ReadField.WholeEcho));
        sheet.End();
        return CommandLine.Done;
    }
}
