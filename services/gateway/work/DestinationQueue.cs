using EnforcementPlatform.Kernel;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// The queue of one destination: rounds of a few deliveries side by side, the most urgent first, as fast as its <see cref="Pace"/> allows.
/// Nothing in memory has to survive: what is under way stands in the ledger, the pace in a cell.
/// </summary>
internal sealed partial class DestinationQueue(
    Destination destination, DeliverySender sender, IWork work, PaceCell cell, TimeProvider clock, Func<double> jitter, DeliveryMetrics metrics, ILogger log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Pause after a round in which nobody was asked.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(50);

    private readonly Troubles _troubles = new();
    private Pace? _pace;
    private long _seen = -1;

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var woken = destination.Woken;
            var wait = await StepOrPause(ct);
            if (wait > TimeSpan.Zero && !ct.IsCancellationRequested)
            {
                await Task.WhenAny(woken, Task.Delay(wait, clock, ct));
            }
        }
    }

    /// <summary>One round. Returns how long there is nothing to do, unless woken; zero when the next round may begin at once.</summary>
    public async Task<TimeSpan> Step(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var pace = _pace ??= await cell.Read(destination.Name, now, ct);
        var found = await Find(pace, now, ct);
        var places = pace.Places(now, destination.Limits, found.Any(one => one.HurriedAt > pace.FailedAt));
        if (found.Length == 0 || places == 0)
        {
            return Earliest(LookEvery, found.Length == 0 ? await work.NextAt(destination.Name, now, ct) : pace.NextAt(now, destination.Limits), now);
        }

        DueDelivery[] round = [.. InTurn(found, now).Take(places)];
        _pace = pace.Spend(round.Length, now, destination.Limits);
        var done = await Task.WhenAll(round.Select(one => Advance(one, ct)));
        await Take(round, done, now, ct);
        return done.All(one => one.Broke is not null) ? LookEvery : done.All(one => one.Result is null) ? Stale : TimeSpan.Zero;
    }

    private async Task<DueDelivery[]> Find(Pace pace, DateTimeOffset now, CancellationToken ct)
    {
        _troubles.ForgetOld(now);
        var sought = new WorkSought(now, sender.LostBefore(destination), destination.Limits.SideBySide + _troubles.Count, _seen);
        var found = await work.Find(destination.Name, sought, ct);
        return [.. found.Where(one => !_troubles.IsResting(one, now)).Select(one => _troubles.IsHurried(one) ? one : one with { HurriedAt = null })];
    }

    /// <summary>What failed again and again while others were answered goes last, in its order; unless a person asks for it.</summary>
    private IEnumerable<DueDelivery> InTurn(IEnumerable<DueDelivery> found, DateTimeOffset now) =>
        found.Order(new DeliveryOrder(now)).OrderBy(one => one.HurriedAt is null && _troubles.IsTiring(one.Id));

    /// <summary>
    /// What breaks in one delivery is not its neighbours': they go on, and what became of them counts. What breaks in our own ledger is no
    /// delivery's: the round ends, and none has to rest for it.
    /// </summary>
    private async Task<Advanced> Advance(DueDelivery one, CancellationToken ct)
    {
        try
        {
            return await sender.Advance(destination, one.Id, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && !IsOurLedgers(error))
        {
            metrics.Broke(destination.Name);
            return new(null, -1, Reason(error));
        }
    }

    private async Task Take(DueDelivery[] round, Advanced[] done, DateTimeOffset began, CancellationToken ct)
    {
        var before = _pace!;
        _seen = Math.Max(_seen, done.Max(one => one.Position));
        Remember(round, done, before.IsOpen);
        StepResult[] results = [.. done.Select(one => one.Result).OfType<StepResult>()];
        if (results.Length == 0)
        {
            return;
        }

        var after = before.After(results, clock.GetUtcNow(), destination.Limits, jitter());
        _pace = after.FailedAt == before.FailedAt ? after : after with { FailedAt = began };
        if (_pace.Failures != before.Failures || _pace.NotBefore != before.NotBefore)
        {
            await cell.Write(destination.Name, _pace, ct);
            Tell(before, _pace);
        }
    }

    /// <summary>An outage says nothing about a single item, so only failures among answers count.</summary>
    private void Remember(DueDelivery[] round, Advanced[] done, bool wasAway)
    {
        var now = clock.GetUtcNow();
        if (wasAway && done.Any(one => one.Result is { Answered: true }))
        {
            _troubles.ForgetFailures();
        }

        foreach (var (one, advanced) in round.Zip(done))
        {
            if (advanced.Broke is { } what)
            {
                LogBroke(log, one.Id, what, _troubles.Broke(one, now));
            }
            else if (advanced.Result is { Answered: true })
            {
                _troubles.Forget(one.Id);
            }
            else if (advanced.Result is not null && !wasAway)
            {
                _troubles.Failed(one, now);
            }
            else if (advanced.Result is not null)
            {
                _troubles.TriedInVain(one, now);
            }
        }
    }

    private async Task<TimeSpan> StepOrPause(CancellationToken ct)
    {
        try
        {
            return await Step(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (Exception error)
        {
            LogInterrupted(log, destination.Name, Reason(error));
            return LookEvery;
        }
    }

    /// <summary>True where the ledger cannot be written or read now. An entry of a newer version than this process is its delivery's alone.</summary>
    private static bool IsOurLedgers(Exception error) =>
        error is Fault { Type.Kind: FaultKind.Unavailable } fault && fault.Type != KernelFaults.ReplicaTooOld;

    /// <summary>Never the message: it may hold what was sent.</summary>
    private static string Reason(Exception error) => error is Fault fault ? fault.Type.Reason : error.GetType().Name;

    private static TimeSpan Earliest(TimeSpan longest, DateTimeOffset? at, DateTimeOffset now) =>
        at is { } then && then - now < longest ? (then > now ? then - now : TimeSpan.FromMilliseconds(1)) : longest;

    private void Tell(Pace before, Pace after)
    {
        if (!before.IsOpen && after.IsOpen)
        {
            LogAway(log, destination.Name, after.Failures, after.NotBefore);
        }
        else if (before.IsOpen && !after.IsOpen)
        {
            LogBack(log, destination.Name, before.Failures);
        }
    }

    [LoggerMessage(EventId = 1701, Level = LogLevel.Error, Message = "上级平台{Destination}连续失败{Failures}次，视为不可达；此后逐件试送，下次不早于{NotBefore}")]
    private static partial void LogAway(ILogger log, string destination, int failures, DateTimeOffset notBefore);

    [LoggerMessage(EventId = 1702, Level = LogLevel.Warning, Message = "上级平台{Destination}在失败{Failures}次后恢复应答")]
    private static partial void LogBack(ILogger log, string destination, int failures);

    [LoggerMessage(EventId = 1703, Level = LogLevel.Warning, Message = "推送到{Destination}的队列中断：{Reason}")]
    private static partial void LogInterrupted(ILogger log, string destination, string reason);

    [LoggerMessage(EventId = 1705, Level = LogLevel.Error, Message = "推送{Delivery}因{Reason}中断，停到{Until}再试，其余照常推送")]
    private static partial void LogBroke(ILogger log, string delivery, string reason, DateTimeOffset until);
}
