using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>What a role says of itself so that its ledger, views and handlers can be opened.</summary>
/// <param name="Role">Name of the role.</param>
/// <param name="Types">Messages its parts may hold.</param>
/// <param name="Views">Its views.</param>
/// <param name="Subscriptions">Who may read which notices.</param>
/// <param name="ViewCacheKiB">Page cache of each connection to a view. KiB.</param>
internal sealed record RolePlan(string Role, MessageTypes Types, IReadOnlyCollection<View> Views, Subscriptions Subscriptions, int ViewCacheKiB);

/// <summary>
/// A role's ledger with everything that follows it: opened before the role listens, closed after its last call.
/// Until then its parts cannot be had.
/// </summary>
internal sealed partial class RoleParts(RolePlan plan, ILedgerEngine engine, PlatformOptions options, TimeProvider clock, ILoggerFactory logs) : IAsyncDisposable
{
    /// <summary>So the public head, which moves on the minute, carries its cosignatures a few seconds later.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    private LedgerFiles? _files;
    private LogIdentity? _identity;
    private LedgerDamagedException? _unlearned;
    private SignedLog? _running;
    private ServiceLedger? _ledger;
    private RoleViews? _views;
    private EntryTail? _entries;
    private LedgerFeed? _feed;
    private ParkedNotices? _parked;
    private WitnessKeys? _witnessKeys;
    private Witness? _witness;
    private Task _handling = Task.CompletedTask;
    private Task _asking = Task.CompletedTask;
    private Task _scrubbing = Task.CompletedTask;
    private LedgerScrub? _scrub;
    private bool _isClosed;

    private readonly TaskCompletionSource<RoleParts> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, SharedFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>Completes when the ledger is open.</summary>
    public Task<RoleParts> Opened => _opened.Task;

    /// <summary>Who its log is.</summary>
    public LogIdentity Identity => _identity ?? throw NotOpen();

    /// <summary>Name of the role.</summary>
    public string Role => plan.Role;

    /// <summary>What hears other roles.</summary>
    public IReadOnlyList<Follower> Followers { get; private set; } = [];

    /// <summary>Who cosigns its heads.</summary>
    public IReadOnlyList<AskedWitness> Witnesses { get; private set; } = [];

    /// <summary>What it cosigns other logs with.</summary>
    public WitnessKeys WitnessKeys => _witnessKeys ?? throw NotOpen();

    /// <summary>The role as witness of other logs.</summary>
    public Witness Witness => _witness ?? throw NotOpen();

    /// <summary>What reads all of it in the background.</summary>
    public LedgerScrub Scrub => _scrub ?? throw NotOpen();

    public SignedLog Running => _running ?? throw NotOpen();

    public ServiceLedger Ledger => _ledger ?? throw NotOpen();

    public RoleViews Views => _views ?? throw NotOpen();

    public IEntries Entries => _entries ?? throw NotOpen();

    /// <summary>What it tells the others.</summary>
    public IFeed Feed => _feed ?? throw NotOpen();

    /// <summary>What it could not handle.</summary>
    public ParkedNotices Parked => _parked ?? throw NotOpen();

