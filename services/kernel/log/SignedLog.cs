using System.Collections.Immutable;
using EnforcementPlatform.Kernel.Facts;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>Where a ledger keeps what lies beside its store.</summary>
public sealed record SignedLogOptions
{
    /// <summary>The role's data directory: <c>origin</c>, <c>checkpoint</c>, <c>tile/</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Newest signed head per log; MUST NOT lie in the data directory nor in its backups.</summary>
    public required string AnchorDirectory { get; init; }

    /// <summary>Shortest time between two signed heads while appends keep coming.</summary>
    public TimeSpan SigningInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Shortest time between two anchors.</summary>
    public TimeSpan AnchorInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time between two heads that anybody is served: at the whole multiples of it, so that from the moment of a head nobody reads the moment of an
    /// act. At most a minute, and a divisor of it.
    /// </summary>
    public TimeSpan PublicInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Path of a file of the ledger that is no longer where it was opened; null while all is there.</summary>
    public Func<string?> Gone { get; init; } = () => null;

    /// <summary>Bytes free on the disk of a folder; null where it cannot say.</summary>
    internal Func<string, long?> Free { get; init; } = DiskSpace.FreeOf;
}

/// <summary>
/// A ledger in its writer's process: group commit above the store, the tailer that builds tiles and signs heads, and the rollback guard
/// before both. Where the guard objects, the ledger can be read and nothing else.
/// </summary>
public sealed partial class SignedLog : IAsyncDisposable
{
    /// <summary>How the signed head in the cells is named as a source.</summary>
    internal const string CellSource = "cells.db";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Room that must be there before appends are taken again after a full disk: the write-ahead log grows by pages. Bytes.</summary>
    private const int RoomToGoOn = 4 * 1024 * 1024;

    /// <summary>File by which it looks whether there is room.</summary>
    private const string RoomCheck = "room-check";

    private readonly LogIdentity identity;
    private readonly SignedLogOptions options;
    private readonly Anchors anchors;
    private readonly TimeProvider clock;
    private readonly ILogger<SignedLog> log;
    private readonly GroupCommit commit;
    private readonly ILedgerStore store;
    private readonly ICells cells;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock halting = new();
    private readonly Lock publishing = new();
    private readonly Cosignatures cosignatures;
    private readonly FreshEntries fresh = new();
    private Func<CancellationToken, Task> sign = _ => Task.CompletedTask;
    private RollbackVerdict verdict = RollbackVerdict.Clear;
    private volatile bool failed;
    private volatile bool doubtsTiles;
    private Task tailing = Task.CompletedTask;
    private readonly LastingTrouble appending;
    private readonly LastingTrouble signing;
    private readonly LastingTrouble publication;

    /// <summary>The head of the last minute where that could not be published yet: it is tried again until it is, and nothing newer before its minute.</summary>
    private SignedHead? due;

    private long? anchoredAt;
    private long anchoredSize = -1;

    private SignedLog(
        LogIdentity identity, SignedLogOptions options, Anchors anchors, TimeProvider clock, ILoggerFactory logs, ILedgerStore store, ICells cells, long head)
    {
        (this.identity, this.options, this.anchors, this.clock, this.store, this.cells) = (identity, options, anchors, clock, store, cells);
        (appending, signing, publication) = (new(clock), new(clock), new(clock));
        commit = new(store, head, logs.CreateLogger<GroupCommit>(), appending) { IsGone = IsGone };
        log = logs.CreateLogger<SignedLog>();
        cosignatures = new(options.DataDirectory);
        commit.MadeDurable += (entry, position) =>
        {
            fresh.Add(position, entry.Bytes);
            MadeDurable?.Invoke(entry, position);
        };
        commit.Damaged = damage => Halt(RollbackGuard.Damaged(identity, damage));
    }

