using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Lets many callers share one durable commit. One loop takes whatever has gathered while the batch before was being synced; nobody is
/// acknowledged before the store has returned, which is when the entry is durable. An <see cref="AppendEntry"/>.
/// </summary>
public sealed partial class GroupCommit : IAsyncDisposable
{
    /// <summary>Most entries in one commit: beyond it the callers at the front would wait for the ones at the back.</summary>
    public const int MostEntries = 512;

    /// <summary>Bytes after which a commit takes no further entry: larger messages are split by some databases, and would be two commits.</summary>
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly ILedgerStore store;
    private readonly ILogger<GroupCommit> log;
    private readonly Channel<Waiting> waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task loop;
    private readonly LastingTrouble? trouble;
    private long head;

    /// <param name="store">The engine.</param>
    /// <param name="head">Number of entries it holds, see <see cref="LedgerHead.Find"/>.</param>
    /// <param name="log">Told the cause of each failure.</param>
    /// <param name="trouble">Told of failures and successes, so that a failure that lasts is seen.</param>
    internal GroupCommit(ILedgerStore store, long head, ILogger<GroupCommit> log, LastingTrouble? trouble)
    {
        this.trouble = trouble;
        this.store = store;
        this.log = log;
        this.head = head;
        loop = Task.Run(RunAll);
    }

    /// <summary>The same, where nobody asks how long a failure lasts.</summary>
    public GroupCommit(ILedgerStore store, long head, ILogger<GroupCommit> log)
        : this(store, head, log, null)
    {
    }

    /// <summary>
    /// Asked after each commit, before anybody is acknowledged: true where the files are no longer those that are open, so that what was just
    /// written is lost.
    /// </summary>
    internal Func<bool> IsGone { get; set; } = () => false;

    /// <summary>Number of entries known to be durable. It only grows.</summary>
    public long Head => Volatile.Read(ref head);

    /// <summary>
    /// Told of every entry that became durable, with its position, in order, before <see cref="Moved"/> rings. (Not of one whose outcome was
    /// found out after a failure: that one is read from the store.) MUST be quick and MUST NOT throw.
    /// </summary>
    internal event Action<EntryToAppend, long>? MadeDurable;

    /// <summary>Told when the store refuses to write because of what it found in the ledger. Nothing was written.</summary>
    internal Action<LedgerDamagedException>? Damaged { get; set; }

    /// <summary>Rings after <see cref="Head"/> moved. Those who tail the ledger await it; a missed ring costs them a poll.</summary>
    public Doorbell Moved { get; } = new();

    /// <summary>
    /// Appends one entry. Once the entry is on its way the caller cannot cancel: it is told the truth, which comes soon.
    /// </summary>
    /// <exception cref="OperationCanceledException">Nothing was written.</exception>
    /// <exception cref="Fault"><see cref="KernelFaults.OutcomeUnknown"/>: the store failed and does not (yet) show the command.</exception>
    public async ValueTask<AppendResult> Append(EntryToAppend entry, CancellationToken ct)
    {
        var one = new Waiting(entry, ct);
        if (!waiting.Writer.TryWrite(one))
        {
            throw KernelFaults.OutcomeUnknown.Now(); // stopping: nothing was written, and the next process answers the same request
        }

        return await one.Done.Task;
    }

    /// <summary>Writes what has gathered, answers it, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
    }

    private async Task RunAll()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var batch = Gather();
            if (batch.Count > 0)
            {
                await Commit(batch);
            }
        }
    }

    private List<Waiting> Gather()
    {
        var batch = new List<Waiting>();
        var bytes = 0L;
        while (batch.Count < MostEntries && bytes < MostBytes && waiting.Reader.TryRead(out var one))
        {
            if (one.Ct.IsCancellationRequested)
            {
                one.Done.SetCanceled(one.Ct);
            }
            else
            {
                batch.Add(one);
                bytes += one.Entry.Size;
            }
        }

        return batch;
    }

    private async Task Commit(List<Waiting> batch)
    {
        ImmutableArray<AppendResult> results;
        try
        {
            results = await store.Append([.. batch.Select(one => one.Entry)], CancellationToken.None);
        }
        catch (LedgerDamagedException damage)
        {
            Damaged?.Invoke(damage);
            batch.ForEach(one => one.Done.SetException(KernelFaults.LedgerDamaged.With(("place", damage.Message))));
            return;
        }
        catch (Exception failure)
        {
            trouble?.Failed(failure);
            Log(failure, batch.Count);
            await Task.WhenAll(batch.Select(one => Resolve(one, failure)));
            return;
        }

        if (IsGone())
        {
            batch.ForEach(one => one.Done.SetException(KernelFaults.OutcomeUnknown.Now()));
            return;
        }

        trouble?.Succeeded();

        for (var index = 0; index < batch.Count; index++)
        {
            Advance(results[index]);
            batch[index].Done.SetResult(results[index]);
        }

        TellFollowers(batch, results);
        Moved.Ring();
    }

    private void TellFollowers(List<Waiting> batch, ImmutableArray<AppendResult> results)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            if (results[index].Outcome == AppendOutcome.Appended)
            {
                MadeDurable?.Invoke(batch[index].Entry, results[index].Position);
            }
        }
    }

    /// <summary>
    /// After a failure the entry may or may not be kept; the command id tells. The leaf tells whose it is: salts are random, so no other
    /// attempt of the same command has it.
    /// </summary>
    private async Task Resolve(Waiting one, Exception cause)
    {
        var otherwise = KernelFaults.OutcomeUnknown;
        try
        {
            var look = await store.LookUp(one.Entry.Id, one.Entry.Claims[0].Stream, CancellationToken.None);
            if (look.KeptAt is { } position)
            {
                var kept = (await store.ReadFrom(position, 1, CancellationToken.None))[0];
                var outcome = kept.Leaf.AsSpan().SequenceEqual(one.Entry.Leaf) ? AppendOutcome.Appended : AppendOutcome.CommandExists;
                var result = new AppendResult(outcome, position, -1);
                Advance(result);
                one.Done.SetResult(result);
                Moved.Ring();
                return;
            }

            // The store took the whole batch back and does not have the command: it is known that nothing was kept.
            otherwise = cause is StorageFullException ? KernelFaults.StorageFull : otherwise;
        }
        catch (Exception failure)
        {
            LogUnresolved(failure);
        }

        one.Done.SetException(otherwise.Now());
    }

    private void Log(Exception failure, int entries)
    {
        if (failure is StorageFullException full)
        {
            LogFull(full.Message, entries);
        }
        else
        {
            LogFailed(failure, entries);
        }
    }

    private void Advance(AppendResult result)
    {
        // Several may resolve at once after a failure.
        for (var seen = Head; result.Position >= seen; seen = Head)
        {
            Interlocked.CompareExchange(ref head, result.Position + 1, seen);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "一批{Entries}条记录保存出错，正在按命令编号核对")]
    private partial void LogFailed(Exception failure, int entries);

    [LoggerMessage(1003, LogLevel.Error, "{Cause}，{Entries}条记录没有保存")]
    private partial void LogFull(string cause, int entries);

    [LoggerMessage(1002, LogLevel.Error, "保存出错后，有命令编号未能核对")]
    private partial void LogUnresolved(Exception failure);

    private sealed record Waiting(EntryToAppend Entry, CancellationToken Ct)
    {
        // The loop MUST NOT run a caller's code: it would hold up everybody behind.
        public TaskCompletionSource<AppendResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