    public async Task Open(CancellationToken ct)
    {
        var directory = Path.Combine(options.DataDirectory, plan.Role);
        Directory.CreateDirectory(directory);
        VouchRing? ring = null;
        var isNew = true;
        try
        {
            _files = engine.Open(directory, (origin, empty) => ring = RingOf(origin, isNew = empty));
        }
        catch (CellDamagedException damaged)
        {
            throw new SettingsException([damaged.Message]);
        }

        await RequireCells(_files.Cells, directory, isNew, ct);
        _witnessKeys = WitnessKeys.ReadOrMake(Identity, options.KeyDirectory, plan.Role);
        Tell(directory, "vkey", Identity.Key);
        Tell(directory, "witness.vkey", _witnessKeys.OfOthers.Key);
        Tell(directory, "self.vkey", _witnessKeys.OfSelf.Key);
        var placed = new SignedLogOptions
        {
            DataDirectory = directory,
            AnchorDirectory = options.Anchors,
            PublicInterval = TimeSpan.FromSeconds(options.PublicHeadSeconds),
            Gone = _files.Gone,
        };
        var keys = InstallationKeys.Load(options.KeyDirectory, plan.Role);
        var losses = await LearnEpochs(new EntryDecoder(plan.Types, keys), ring!, ct);
        _running = await SignedLog.Start(_files.Store, _files.Cells, Identity, placed, clock, logs, ct);
        _running.Losses = losses;
        if (_unlearned is not null)
        {
            _running.Halt(RollbackGuard.Damaged(Identity, _unlearned));
        }

        _ledger = new(plan.Role, _files.Store, _running.Append, _files.Cells, keys, ring!, plan.Types, clock)
        {
            TakesAppends = () => Running.Healthy,
            Watch = new(clock, TimeSpan.FromSeconds(options.LargestClockLeapSeconds)),
        };
        if (_running.Verdict.MayAppend)
        {
            await KnowNewest(_ledger, _running.Head, ct);
        }

        _entries = new(_files.Store, _ledger.Decoder, _running.Moved, clock, () => Running.Head);
        _ledger.PartsDestroyed += _entries.Forget;
        _running.Witnessed = _ledger.Watch.Witnessed;
        _running.MadeDurable += (entry, position) =>
        {
            if (entry.Opened is { } opened && TimeSetBack.IsIn(opened.Entry))
            {
                _ledger.Watch.SetBack(position, entry.At);
            }

            _ledger.Watch.Kept(entry.At);
            _entries.Take(entry, position);
        };
        _views = new(plan.Role, plan.Views, _entries, engine.ViewFiles, new() { Directory = Path.Combine(directory, "views"), CacheKiB = plan.ViewCacheKiB }, clock, logs.CreateLogger<RoleViews>());
        _feed = new(plan.Role, Identity.Origin, _entries, plan.Subscriptions, _running);
        _parked = new(_ledger, _entries);
        if (_running.Healthy)
        {
            await BeginEpoch(_ledger, ring!, ct);
        }

        await _views.StartAsync(ct);
        _scrub = new(
            plan.Role, _files.Store, _ledger.Decoder, _files.CountClaims, () => Running.Checkpoints, new ScrubbedViews(_views),
            new() { EntriesPerSecond = options.ScrubEntriesPerSecond, Pause = TimeSpan.FromSeconds(options.ScrubPauseSeconds) }, clock, logs.CreateLogger<LedgerScrub>());
        _scrubbing = Task.Run(() => _scrub.Run(_stopping.Token), CancellationToken.None);
        _opened.TrySetResult(this);
    }

    /// <summary>
    /// Enters that the clock had been ahead, where an entry lies after now: the time that stood latest; null where none does. By two persons, who
    /// MUST have been recognised.
    /// </summary>
    public async Task<DateTimeOffset?> SetClockBack(Actor first, Actor second, string reason, CancellationToken ct)
    {
        var (now, latest) = (clock.GetUtcNow(), await Latest(ct));
        if (latest - now <= ClockWatch.LargestLag)
        {
            return null;
        }

        var fact = new Facts.ClockSetBack
        {
            LatestMs = latest.ToUnixTimeMilliseconds(), SecondPersonId = second.PersonId, SecondAccountId = second.AccountId, Reason = reason,
        };
        var command = CommandId.Of(first.AccountId, ClockState.Method, Guid.CreateVersion7(now));
        await new Streams<ClockState>(Ledger, "clock", "").Run(ClockState.Key, command, first, ClockState.Method, fact, (_, _) => new(Decision.Of(fact)), ct);
        return latest;
    }

    private async Task<DateTimeOffset> Latest(CancellationToken ct)
    {
        var (latest, position) = (DateTimeOffset.MinValue, (Ledger.Watch.SetBackAt ?? -1) + 1);
        while (await Ledger.Store.ReadFrom(position, 512, ct) is { IsEmpty: false } page)
        {
            latest = page.Select(entry => EntryCodec.Decode(entry.Bytes).At).Append(latest).Max();
            position = page[^1].Position + 1;
        }

        return latest;
    }

    /// <summary>No act may lie before the newest entry.</summary>
    private static async Task KnowNewest(ServiceLedger ledger, long head, CancellationToken ct)
    {
        var setBack = await new Streams<ClockState>(ledger, "clock", "").Load(ClockState.Key, ct);
        if (setBack.Exists)
        {
            ledger.Watch.SetBack(setBack.Position, setBack.At);
        }

        if (head > 0 && await ledger.Store.ReadFrom(head - 1, 1, ct) is [var newest])
        {
            ledger.Watch.Kept(EntryCodec.Decode(newest.Bytes).At);
        }
    }