    /// <summary>
    /// What the rollback guard found at the start, or a witness while running. Not clear: readiness MUST be false and the plan MUST be shown.
    /// </summary>
    public RollbackVerdict Verdict { get => Volatile.Read(ref verdict); private set => Volatile.Write(ref verdict, value); }

    /// <summary>Who the log is.</summary>
    public LogIdentity Identity => identity;

    /// <summary>True while appends are taken and heads are signed.</summary>
    public bool Healthy => Verdict.MayAppend && !failed;

    /// <summary>True where it is healthy and no append, signature or anchor has been failing for some seconds.</summary>
    public bool Ready => Healthy && !appending.Lasts && !signing.Lasts && !publication.Lasts;

    /// <summary>Signed heads, tiles and proofs; null where the guard objects.</summary>
    public CheckpointLog? Checkpoints { get; private set; }

    /// <summary>Public key of the log, as a C2SP verifier key.</summary>
    public string VerifierKey => identity.Key.ToString();

    /// <summary>Number of durable entries.</summary>
    public long Head => commit.Head;

    /// <summary>Rings when the head moved.</summary>
    public Doorbell Moved => commit.Moved;

    /// <summary>Who is told of every entry that became durable (<see cref="GroupCommit.MadeDurable"/>).</summary>
    internal event Action<EntryToAppend, long>? MadeDurable;

    /// <summary>
    /// What two persons stated as lost, as entries of this ledger say. Others remember heads of it; shown again, those heads convict nobody.
    /// </summary>
    internal ImmutableArray<LossStated> Losses { get; set; } = [];

    /// <summary>Where the histories that were kept end, one for each stated loss: positions from there on were given anew.</summary>
    public IEnumerable<long> LostFrom => Losses.Select(loss => loss.Kept);

    /// <summary>Who is told of each fresh cosignature of a witness that plays in another process: its name, its host, its time.</summary>
    public Action<string, string, DateTimeOffset>? Witnessed { get; set; }

    /// <summary>Opens what the store holds, asks the guard, and starts to tail.</summary>
    public static async Task<SignedLog> Start(
        ILedgerStore store, ICells cells, LogIdentity identity, SignedLogOptions options, TimeProvider clock, ILoggerFactory logs, CancellationToken ct)
    {
        Sweep(identity, options);
        var anchors = new Anchors(options.AnchorDirectory);
        var (kept, damage) = await SignedLast(cells, identity, ct);
        var known = Known(identity, options, anchors, kept);
        var (head, verdict) = await Look(store, cells, identity, known, ct);
        verdict = damage is null ? verdict : RollbackGuard.Damaged(damage);
        if (verdict.MayAppend && head > 0 && anchors.Read(identity.Origin) is null)
        {
            verdict = RollbackGuard.Unanchored(identity.Origin, Path.GetFullPath(anchors.PathOf(identity.Origin)), head);
        }

        var running = new SignedLog(identity, options, anchors, clock, logs, store, cells, head);
        if (verdict.MayAppend)
        {
            verdict = await running.Open(store, cells, kept, known, ct);
        }

        running.Halt(verdict);
        return running;
    }

    /// <summary>Removes what a stop in the middle of writing left of files. Beside the anchors other processes write, too, under other names.</summary>
    private static void Sweep(LogIdentity identity, SignedLogOptions options)
    {
        DurableFile.Sweep(options.DataDirectory);
        Cosignatures.Sweep(options.DataDirectory);
        DurableFile.Sweep(options.AnchorDirectory, Uri.EscapeDataString(identity.Origin) + ".");
        File.Delete(Path.Combine(options.DataDirectory, RoomCheck));
    }

