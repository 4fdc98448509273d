using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Bench.Views;

/// <summary>
/// How many entries a second a view takes in when it is built from the ledger of records: the rates of the design at two and at six statements an
/// entry, the mere reading and decoding they contain, and the product's own view of cases, which folds each case's state.
/// </summary>
internal sealed class ViewsBench : ICommand
{
    private const double GoalAtTwo = 50_000;
    private const double GoalAtSix = 25_000;

    public string Name => "bench views";

    public string Summary => "查询数据的生成速度";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "entries"], []);
        var (rounds, entries) = (arguments.Number("rounds", 5, 1, 100), arguments.Number("entries", 250_000, SeededFolders.OrdinaryEntries, 50_000_000));

        var sheet = new Sheet(Console.Out);
        sheet.Begin($"查询数据（视图）的生成：约{Sheet.Number(entries)}条案件记录的账本，单个视图从头生成");
        using var folder = new TemporaryFolder();
        var folders = ProductFolders.In(folder.Path);
        var seeded = await SeededFolders.Fill(folders, entries / SeededFolders.OrdinaryEntries, [], ct);
        var (two, six, cases) = await Measure(folders, rounds, ct);
        sheet.Line($"每条记录连同各部分约{Sheet.Number(seeded.EntryBytes)}字节；案件视图（折叠每件案件的状态）每秒{Sheet.Number(cases)}条。");
        sheet.AtLeast("每条两个语句", GoalAtTwo, two, " 条/秒");
        sheet.AtLeast("每条六个语句", GoalAtSix, six, " 条/秒");
        sheet.End();
        return CommandLine.Done;
    }

    private static async Task<(double Two, double Six, double Cases)> Measure(ProductFolders folders, int rounds, CancellationToken ct)
    {
        var role = new RecordsModule();
        using var store = new SqliteLedger(
            Path.Combine(folders.Data, ServiceRole.Records, "ledger.db"), (origin, _) => VouchRing.Read(folders.Keys, ServiceRole.Records, origin!)!);
        var decoder = new EntryDecoder(role.Contents.Types, InstallationKeys.Load(folders.Keys, ServiceRole.Records));
        View[] views = [new CountingView(2), new CountingView(6), new CasesView()];
        var rates = views.Select(_ => new List<double>()).ToArray();
        var progress = new Progress("轮次", rounds * views.Length);
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < views.Length; turn++)
            {
                var at = (round + turn) % views.Length;
                rates[at].Add(await BuildRate.Measure(views[at], new EntryTail(store, decoder, new(), TimeProvider.System), new SqliteViewFiles(), folders.Data, ct));
                progress.Step();
            }
        }

        return (Figures.Median(rates[0]), Figures.Median(rates[1]), Figures.Median(rates[2]));
    }
}