    /// <summary>
    /// Enters what two persons stated, where that waits. It waits on until an entry holds it: an empty ledger has nothing to begin an epoch after. One
    /// that was altered is kept under another name and said, since two persons' words went with it.
    /// </summary>
    private async Task BeginEpoch(ServiceLedger ledger, VouchRing ring, CancellationToken ct)
    {
        var stated = StatedLoss.Read(options.Anchors, Identity.Origin, ring);
        if (stated is null && StatedLoss.SetAside(options.Anchors, Identity.Origin) is { } altered)
        {
            LogAltered(logs.CreateLogger<RoleParts>(), altered, Identity.Origin);
        }

        if (await VouchingEpochs.Begin(ledger, stated, ct) is { } entered)
        {
            Running.Losses = Running.Losses.Add(entered);
        }

        if (stated is not null && Running.Losses.Any(stated.IsIn))
        {
            StatedLoss.Entered(options.Anchors, Identity.Origin);
        }
        else if (stated is not null && Running.Head == 0)
        {
            Running.Losses = Running.Losses.Add(VouchingEpochs.FactOf(stated)); // entered at the next start; told from the first entry on
        }
    }

    /// <summary>What is damaged here is damaged for the guard, too, which says so and lets the rest be read.</summary>
    private async Task<ImmutableArray<Facts.LossStated>> LearnEpochs(EntryDecoder decoder, VouchRing ring, CancellationToken ct)
    {
        try
        {
            return await VouchingEpochs.Learn(_files!.Store, decoder, ring.Rows, ct);
        }
        catch (LedgerDamagedException damage)
        {
            _unlearned = damage;
            return [];
        }
    }

    /// <summary>Answers as witness of the logs that <paramref name="known"/> names. Its memory is that of the role's data, by its label.</summary>
    public void BeWitness(Func<CancellationToken, Task<IReadOnlyList<KnownLog>>> known)
    {
        var label = Identity.Origin[(Identity.Origin.LastIndexOf('/') + 1)..];
        var memory = new WitnessMemory($"{plan.Role}.{label}", Ledger.Cells, new Anchors(options.Anchors), clock);
        _witness = new(WitnessKeys, memory, known, () => Running.Healthy, clock, logs.CreateLogger<Witness>());
    }

    /// <summary>Shows its heads to witnesses until the ledger is closed.</summary>
    public void AskWitnesses(IEnumerable<KnownWitness> witnesses, WitnessCalls calls)
    {
        Witnesses = [.. witnesses.Select(witness => new AskedWitness(witness, Running, calls, AskEvery, clock, logs.CreateLogger<AskedWitness>()))];
        _asking = Task.WhenAll(Witnesses.Select(witness => Task.Run(() => witness.Run(_stopping.Token))));
    }

    /// <summary>Public keys lie beside the data, for the settings of other processes and for whoever verifies.</summary>
    private static void Tell(string directory, string file, NoteKey key) =>
        DurableFile.Replace(Path.Combine(directory, file), Encoding.UTF8.GetBytes($"{key}\n"));

    /// <summary>
    /// Reads origin and keys; makes them for a new ledger. One with entries whose origin or keys are missing was restored in part. Minting new
    /// ones would hide a rollback from the guard, disown its entries, make personal parts unreadable and unique names free again; so it is not opened.
    /// </summary>
    private VouchRing RingOf(string? origin, bool empty)
    {
        var (keys, role) = (options.KeyDirectory, plan.Role);
        string[] companions = [LogIdentity.KeyIn(keys, role), .. InstallationKeys.FilesIn(keys, role), VouchRing.FileIn(keys, role)];
        var missing = empty ? [] : companions.Where(file => !File.Exists(file)).ToArray();
        if (missing.Length > 0)
        {
            throw new SettingsException([.. missing.Select(file => $"{file}：账本已有记录，但缺少此文件。请从备份中一并恢复后再启动；切勿删除账本另建。")]);
        }

        if (origin is null && !empty)
        {
            throw new SettingsException([$"{Path.Combine(options.DataDirectory, role)}：账本已有记录，但其中的来源名称已被删除。请从备份恢复该账本后再启动；切勿删除账本另建。"]);
        }

        if (empty)
        {
            NewLedger.Allow(options, role);
        }

        var name = origin ?? LogIdentity.Mint(options.Installation, role);
        var ring = empty ? VouchRing.ReadOrMake(keys, role, name) : VouchRing.Read(keys, role, name);
        _identity = ring is null ? null : LogIdentity.ReadOrMake(name, keys, options.Installation, role);
        if (empty && options.DemoData)
        {
            new Anchors(options.Anchors).MarkDemonstration(name);
        }

        return ring ?? throw new SettingsException(
            [$"{VouchRing.FileIn(keys, role)}：其中没有账本 {name} 的密钥，账本与密钥目录不是同一套，或者账本的来源名称已被改动。请恢复成套的数据和密钥后再启动；切勿删除账本另建。"]);
    }