    /// <summary>Where the ledger ends, whether it is whole so far, and whether it ends where its last clean stop said.</summary>
    internal static async Task<(long Head, RollbackVerdict Verdict)> Look(
        ILedgerStore store, ICells cells, LogIdentity identity, IReadOnlyList<(string Source, byte[] Note)> known, CancellationToken ct)
    {
        long? head = null;
        try
        {
            head = await LedgerHead.Find(store, ct);
            if (RollbackGuard.CheckSizes(identity, head.Value, known) is { MayAppend: false } older)
            {
                return (head.Value, older);
            }

            await store.Inspect(ct);
            await CleanStop.Check(cells, identity.Origin, head.Value, ct);
            return (head.Value, RollbackVerdict.Clear);
        }
        catch (LedgerDamagedException damage)
        {
            return (head ?? 0, RollbackGuard.Damaged(identity, damage));
        }
        catch (CellDamagedException damage)
        {
            return (head ?? 0, RollbackGuard.Damaged(damage));
        }
    }

    /// <summary>
    /// Stops appends and signatures for good where the verdict is not clear; what is signed can still be read and proved. The first verdict stays.
    /// </summary>
    internal void Halt(RollbackVerdict found)
    {
        lock (halting)
        {
            if (!Verdict.MayAppend || found.MayAppend)
            {
                return;
            }

            Verdict = found;
        }

        foreach (var line in found.Plan)
        {
            LogPlan(line);
        }
    }

    /// <summary>
    /// Judges a head of this log that somebody shows. True, and no more appends, where the log's own key signed it and the entries do not lead to it:
    /// they are fewer, or give another root. It is kept beside the anchors, so every later start finds it until the data reaches it.
    /// </summary>
    /// <param name="note">What is shown; anybody may show anything.</param>
    /// <param name="by">Who shows it: a role or a witness.</param>
    public async Task<bool> Shown(byte[] note, string by, CancellationToken ct)
    {
        if (Believed(identity, note) is not { } shown)
        {
            LogNotOwn(by, identity.Origin);
            return false;
        }

        var size = await LedgerHead.Find(store, ct);
        if (shown.Size <= size && (await LedgerTree.RootOf(store, shown.Size, ct)).AsSpan().SequenceEqual(shown.Checkpoint.Root))
        {
            if (!TilesLeadTo(shown))
            {
                DoubtTiles();
            }

            return false;
        }

        if (Losses.Any(loss => IsOf(loss, shown)))
        {
            LogStated(by, identity.Origin, shown.Size);
            return false;
        }

        Halt(RollbackGuard.Convicted(shown, by, anchors.Convict(identity.Origin, by, note), size));
        return true;
    }

    /// <summary>True for a head that this log signed over entries which it now states as lost: whoever shows it is right.</summary>
    public bool HasStated(byte[] note) => Believed(identity, note) is { } shown && Losses.Any(loss => IsOf(loss, shown));

    /// <summary>True for a head over entries that the ledger itself states as lost, and for the very head that proves them.</summary>
    private bool IsOf(LossStated loss, SignedHead shown) =>
        (shown.Size > loss.Kept && shown.Size <= loss.Known)
        || (Believed(identity, loss.Note.ToByteArray()) is { } proof && proof.Size == shown.Size && proof.Checkpoint.Root.AsSpan().SequenceEqual(shown.Checkpoint.Root));

    /// <summary>Has the tiles made again from the entries soon: something that was derived from them did not hold.</summary>
    public void DoubtTiles() => doubtsTiles = true;

    private bool TilesLeadTo(SignedHead head)
    {
        try
        {
            return Checkpoints is not { } heads || heads.Current.Size < head.Size || heads.Root(head.Size).AsSpan().SequenceEqual(head.Checkpoint.Root);
        }
        catch (TileMissingException)
        {
            return false;
        }
    }

    /// <summary>The newest head of this log that a witness cosigned, with its line; null before the first.</summary>
    public Note? CosignedBy(string witness)
    {
        lock (publishing)
        {
            return cosignatures.Of(witness);
        }
    }

    /// <summary>Keeps a cosigned head of this log, whose line MUST have been verified, and shows the line where it is the public one.</summary>
    public void Cosigned(string witness, Note note)
    {
        lock (publishing)
        {
            cosignatures.Keep(witness, note);
            if (Checkpoints is { Public: { } head } checkpoints && head.Note.Text == note.Text)
            {
                Publish(checkpoints, head);
            }
        }
    }

