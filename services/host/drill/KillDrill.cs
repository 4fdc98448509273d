using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Host.Verify;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Drill;

/// <summary>
/// Kills the product at random moments while several callers work, starts it again, and compares what it acknowledged with what it keeps.
/// </summary>
/// <param name="victim">The product; not yet started.</param>
/// <param name="ledgers">Roles whose ledgers are compared and verified.</param>
/// <param name="stories">How many callers play the whole story over and over, through every role, beside those that work on cases.</param>
/// <param name="rounds">How many kills.</param>
/// <param name="seed">Decides every random choice but the machine's own timing.</param>
/// <param name="output">Where progress goes.</param>
internal sealed class KillDrill(IVictim victim, IReadOnlyList<VerifiableRole> ledgers, int stories, int rounds, int seed, TextWriter output)
{
    private const int Workers = 8;
    private const int RepeatedOfOld = 100;

    /// <summary>Longest time of work before a kill; one round in four is long enough for a story to come to its end.</summary>
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestStory = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly History _history = new();
    private readonly SeenSoFar _seen = new();
    private Cast? _cast;
    private int _checked;
    private int _recovered;
    private int _handled;

    /// <summary>Runs all rounds. The faults found, empty when nothing was lost and nothing happened twice.</summary>
    public async Task<DrillSummary> Run(CancellationToken ct)
    {
        await victim.Start(ct);
        using var channels = new RoleChannels(victim);
        CallInvoker Calls(string role) => channels.To(role).Intercept(_seen);
        _cast = await Cast.SignIn(Calls, printer: null, ct);
        var before = ledgers.ToDictionary(role => role.Name, role => Kept(role, 0) is [.., var newest] ? newest.Position + 1 : 0);
        Func<CancellationToken, Task>[] workers =
        [
            .. Enumerable.Range(0, Workers).Select(number => new Worker(() => _cast, _history, new Random(HashCode.Combine(seed, number)))).Select(worker => (Func<CancellationToken, Task>)worker.Run),
            .. Enumerable.Range(0, stories).Select(_ => new StoryWorker(() => _cast, Calls, victim, _history)).Select(worker => (Func<CancellationToken, Task>)worker.Run),
        ];
        for (var round = 1; round <= rounds; round++)
        {
            var worked = await WorkAndKill(workers, ct);
            await Restart(ct);
            var faults = await Answered(() => Check(Calls, before, last: round == rounds, ct));
            Report(round, worked, faults);
            if (faults.Count > 0)
            {
                return Summary(faults);
            }
        }

        var downstream = await Downstream.Settled(victim.Folders!, ledgers, ct);
        _handled = downstream.Pairs;
        return Summary([.. downstream.Faults.Select(fault => fault.ToString()), .. await victim.Stop() ? await Verified(ct) : ["平台没有正常停止"]]);
    }

