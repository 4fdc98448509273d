using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Contestants;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Bench.Append;

/// <summary>
/// How many acts a second the product keeps, next to PostgreSQL behind the same shell and to a bare echo. The act is RecordAct, the 笔录 that makes
/// up most of every case: authorised by relation (handler), with etag and request id, one personal part.
/// </summary>
internal sealed class AppendBench : ICommand
{
    private const double GoalOfPostgres = 1.5;
    private const double GoalOfEcho = 0.25;
    private const double MostPercentForVouching = 10;

    public string Name => "bench append";

    public string Summary => "办理速度";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "seconds", "cases"], ["without-postgres"]);
        var (rounds, seconds) = (arguments.Number("rounds", 5, 1, 100), arguments.Number("seconds", 6, 1, 600));
        var cases = arguments.Number("cases", 24_000, Channels.Callers, 10_000_000);
        var whyNoPostgres = arguments.Flag("without-postgres") ? "按选项略过" : await PostgresServer.WhyNot(ct);

        var sheet = new Sheet(Console.Out);
        sheet.Begin($"办理：{Channels.Callers}名调用者，4条连接，每次一份检查笔录（RecordAct）");
        using var folder = new TemporaryFolder();
        await using var started = new Started();
        var field = await AppendField.Prepare(started, ProductFolders.In(folder.Path), cases, rounds + 1, withPostgres: whyNoPostgres is null, ct);
        var result = await Contest.Run(field.Contestants, rounds, TimeSpan.FromSeconds(seconds), ct);
        sheet.Line($"笔录：请求{field.Request}字节，答复平均{field.Answer}字节，账本记录连同各部分{field.Entry}字节；每件案件续写{RecordingOfficer.RecordsPerCase}份。");
        sheet.Print(result);
        var vouching = VouchingShare.Of(field.Vouching.Rounds, result.Of(AppendField.Product).Rounds, TagCosts.Measure(Path.Combine(folder.Path, "tags")));
        vouching.Print(Console.Out);
        Judge(sheet, result, vouching, whyNoPostgres);
        return CommandLine.Done;
    }

    private static void Judge(Sheet sheet, ContestResult result, VouchingShare vouching, string? whyNoPostgres)
    {
        const string AgainstPostgres = "平台 ÷ PostgreSQL";
        if (whyNoPostgres is null)
        {
            sheet.AtLeast(AgainstPostgres, GoalOfPostgres, result.Ratio(AppendField.Product, AppendField.Postgres));
        }
        else
        {
            sheet.NotMeasured(AgainstPostgres, whyNoPostgres);
        }

        sheet.AtLeast("平台 ÷ 回显", GoalOfEcho, result.Ratio(AppendField.Product, AppendField.Echo));
        sheet.AtMost("验真标记 ÷ 办理的CPU", MostPercentForVouching, 100 * vouching.OfCpu, " %");
        sheet.End();
    }
}