    /// <summary>Appends one entry, durably (<see cref="AppendEntry"/>).</summary>
    /// <exception cref="Fault"><see cref="KernelFaults.LedgerReadOnly"/>, or what <see cref="GroupCommit.Append"/> throws.</exception>
    public ValueTask<AppendResult> Append(EntryToAppend entry, CancellationToken ct) =>
        !Healthy ? throw KernelFaults.LedgerReadOnly.Now()
        : signing.Lasts ? throw KernelFaults.LedgerTroubled.Now()
        : commit.Append(entry, ct);

    /// <summary>Finishes what was appended, signs and anchors it, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await commit.DisposeAsync();
        await Settle();
        stopping.Dispose();
    }

    /// <summary>Ends the background work, signs and anchors what was appended. At a clean stop, before the last head is shown to witnesses; repeatable.</summary>
    internal async Task Settle()
    {
        await stopping.CancelAsync();
        try
        {
            await tailing;
        }
        catch (OperationCanceledException)
        {
            if (Verdict.MayAppend)
            {
                await sign(CancellationToken.None);
                Anchor(Checkpoints!.Current);
                await CleanStop.Tell(cells, identity.Origin, commit.Head);
            }
        }
        catch (LedgerDamagedException)
        {
            // Logged when it happened; a damaged ledger is not signed.
        }
    }

    private string PublicPath => Path.Combine(options.DataDirectory, "checkpoint");

    private async Task<RollbackVerdict> Open(
        ILedgerStore store, ICells cells, byte[]? kept, IReadOnlyList<(string Source, byte[] Note)> known, CancellationToken ct)
    {
        try
        {
            var tiles = new TileFiles(options.DataDirectory);
            var tree = await LedgerTree.Open(store, tiles, kept is null ? null : Believed(identity, kept)?.Checkpoint, fresh, ct);
            if (tree.WasRebuilt)
            {
                TellRebuilding();
            }

            await tree.GrowTo(commit.Head, ct);
            var verdict = await CheckRoots(tree, known, ct);
            Checkpoints = verdict.MayAppend ? await Begin(tree, tiles, new CheckpointSigner(identity, tree, cells, TellRebuilding), ct) : null;
            return verdict;
        }
        catch (LedgerDamagedException damage)
        {
            LogDamaged(damage, identity.Origin);
            return RollbackGuard.Damaged(identity, damage);
        }
    }

    /// <summary>Accuses only by tiles that were made from the entries just now.</summary>
    private async Task<RollbackVerdict> CheckRoots(LedgerTree tree, IReadOnlyList<(string Source, byte[] Note)> known, CancellationToken ct)
    {
        try
        {
            if (RollbackGuard.CheckRoots(identity, tree, known) is { MayAppend: true } clear)
            {
                return clear;
            }
        }
        catch (TileMissingException)
        {
            // Made again below, as one that was altered.
        }

        TellRebuilding();
        await tree.Rebuild(ct);
        return RollbackGuard.CheckRoots(identity, tree, known);
    }

    internal static async Task<(byte[]? Note, CellDamagedException? Damage)> SignedLast(ICells cells, LogIdentity identity, CancellationToken ct)
    {
        try
        {
            return ((await cells.Read(CheckpointSigner.CellOf(identity.Origin), ct))?.Value, null);
        }
        catch (CellDamagedException damage)
        {
            return (null, damage);
        }
    }

    private void TellRebuilding() => LogRebuilding(identity.Origin);

    private async Task<CheckpointLog> Begin(LedgerTree tree, TileFiles tiles, CheckpointSigner signer, CancellationToken ct)
    {
        await CleanStop.Begin(cells, identity.Origin, ct);
        var head = await signer.Sign(ct);
        var published = DurableFile.Read(PublicPath) is { } note ? Believed(identity, note) : null;
        var checkpoints = new CheckpointLog(tiles, head, published, clock);
        if (head.Size == 0)
        {
            Publish(checkpoints, head); // an empty log has nothing to hide
        }

        Anchor(head);
        sign = async token =>
        {
            if (doubtsTiles)
            {
                TellRebuilding();
                await tree.Rebuild(token);
                doubtsTiles = false;
            }

            await tree.GrowTo(commit.Head, token);
            checkpoints.Advance(await signer.Sign(token));
        };
        tailing = Task.WhenAll(Watched(() => Tail(checkpoints), signing), Watched(() => PublishInTurn(checkpoints), publication));
        return checkpoints;
    }

    private async Task Tail(CheckpointLog checkpoints)
    {
        while (Verdict.MayAppend)
        {
            var moved = commit.Moved.Next;
            if (IsGone())
            {
                return;
            }

            if (commit.Head > checkpoints.Current.Size || doubtsTiles)
            {
                await sign(stopping.Token);
                await Task.Delay(options.SigningInterval, clock, stopping.Token);
            }

            await RetryAppends();
            var wait = anchoredAt is { } last ? options.AnchorInterval - clock.GetElapsedTime(last) : TimeSpan.Zero;
            if (checkpoints.Current.Size > anchoredSize && wait <= TimeSpan.Zero)
            {
                Anchor(checkpoints.Current);
            }

            signing.Succeeded();
            if (commit.Head == checkpoints.Current.Size)
            {
                await Doorbell.Or(moved, checkpoints.Current.Size > anchoredSize ? Positive(wait) : Poll, clock, stopping.Token);
            }
        }
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// True where a file is no longer where it was opened: what is written now is lost, so nothing more is acknowledged, signed or anchored, and
    /// the role is not ready until people have put the files back and started again.
    /// </summary>
    private bool IsGone()
    {
        if (options.Gone() is not { } path)
        {
            return false;
        }

        Halt(RollbackGuard.Gone(identity.Origin, path));
        return true;
    }

    /// <summary>
    /// After a failed append that lasts nobody appends any more, since the role is unready: so it looks itself whether the store takes appends again,
    /// by one of nothing. After a full disk it writes only where the disk says that as much again stays free: the last megabytes are for heads, anchors
    /// and cells.
    /// </summary>
    private async Task RetryAppends()
    {
        if (appending.Cause is not { } cause
            || (cause is StorageFullException && !(options.Free(options.DataDirectory) is null or >= 2 * RoomToGoOn && IsRoom())))
        {
            return;
        }

        try
        {
            await store.Append([], stopping.Token);
            appending.Succeeded();
        }
        catch (LedgerDamagedException damage)
        {
            Halt(RollbackGuard.Damaged(identity, damage));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            appending.Failed(failure); // the role stays unready; the first cause was logged with the append
        }
    }

    /// <summary>A quota is not seen in what the disk says is free.</summary>
    private bool IsRoom()
    {
        var probe = Path.Combine(options.DataDirectory, RoomCheck);
        try
        {
            using var file = File.Create(probe);
            file.Write(new byte[RoomToGoOn]);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException full) when (DiskError.IsFull(full))
        {
            return false; // the role stays unready, for the cause that was logged with the append
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private async Task PublishInTurn(CheckpointLog checkpoints)
    {
        while (true)
        {
            if (due is null)
            {
                var now = clock.GetUtcNow();
                var next = now.AddTicks(options.PublicInterval.Ticks - (now.Ticks % options.PublicInterval.Ticks));
                await Reach(next, clock, stopping.Token);
                due = checkpoints.Current;
            }

            if (due.Size != checkpoints.Public?.Size)
            {
                Publish(checkpoints, due);
            }

            due = null;
            publication.Succeeded();
        }
    }

    /// <summary>
    /// Waits for a moment at most a minute away. A timer may end a little early: whoever then reckoned anew would miss the minute. A wall clock
    /// that is set back meanwhile does not lengthen the wait, which the monotonic clock bounds.
    /// </summary>
    internal static async Task Reach(DateTimeOffset moment, TimeProvider clock, CancellationToken ct)
    {
        var (began, longest) = (clock.GetTimestamp(), moment - clock.GetUtcNow());
        while (moment - clock.GetUtcNow() is { Ticks: > 0 } left && longest - clock.GetElapsedTime(began) is { Ticks: > 0 } rest)
        {
            await Task.Delay(left < rest ? left : rest, clock, ct);
        }
    }

    private void Publish(CheckpointLog checkpoints, SignedHead head)
    {
        lock (publishing)
        {
            var shown = head with { Note = cosignatures.On(head.Note) };
            DurableFile.Replace(PublicPath, shown.Note.ToBytes());
            checkpoints.Publish(shown);
        }
    }

    private void Anchor(SignedHead head)
    {
        anchors.Write(identity.Origin, head.Note.ToBytes());
        (anchoredAt, anchoredSize) = (clock.GetTimestamp(), head.Size);
    }

    /// <summary>Goes on after a failing disk or store; a damaged ledger is never signed again.</summary>
    private async Task Watched(Func<Task> work, LastingTrouble trouble)
    {
        while (true)
        {
            try
            {
                await Task.Run(work);
                return;
            }
            catch (LedgerDamagedException damage)
            {
                failed = true;
                LogDamaged(damage, identity.Origin);
                throw;
            }
            catch (CellDamagedException damage)
            {
                Halt(RollbackGuard.Damaged(damage));
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                trouble.Failed(failure);
                LogInterrupted(failure, identity.Origin);
                await Task.Delay(Poll, clock, stopping.Token);
            }
        }
    }

    private static SignedHead? Believed(LogIdentity identity, byte[] note)
    {
        try
        {
            var verified = identity.Policy.Open(note);
            return new SignedHead(verified.Checkpoint, verified.Note);
        }
        catch (Exception unbelievable) when (unbelievable is NoteFormatException or NoteSignatureException)
        {
            return null;
        }
    }

    internal static List<(string Source, byte[] Note)> Known(LogIdentity identity, SignedLogOptions options, Anchors anchors, byte[]? kept)
    {
        var published = Path.Combine(options.DataDirectory, "checkpoint");
        (string Source, byte[]? Note)[] sources =
        [
            (anchors.PathOf(identity.Origin), anchors.Read(identity.Origin)),
            (CellSource, kept),
            (published, DurableFile.Read(published)),
            .. Cosignatures.In(options.DataDirectory),
            .. anchors.Convicting(identity.Origin),
        ];
        return [.. from source in sources where source.Note is not null select (source.Source, source.Note)];
    }

    [LoggerMessage(1010, LogLevel.Critical, "{Line}")]
    private partial void LogPlan(string line);

    [LoggerMessage(1011, LogLevel.Critical, "不再签署{Origin}的校验点")]
    private partial void LogDamaged(Exception damage, string origin);

    [LoggerMessage(1013, LogLevel.Warning, "{Origin}：校验树文件（tile）缺失或与记录不符，正在由记录重新生成；记录本身未受影响")]
    private partial void LogRebuilding(string origin);

    [LoggerMessage(1014, LogLevel.Warning, "{By}出示的校验点没有{Origin}的有效签名，不予理会")]
    private partial void LogNotOwn(string by, string origin);

    [LoggerMessage(1016, LogLevel.Warning, "{By}出示的{Origin}的校验点（{Size}条）属于账本中已由两人确认丢失的记录，继续运行。出示方可恢复到与本账本同一份备份，或用 enforce serve --after-loss 启动一次，从确认处继续")]
    private partial void LogStated(string by, string origin, long size);

    [LoggerMessage(1012, LogLevel.Error, "签署{Origin}的校验点中断，将重试")]
    private partial void LogInterrupted(Exception failure, string origin);
}