    /// <summary>
    /// Cells are made before the first entry: the first head, of nothing, is signed at the first start. A ledger with entries and without that cell has
    /// lost its cells, and with them cursors and what people sign in with.
    /// </summary>
    private static async Task RequireCells(ICells cells, string directory, bool isNew, CancellationToken ct)
    {
        try
        {
            if (!isNew && (await cells.List("checkpoint/", ct)).IsEmpty)
            {
                throw new SettingsException(
                    [$"{Path.Combine(directory, "cells.db")}：账本已有记录，但单元文件缺失或为空（其中有游标、登录凭据和已签名校验点）。请用同一时刻的备份整体恢复该角色的数据目录后再启动；切勿删除账本另建。"]);
            }
        }
        catch (CellDamagedException)
        {
            // The rollback guard names it, and keeps the ledger readable.
        }
    }

    /// <summary>Hands other roles' notices to this role's handlers until the ledger is closed.</summary>
    public void Follow(IEnumerable<INoticeHandler> handlers, Func<string, Task<IFeed>> feedOf)
    {
        Followers = [.. handlers.Select(handler => new Follower(handler, Shared(feedOf), feed => RunnerOf(handler, feed), clock, logs.CreateLogger<Follower>()))];
        _handling = Task.WhenAll(Followers.Select(follower => Task.Run(() => follower.Run(_stopping.Token))));
    }

    /// <summary>The one reader of a publisher, whichever handler finds it first.</summary>
    private Func<string, Task<IFeed>> Shared(Func<string, Task<IFeed>> feedOf) => async publisher =>
    {
        var feed = await feedOf(publisher);
        return _feeds.GetOrAdd(publisher, _ => new(feed, clock, _stopping.Token));
    };

    /// <summary>Ends what follows and asks, and signs what was appended: the first step of a clean stop, of every role before the next.</summary>
    public async Task Settle()
    {
        await EndFollowing();
        if (_running is not null)
        {
            await _running.Settle();
        }
    }

    /// <summary>Shows the last head to its witnesses: the second step.</summary>
    public Task ShowLastHead(CancellationToken ct) => Task.WhenAll(Witnesses.Select(witness => witness.ShowLast(ct)));

    /// <summary>
    /// Ends its handlers, its asking of witnesses and its views. To be called for every role of the process before any is closed: each reads the
    /// ledgers of others. Repeatable.
    /// </summary>
    public async Task EndFollowing()
    {
        await _stopping.CancelAsync();
        await _handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_feeds.Values.Select(feed => feed.End()));
        await _asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _scrubbing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_views is not null)
        {
            await _views.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        await EndFollowing();
        _witness?.Dispose();
        _stopping.Dispose();
        _views?.Dispose();

        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        _files?.Dispose();
    }

    private HandlerRunner RunnerOf(INoticeHandler handler, IFeed feed) =>
        new(handler, feed, plan.Role, Ledger.Cells, Parked, clock, logs.CreateLogger<HandlerRunner>()) { GoesOnAfterLoss = options.AfterLoss };

    [LoggerMessage(1017, LogLevel.Critical, "{File}：账本{Origin}的损失确认书（enforce recover）已被改动，未记入账本，现改名保存。请查明何人改动，并把当时 enforce recover 的输出和 set-aside 目录归档备查")]
    private static partial void LogAltered(ILogger log, string file, string origin);

    private InvalidOperationException NotOpen() => new($"the ledger of {plan.Role} is not open yet");
}
