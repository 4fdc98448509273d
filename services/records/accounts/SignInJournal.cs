using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Records;

/// <summary>
/// Sign-ins while the ledger takes no appends: each is a line in a keyed file beside the anchors, and becomes an entry of its account as soon
/// as the ledger takes appends again, with the time at which it happened (GB/T 22239-2019 8.1.4.3: sign-ins are audited).
/// </summary>
internal sealed partial class SignInJournal(ServiceLedger ledger, Streams<AccountState> accounts, PlatformOptions options, ILogger<SignInJournal> log)
{
    private const string Source = "停止写入期间的登录日志";

    private readonly SemaphoreSlim _entering = new(1);

    /// <summary>One for all: its lock keeps two sign-ins at once from writing over each other's line.</summary>
    private readonly KeyedJournal _journal = new(
        KeyedJournal.In(options.Anchors, ledger.Ring.Origin), ledger.Ring.Origin, ledger.Ring.For(TagPurpose.Journal));

    /// <summary>Refusals under which a sign-in waits in the journal: the ledger takes no appends now.</summary>
    public static bool Waits(Fault fault) =>
        fault.Type.Reason is "LEDGER_READ_ONLY" or "LEDGER_TROUBLED" or "STORAGE_FULL" or "CLOCK_BEHIND" or "CLOCK_QUESTIONED" or "CLOCK_DISPUTED";

    /// <summary>Puts a sign-in down, durably.</summary>
    public void Add(Actor actor, string rpc, DateTimeOffset at) => _journal.Add(new Line(
        actor.AccountId, actor.PersonId, actor.Organ, actor.Department, [.. actor.Posts], [.. actor.Amr], rpc, at, Guid.CreateVersion7(at)));

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
                await Enter(line, ct);
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

    private Task Enter(Line line, CancellationToken ct)
    {
        var actor = new Actor
        {
            PersonId = line.Person, AccountId = line.Account, Organ = line.Organ, Department = line.Department, Posts = [.. line.Posts], Amr = [.. line.Amr], AuthTime = line.At,
        };
        var fact = new SignedIn();
        return accounts.Run(line.Account, CommandId.Of(line.Account, line.Rpc, line.Id), actor, line.Rpc, fact, (_, act) =>
        {
            act.Occurred(line.At, Source, late: true);
            return ValueTask.FromResult(Decision.Of(fact));
        }, ct);
    }

    [LoggerMessage(2101, LogLevel.Information, "停止写入期间的{Count}次登录已补记入账本")]
    private partial void LogEntered(int count);

    [LoggerMessage(2102, LogLevel.Critical, "停止写入期间的登录日志被改动：前{Count}行已补记，其余不可信，文件已改名为.altered保留，请查明")]
    private partial void LogAltered(int count);

    private sealed record Line(
        string Account, string Person, string Organ, string Department, string[] Posts, string[] Amr, string Rpc, DateTimeOffset At, Guid Id);
}