    /// <summary>All callers at once, until the kill cuts them off.</summary>
    private async Task<TimeSpan> WorkAndKill(Func<CancellationToken, Task>[] workers, CancellationToken ct)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = Task.WhenAll(workers.Select(worker => Task.Run(() => worker(round.Token), ct)));
        var longest = stories > 0 && _random.Next(4) == 0 ? LongestStory : LongestWork;
        var worked = longest * (0.05 + (0.95 * _random.NextDouble()));
        await Task.Delay(worked, ct);
        await victim.Kill();
        await round.CancelAsync();
        await working;
        return worked;
    }

    /// <summary>One start in four is itself killed.</summary>
    private async Task Restart(CancellationToken ct)
    {
        while (_random.Next(4) == 0)
        {
            await victim.StartAndKill(TimeSpan.FromSeconds(3 * _random.NextDouble()), ct);
        }

        await victim.Start(ct);
    }

    /// <summary>A product that is up answers: that it does not is a fault like any other.</summary>
    private static async Task<IReadOnlyList<string>> Answered(Func<Task<IReadOnlyList<string>>> check)
    {
        try
        {
            return await check();
        }
        catch (RpcException error)
        {
            return [$"重新启动后不能正常应答：{Refusal.Of(error)}"];
        }
    }

    private async Task<IReadOnlyList<string>> Check(Func<string, CallInvoker> calls, IReadOnlyDictionary<string, long> start, bool last, CancellationToken ct)
    {
        var acts = _history.Acts;
        var unknown = acts.Where(act => act.Known.Outcome == ActOutcome.Unknown).ToArray();
        var found = Compare(start);
        if (!found.Faults.IsEmpty)
        {
            return [.. found.Faults.Select(fault => fault.ToString())];
        }

        _recovered += found.Recovered;
        _cast = await Cast.SignIn(calls, printer: null, ct); // tokens end before a long drill does
        foreach (var act in unknown)
        {
            await act.Send(ct);
        }

        foreach (var act in ToRepeat(acts, last))
        {
            await _history.Repeat(act, ct);
        }

        var evidence = await EvidenceFaults(_cast, acts.Skip(_checked), ct);
        _checked = acts.Count;
        return [.. Compare(start).Faults.Select(fault => fault.ToString()), .. evidence, .. await Verified(ct)];
    }

    private DrillVerdict Compare(IReadOnlyDictionary<string, long> start) =>
        HistoryChecker.Check([.. _history.Acts.Select(act => act.Known)], [.. ledgers.SelectMany(role => Kept(role, start[role.Name]))], _history.Repeated);

    private IReadOnlyList<KeptAct> Kept(VerifiableRole role, long start)
    {
        using var rows = LedgerFolder.Open(victim.Folders!, role.Name).Rows();
        return KeptActs.Read(rows, start);
    }

    /// <summary>Every acknowledged act since the last kill, and some older ones; in the end all.</summary>
    private IEnumerable<DrillAct> ToRepeat(IReadOnlyList<DrillAct> acts, bool last)
    {
        var older = last ? acts : _random.GetItems([.. acts], Math.Min(acts.Count, RepeatedOfOld));
        return acts.Skip(_checked).Concat(older).Distinct().Where(act => act.Known.Outcome == ActOutcome.Acknowledged);
    }

    /// <summary>Every piece acknowledged since the last check is served byte for byte.</summary>
    private static async Task<IReadOnlyList<string>> EvidenceFaults(Cast cast, IEnumerable<DrillAct> acts, CancellationToken ct)
    {
        var faults = new List<string>();
        foreach (var piece in acts.Select(act => act.Evidence).OfType<Evidence>())
        {
            if (!await IsWhole(cast.Officer, piece, ct))
            {
                faults.Add($"证据内容与保存时不一致：{piece.EvidenceId}");
            }
        }

        return faults;
    }

    private static async Task<bool> IsWhole(Player reader, Evidence piece, CancellationToken ct)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var call = reader.Evidence.ReadEvidence(
            new() { EvidenceId = piece.EvidenceId, Purpose = ReadingPurpose.Handling, Reason = "演练核对" }, cancellationToken: ct);
        await foreach (var part in call.ResponseStream.ReadAllAsync(ct))
        {
            sha256.AppendData(part.Chunk.Span);
        }

        return sha256.GetHashAndReset().AsSpan().SequenceEqual(piece.Sha256.Span);
    }

    private async Task<IReadOnlyList<string>> Verified(CancellationToken ct)
    {
        var faults = new List<string>();
        foreach (var role in ledgers)
        {
            faults.AddRange((await InstallationVerifier.Verify(victim.Folders!, role, withViews: true, ct)).Faults.Select(fault => $"{role.Name}：{fault}"));
        }

        return faults;
    }

    private void Report(int round, TimeSpan worked, IReadOnlyList<string> faults)
    {
        var acknowledged = _history.Acts.Count(act => act.Known.Outcome == ActOutcome.Acknowledged);
        output.WriteLine($"第{round,3}/{rounds}轮  工作{worked.TotalSeconds:0.00}秒后强制终止  累计确认{acknowledged}件  恢复{_recovered}件  问题{faults.Count}处");
        foreach (var fault in faults)
        {
            output.WriteLine($"    {fault}");
        }
    }

    private DrillSummary Summary(IReadOnlyList<string> faults) =>
        new(_history.Acts.Count, _history.Acts.Count(act => act.Known.Outcome == ActOutcome.Acknowledged), _recovered, _handled, faults);
}

/// <summary>What a drill found.</summary>
/// <param name="Sent">Acts sent.</param>
/// <param name="Acknowledged">Acts acknowledged in the end.</param>
/// <param name="Recovered">Acts whose first answer was cut off and which were kept.</param>
/// <param name="Handled">Notices counted downstream, each with every handler that is told it; 0 where the drill ended before.</param>
/// <param name="Faults">All that is wrong, in Chinese.</param>
internal sealed record DrillSummary(int Sent, int Acknowledged, int Recovered, int Handled, IReadOnlyList<string> Faults);
