using System.Diagnostics;
using EnforcementPlatform.Bench.Load;
using EnforcementPlatform.Bench.Report;
using EnforcementPlatform.Bench.Seed;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Bench;
using EnforcementPlatform.Host.Product;
using Grpc.Core;

namespace EnforcementPlatform.Bench.SignIn;

/// <summary>
/// What somebody who is signed in feels of a burst of sign-ins: how long their reads take alone, and beside sixty callers who sign in under names
/// that nobody has, each again as soon as it was answered.
/// </summary>
internal sealed class SignInBench : ICommand
{
    private const int Guessers = 60;
    private const double Goal = 3;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(5);

    public string Name => "bench signin";

    public string Summary => "登录高峰下的读取";

    public string Usage => BenchCommand.Options;

    public async Task<int> Run(IReadOnlyList<string> args, CancellationToken ct)
    {
        var arguments = Arguments.Read(args, ["rounds", "seconds"], []);
        var (rounds, seconds) = (arguments.Number("rounds", 5, 1, 100), arguments.Number("seconds", 6, 1, 600));
        var sheet = new Sheet(Console.Out);
        sheet.Begin($"登录：{Guessers}名调用者同时以不存在的用户名反复登录，另一名已登录人员每{BetweenReads.TotalMilliseconds:0}毫秒读取一次本人信息（GetMe）");
        using var folder = new TemporaryFolder();
        await using var started = new Started();
        var product = started.Add(await RunningProduct.Start(ProductFolders.In(folder.Path), ct));
        var readers = started.Add(new Channels(RunningProduct.Records(product)));
        var guessers = started.Add(new Channels(RunningProduct.Records(product)));
        var accounts = new AccountsService.AccountsServiceClient(readers.Of(0));
        var session = (await accounts.SignInAsync(new() { UserName = Staff.Officer, Password = Staff.Password }, cancellationToken: ct)).RenewalKey;
        var me = await Renew(accounts, session, ct);
        await Reads(readers, me, TimeSpan.FromSeconds(seconds), ct);

        var found = new List<(Times Alone, Times Beside, int Answered, int Busy)>();
        for (var round = 0; round < rounds; round++)
        {
            me = await Renew(accounts, session, ct);
            var alone = await Reads(readers, me, TimeSpan.FromSeconds(seconds), ct);
            using var guessing = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var burst = Enumerable.Range(0, Guessers).Select(caller => Guess(guessers.Of(caller), round, caller, guessing.Token)).ToArray();
            var beside = await Reads(readers, me, TimeSpan.FromSeconds(seconds), ct);
            await guessing.CancelAsync();
            var counted = await Task.WhenAll(burst);
            found.Add((alone, beside, counted.Sum(one => one.Answered), counted.Sum(one => one.Busy)));
        }

        var table = new Table("", "p50 ms", "p99 ms", "次数");
        Add(table, "无登录高峰", [.. found.Select(one => one.Alone)]);
        Add(table, "登录高峰中", [.. found.Select(one => one.Beside)]);
        table.Print(Console.Out);
        sheet.Line($"登录：每轮中位数 答复{Sheet.Number(Median(found.Select(one => (double)one.Answered)))}次，其中请稍后再试（429）{Sheet.Number(Median(found.Select(one => (double)one.Busy)))}次。");
        sheet.AtMost("登录高峰中p99 ÷ 无高峰p99", Goal, Median(found.Select(one => one.Beside.P99 / one.Alone.P99)));
        sheet.End();
        return CommandLine.Done;
    }

    /// <summary>A token that lasts for a round. It costs no hash, so it waits behind no guess of the round before.</summary>
    private static async Task<Metadata> Renew(AccountsService.AccountsServiceClient accounts, string session, CancellationToken ct)
    {
        var renewed = await accounts.RenewSessionAsync(new() { RenewalKey = session }, cancellationToken: ct);
        return new() { { "authorization", $"Bearer {renewed.Token}" } };
    }

    /// <summary>One person reads, a moment apart, and each read is timed.</summary>
    private static async Task<Times> Reads(Channels channels, Metadata me, TimeSpan length, CancellationToken ct)
    {
        var accounts = new AccountsService.AccountsServiceClient(channels.Of(0));
        var took = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            var asked = Stopwatch.GetTimestamp();
            await accounts.GetMeAsync(new(), me, cancellationToken: ct);
            took.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(BetweenReads, ct);
        }

        took.Sort();
        return new(took[took.Count / 2], took[(int)((took.Count - 1) * 0.99)], took.Count);
    }

    /// <summary>Never the same name twice: what is counted by name brakes nobody here.</summary>
    private static async Task<(int Answered, int Busy)> Guess(CallInvoker to, int round, int caller, CancellationToken ct)
    {
        var accounts = new AccountsService.AccountsServiceClient(to);
        var (answered, busy) = (0, 0);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await accounts.SignInAsync(new() { UserName = $"nobody.{round}.{caller}.{answered}", Password = "Wrong-2026" }, cancellationToken: ct);
            }
            catch (RpcException refused) when (refused.StatusCode is StatusCode.Unauthenticated or StatusCode.ResourceExhausted)
            {
                answered++;
                busy += refused.StatusCode == StatusCode.ResourceExhausted ? 1 : 0;
            }
            catch (RpcException) when (ct.IsCancellationRequested)
            {
                break;
            }
        }

        return (answered, busy);
    }

    private static void Add(Table table, string name, IReadOnlyList<Times> rounds) =>
        table.Add(
            name,
            FormattableString.Invariant($"{Median(rounds.Select(one => one.P50)):0.00}"),
            FormattableString.Invariant($"{Median(rounds.Select(one => one.P99)):0.00}"),
            Sheet.Number(Median(rounds.Select(one => (double)one.Count))));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>What one stretch of reads took. Milliseconds.</summary>
    private sealed record Times(double P50, double P99, int Count);
}
