using System.Diagnostics;
using System.Security.Cryptography;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using Grpc.Core;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>Plays what goes wrong in practice, each on an installation of its own, and proves that it is noticed and that the printed cure cures.</summary>
/// <param name="roles">Roles that the product plays.</param>
/// <param name="ledgers">Roles that keep a ledger.</param>
internal sealed class FaultDrillCommand(IReadOnlyList<string> roles, IReadOnlyList<VerifiableRole> ledgers) : ICommand
{
    private const int LongestWords = 200;

    /// <summary>Every play, in the order they are played.</summary>
    public static IReadOnlyList<IFaultPlay> Plays { get; } =
    [
        new StopUnderLoad(), new ChangedRow(), new DeletedRow(), new InsertedRow(), new ChangedCell(), new ChangedView(), new CellsMissing(), new KeysMissing(),
        new AnchorsMissing(), new DataMissing(), new DataGone(), new OlderRole(), new CopiedUnderLoad(), new LyingWitness(), new FewDescriptors(),
        new DiskFull(), new ClockForwardAndBack(),
    ];

    public string Name => "drill faults";

    public string Summary => "故障演练：逐项制造故障，核对何时由谁以何言发现、所列处置是否有效";

    public string Usage =>
        $"""
        每一项都在临时目录和空闲端口上另起一套平台，先有多人办理，再制造故障，等候发现，照所列办法处置，最后核对已确认的操作一件不少。

        选项：
          --only 名称[,名称…]      只演练所列各项：
        {string.Join('\n', Plays.Select(play => $"                             {play.Name,-20} {play.Title}"))}
          --seed 数字              随机数种子，默认随机选取并显示

        退出码：0 全部发现并处置成功，1 有问题，2 参数有误。不能演练的（例如没有root权限）列明原因，不算问题。
        """;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["only", "seed"], []);
        var seed = arguments.Number("seed", RandomNumberGenerator.GetInt32(int.MaxValue), 0, int.MaxValue);
        var chosen = Chosen(arguments.Value("only"));
        Console.WriteLine($"种子 {seed}，共{chosen.Count}项。");
        var results = new List<Result>();
        foreach (var play in chosen)
        {
            results.Add(await Play(play, seed, ct));
            Print(results[^1]);
        }

        Conclude(results, seed);
        return results.TrueForAll(result => result.Problem is null) ? CommandLine.Done : CommandLine.DoesNotHold;
    }

    private static IReadOnlyList<IFaultPlay> Chosen(string? only)
    {
        if (only is null)
        {
            return Plays;
        }

        var names = only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.FirstOrDefault(name => Plays.All(play => play.Name != name)) is { } unknown
            ? throw new UsageException($"没有“{unknown}”这一项，可选：{string.Join('、', Plays.Select(play => play.Name))}。")
            : [.. Plays.Where(play => names.Contains(play.Name))];
    }

    private async Task<Result> Play(IFaultPlay play, int seed, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        if (play.CannotBePlayed is { } reason)
        {
            return new(play, TimeSpan.Zero, 0, null, reason, null);
        }

        await using var stage = new Stage(roles, ledgers, seed);
        try
        {
            var noticed = await play.Play(stage, ct);
            return new(play, Stopwatch.GetElapsedTime(began), stage.Acknowledged, noticed, null, null);
        }
        catch (Exception error) when (error is PlayFailedException or ProductFailedException or RpcException or IOException)
        {
            return new(play, Stopwatch.GetElapsedTime(began), stage.Acknowledged, null, null, error is RpcException rpc ? Refusal.Of(rpc).ToString() : error.Message);
        }
    }

    private static void Print(Result result)
    {
        Console.WriteLine($"{result.Play.Name}：{result.Play.Title}");
        if (result.Skipped is { } reason)
        {
            Console.WriteLine($"  未演练：{reason}");
        }

        if (result.Noticed is { } noticed)
        {
            Console.WriteLine($"  {noticed.After.TotalSeconds:0.0}秒后由{noticed.By}发现：{(noticed.Words.Length > LongestWords ? $"{noticed.Words[..LongestWords]}……" : noticed.Words)}");
            Console.WriteLine($"  处置后恢复办理，已确认的{result.Acknowledged}件一件不少，核验通过。用时{result.Took.TotalSeconds:0}秒。");
        }

        if (result.Problem is { } problem)
        {
            Console.WriteLine($"  有问题：{problem}");
        }
    }

    private static void Conclude(List<Result> results, int seed)
    {
        Console.WriteLine();
        Console.WriteLine("项目                  结果    发现        由谁");
        foreach (var result in results)
        {
            var verdict = result.Skipped is not null ? "未演练" : result.Problem is null ? "通过  " : "有问题";
            Console.WriteLine($"{result.Play.Name,-20}  {verdict}  {(result.Noticed is { } noticed ? $"{noticed.After.TotalSeconds,7:0.0}秒   {noticed.By}" : "")}");
        }

        var bad = results.Count(result => result.Problem is not null);
        Console.WriteLine(bad == 0 ? "结论：所演练的故障都被发现，处置有效，没有丢失。" : $"结论：{bad}项有问题。用 --only 名称 --seed {seed} 重现。");
    }

    /// <summary>How one play ended.</summary>
    private sealed record Result(IFaultPlay Play, TimeSpan Took, int Acknowledged, Noticed? Noticed, string? Skipped, string? Problem);
}
