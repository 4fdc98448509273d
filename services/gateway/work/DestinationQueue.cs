using EnforcementPlatform.Kernel;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>
/// The queue of one destination: rounds of a few deliveries side by side, the most urgent first, as fast as its <see cref="Pace"/> allows.
/// Nothing in memory has to survive: what is under way stands in the ledger, the pace in a cell.
/// </summary>
internal sealed partial class DestinationQueue(
    Destination destination, DeliverySender sender, IWork work, PaceCell cell, TimeProvider clock, Func<double> jitter, ILogger log)
{
    /// <summary>An item that fails so often in a row while others are answered lets them go first.</summary>
    private const int Tiring = 3;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Pause after a round in which nobody was asked.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, int> _failed = [];
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
        var found = await work.Find(destination.Name, now, sender.LostBefore(destination), destination.Limits.SideBySide + _failed.Count, _seen, ct);
        var places = pace.Places(now, destination.Limits, found.Any(one => one.HurriedAt > pace.FailedAt));
        if (found.Count == 0 || places == 0)
        {
            return Earliest(LookEvery, found.Count == 0 ? await work.NextAt(destination.Name, now, ct) : pace.NextAt(now, destination.Limits), now);
        }

        var round = InTurn(found, now).Take(places).ToArray();
        _pace = pace.Spend(round.Length, now, destination.Limits);
        var done = await Task.WhenAll(round.Select(one => sender.Advance(destination, one.Id, ct)));
        await Take(round, done, ct);
        return done.All(one => one.Result is null) ? Stale : TimeSpan.Zero;
    }

    /// <summary>What failed again and again while others were answered goes last, in its order.</summary>
    private IEnumerable<DueDelivery> InTurn(IReadOnlyList<DueDelivery> found, DateTimeOffset now) =>
        found.Order(new DeliveryOrder(now)).OrderBy(one => _failed.GetValueOrDefault(one.Id) >= Tiring);

    private async Task Take(DueDelivery[] round, Advanced[] done, CancellationToken ct)
    {
        var before = _pace!;
        _seen = Math.Max(_seen, done.Max(one => one.Position));
        Remember(round, done, before.IsOpen);
        StepResult[] results = [.. done.Select(one => one.Result).OfType<StepResult>()];
        if (results.Length == 0)
        {
            return;
        }

        _pace = before.After(results, clock.GetUtcNow(), destination.Limits, jitter());
        if (_pace.Failures != before.Failures || _pace.NotBefore != before.NotBefore)
        {
            await cell.Write(destination.Name, _pace, ct);
            Tell(before, _pace);
        }
    }

    /// <summary>An outage says nothing about a single item, so only failures among answers count.</summary>
    private void Remember(DueDelivery[] round, Advanced[] done, bool wasAway)
    {
        foreach (var (one, result) in round.Zip(done, (one, advanced) => (one, advanced.Result)))
        {
            if (result is { Answered: true })
            {
                _failed.Remove(one.Id);
            }
            else if (result is not null && !wasAway)
            {
                _failed[one.Id] = _failed.GetValueOrDefault(one.Id) + 1;
            }
        }

        if (wasAway && done.Any(one => one.Result is { Answered: true }))
        {
            _failed.Clear();
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
            LogInterrupted(log, destination.Name, error is Fault fault ? fault.Type.Reason : error.GetType().Name);
            return LookEvery;
        }
    }

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

    [LoggerMessage(EventId = 1701, Level = LogLevel.Error, Message = "destination {Destination} counts as away after {Failures} failures; one delivery at a time tries it, next at {NotBefore}")]
    private static partial void LogAway(ILogger log, string destination, int failures, DateTimeOffset notBefore);

    [LoggerMessage(EventId = 1702, Level = LogLevel.Warning, Message = "destination {Destination} answers again after {Failures} failures")]
    private static partial void LogBack(ILogger log, string destination, int failures);

    [LoggerMessage(EventId = 1703, Level = LogLevel.Warning, Message = "the queue of {Destination} was interrupted: {Reason}")]
    private static partial void LogInterrupted(ILogger log, string destination, string reason);
}
