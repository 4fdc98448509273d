using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Records;

/// <summary>
/// Sign-ins and lock-outs while the ledger takes no appends: each is a line in a keyed file beside the anchors, and becomes an entry of its account
/// as soon as the ledger takes appends again, with the time at which it happened (GB/T 22239-2019 8.1.4.3: sign-ins are audited).
/// </summary>
internal sealed partial class SignInJournal(ServiceLedger ledger, Streams<AccountState> accounts, PlatformOptions options, ILogger<SignInJournal> log)
    : IAsyncDisposable
{
    private const string Source = "停止写入期间的登录日志";

    /// <summary>
    /// Lock-outs stand in the first tenth of the journal alone: anybody can bring them about from outside, and a full journal would keep everybody from
    /// signing in to read.
    /// </summary>
    private const int MostLocks = KeyedJournal.MostLines / 10;

    private readonly SemaphoreSlim _entering = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _soon = Task.CompletedTask;

    /// <summary>One for all: its lock keeps two sign-ins at once from writing over each other's line.</summary>
    private readonly KeyedJournal _journal = new(
        KeyedJournal.In(options.Anchors, ledger.Ring.Origin), ledger.Ring.Origin, ledger.Ring.For(TagPurpose.Journal));

    /// <summary>Refusals under which a sign-in waits in the journal: the ledger takes no appends now.</summary>
    public static bool Waits(Fault fault) =>
        fault.Type.Reason is "LEDGER_READ_ONLY" or "LEDGER_TROUBLED" or "STORAGE_FULL" or "CLOCK_BEHIND" or "CLOCK_QUESTIONED" or "CLOCK_DISPUTED";

    /// <summary>Puts a sign-in down, durably.</summary>
    public void Add(Actor actor, string rpc, DateTimeOffset at) => _journal.Add(new Line(
        actor.AccountId, actor.PersonId, actor.Organ, actor.Department, [.. actor.Posts], [.. actor.Amr], rpc, at, Guid.CreateVersion7(at)));

    /// <summary>
    /// Enters a lock-out, or lets it wait. Whatever hinders that is logged and not thrown: whoever guesses would else learn from another refusal
    /// that there is such an account. Who guessed is not known: the service writes it down.
    /// </summary>
    public async Task EnterLock(AccountState account, string rpc)
    {
        var now = ledger.Clock.GetUtcNow();
        var until = (now + SignInLocks.Duration).ToUnixTimeMilliseconds();
        var line = new Line(account.Id, "", account.Organ, "", [], [], rpc, now, Guid.CreateVersion7(now), until);
        try
        {
            if (ledger.TakesAppends())
            {
                await Enter(line, late: false, CancellationToken.None);
                return;
            }
        }
        catch (Exception error)
        {
            LogWaits(account.Id, error is Fault fault ? fault.Type.Reason : error.GetType().Name);
        }

        try
        {
            _journal.Add(line, MostLocks);
        }
        catch (Exception error)
        {
            LogLost(account.Id, error.GetType().Name);
        }
    }

    /// <summary>Enters what waits, in the background: whoever has just signed in does not wait for it.</summary>
    public void EnterSoon()
    {
        if (_soon.IsCompleted && !_journal.IsEmpty)
        {
            _soon = Task.Run(async () =>
            {
                try
                {
                    await Enter(_stopping.Token);
                }
                catch (Exception error) when (!_stopping.IsCancellationRequested)
                {
                    LogNotEntered(error);
                }
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _soon.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stopping.Dispose();
        }
    }

    /// <summary>Enters what waits. Repeatable: each line has a command id of its own.</summary>
    public async Task Enter(CancellationToken ct)
    {
        if (_journal.IsEmpty || !ledger.TakesAppends())
        {
            return;
        }

        await _entering.WaitAsync(ct);
        try
        {
            var (lines, isWhole) = _journal.Read<Line>();
            foreach (var line in lines)
            {
                await Enter(line, late: true, ct);
            }

            if (isWhole)
            {
                _journal.Clear(lines.Count);
                LogEntered(lines.Count);
            }
            else
            {
                _journal.SetAside();
                LogAltered(lines.Count);
            }
        }
        catch (Fault fault) when (Waits(fault))
        {
            // The next sign-in that is entered tries again.
        }
        finally
        {
            _entering.Release();
        }
    }

    private Task Enter(Line line, bool late, CancellationToken ct)
    {
        IMessage fact = line.LockedUntil == 0 ? new SignedIn() : new LockedOut { Failures = SignInLocks.MostFailures, Until = line.LockedUntil };
        return accounts.Run(line.Account, CommandId.Of(line.Account, line.Rpc, line.Id), ActorOf(line), line.Rpc, fact, (_, act) =>
        {
            if (late)
            {
                act.Occurred(line.At, Source, late: true);
            }

            return ValueTask.FromResult(Decision.Of(fact));
        }, ct);
    }

    private Actor ActorOf(Line line) => line.LockedUntil == 0
        ? new()
        {
            PersonId = line.Person, AccountId = line.Account, Organ = line.Organ, Department = line.Department, Posts = [.. line.Posts], Amr = [.. line.Amr], AuthTime = line.At,
        }
        : new() { PersonId = "", AccountId = ledger.Role, Organ = line.Organ, Department = "", Service = ledger.Role };

    [LoggerMessage(2101, LogLevel.Information, "停止写入期间的{Count}次登录已补记入账本")]
    private partial void LogEntered(int count);

    [LoggerMessage(2102, LogLevel.Critical, "停止写入期间的登录日志被改动：前{Count}行已补记，其余不可信，文件已改名为.altered保留，请查明")]
    private partial void LogAltered(int count);

    [LoggerMessage(2103, LogLevel.Warning, "账号{Account}被锁定，暂不能记入账本（{Why}），已先记入登录日志")]
    private partial void LogWaits(string account, string why);

    [LoggerMessage(2104, LogLevel.Critical, "账号{Account}被锁定，账本和登录日志都不能写入，或者登录日志中等待的已满一成（{Why}），此次锁定没有记录，请查明磁盘状况和是否有人反复试探密码")]
    private partial void LogLost(string account, string why);

    [LoggerMessage(2105, LogLevel.Error, "停止写入期间的登录日志未能补记，下次登录后再试")]
    private partial void LogNotEntered(Exception error);

    /// <param name="LockedUntil">Unix milliseconds; 0 for a sign-in.</param>
    private sealed record Line(
        string Account, string Person, string Organ, string Department, string[] Posts, string[] Amr, string Rpc, DateTimeOffset At, Guid Id, long LockedUntil = 0);
}
