using System.Diagnostics;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>No refusal answers sooner, so that time does not tell a name that nobody has from a wrong password or a recorded lock.</summary>
    private static readonly TimeSpan SoonestRefusal = TimeSpan.FromMilliseconds(500);

    /// <summary>Public. The same answer, after the same time, for a name that nobody has and for a wrong password.</summary>
    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        new Check().Text(request.UserName, "user_name", 40).Text(request.Password, "password", Passwords.Longest).ThrowIfAny();
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await SignIn(request, context.Rpc());
        }
        catch (Fault)
        {
            var rest = SoonestRefusal - Stopwatch.GetElapsedTime(started);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, context.CancellationToken);
            throw;
        }
    }

    /// <summary>Not cancelled once a place is taken: what a guess found is written down whether or not somebody waits for it.</summary>
    private async Task<SignInResponse> SignIn(SignInRequest request, string rpc)
    {
        var ct = CancellationToken.None;
        var held = await keys.Find(keys.OfUserName(request.UserName), ct);
        var account = held.Exists ? await accounts.Load(held.Holder, ct) : AccountState.Empty;
        var counter = account.Exists ? SignInLocks.OfAccount(account.Id) : locks.OfStranger(request.UserName);
        var place = await locks.TakePlace(counter);
        var right = await passwords.Verify(account, request.Password, ct);
        var now = ledger.Clock.GetUtcNow();
        var actor = right ? await actors.Find(Tokens.Accounts, account.Id, now, ct) : null;
        if (actor is null)
        {
            await Fail(account, place, rpc);
            throw AccountFaults.SignInFailed.Now();
        }

        await Record(account.Id, actor with { Amr = ["pwd"], AuthTime = now }, rpc, new SignedIn(), ct);
        await locks.Clear(counter);
        return new()
        {
            Token = tokens.ForPerson(account.Id, ["pwd"], now),
            Expires = Timestamp.FromDateTimeOffset(now + Tokens.Life),
            PasswordChangeRequired = account.PasswordChangeRequired,
        };
    }

    private async Task Fail(AccountState account, int place, string rpc)
    {
        if (place == SignInLocks.MostFailures && account.Exists)
        {
            var until = ledger.Clock.GetUtcNow() + SignInLocks.Duration;
            var fact = new LockedOut { Failures = SignInLocks.MostFailures, Until = until.ToUnixTimeMilliseconds() };
            await Record(account.Id, Nobody(account.Organ), rpc, fact, CancellationToken.None);
        }
    }

    /// <summary>Who failed to sign in is not known: the service writes it down.</summary>
    private Actor Nobody(string organ) => new() { PersonId = "", AccountId = ledger.Role, Organ = organ, Department = "", Service = ledger.Role };

    private Task Record(string accountId, Actor actor, string rpc, IMessage fact, CancellationToken ct)
    {
        var command = CommandId.Of(accountId, rpc, Guid.CreateVersion7(ledger.Clock.GetUtcNow()));
        return accounts.Run(accountId, command, actor, rpc, fact, (_, _) => ValueTask.FromResult(Decision.Of(fact)), ct);
    }
}
