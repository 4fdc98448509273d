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
    /// <summary>
    /// No refusal answers sooner, so that time does not tell a name that nobody has from a wrong password or a recorded lock, and that whoever asks
    /// again at once does not ask often.
    /// </summary>
    private static readonly TimeSpan SoonestRefusal = TimeSpan.FromMilliseconds(500);

    /// <summary>Public. The same answer, after the same time, for a name that nobody has and for a wrong password.</summary>
    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        new Check().Text(request.UserName, "user_name", 40).Text(request.Password, "password", Passwords.Longest).ThrowIfAny();
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await SignIn(request, SignInSources.Of(context), context.Rpc());
        }
        catch (Fault)
        {
            var rest = SoonestRefusal - Stopwatch.GetElapsedTime(started);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, context.CancellationToken);
            throw;
        }
    }

    /// <summary>Not cancelled once a place is taken: what a guess found is written down whether or not somebody waits for it.</summary>
    private async Task<SignInResponse> SignIn(SignInRequest request, string from, string rpc)
    {
        var ct = CancellationToken.None;
        var held = await keys.Find(keys.OfUserName(request.UserName), ct);
        var account = held.Exists ? await accounts.Load(held.Holder, ct) : AccountState.Empty;
        await sources.ThrowIfBraked(account.Id, from);
        var counter = account.Exists ? await sources.CounterOf(account, from) : locks.OfStranger(request.UserName);
        var actor = await Guess(account, request.Password, counter, from, rpc);
        var news = account.Happenings.TakeLast(account.Unseen);
        var now = actor.AuthTime;
        if (await Begun(account, actor, rpc, ct) is not { } session)
        {
            await locks.ClearIfPossible(counter);
            return ToRead(account, actor, rpc, now);
        }

        await after.SignedIn(account.Id, counter, from);
        var response = new SignInResponse
        {
            Token = tokens.ForPerson(account.Id, actor.Amr, now, session.Id, account.Epoch),
            Expires = Timestamp.FromDateTimeOffset(now + Tokens.Life),
            PasswordChangeRequired = account.PasswordChangeRequired,
            RenewalKey = session.RenewalKey,
            SessionEnds = Timestamp.FromDateTimeOffset(session.Ends),
        };
        response.News.Add(await Told(news, ct));
        return response;
    }

    /// <summary>Takes a place, then looks at the password: the person behind the account, or a refusal that is counted. A place is given back where nothing was looked at.</summary>
    private async Task<Actor> Guess(AccountState account, string password, string counter, string from, string rpc)
    {
        var place = await locks.TakePlace(counter);
        bool right;
        try
        {
            right = await passwords.Verify(account, password, from);
        }
        catch (Fault)
        {
            await locks.GiveBack(counter);
            throw;
        }

        var now = ledger.Clock.GetUtcNow();
        if (right && await actors.Find(Issuers.Accounts, account.Id, now, CancellationToken.None) is { } actor)
        {
            return actor with { Amr = ["pwd"], AuthTime = now };
        }

        sources.Failed(from);
        await Fail(account, place, rpc);
        throw AccountFaults.SignInFailed.Now();
    }

    /// <summary>
    /// While the ledger takes no appends people can still read: the sign-in waits in a keyed file, and its token is short and for reading alone.
    /// </summary>
    private SignInResponse ToRead(AccountState account, Actor actor, string rpc, DateTimeOffset now)
    {
        journal.Add(actor, rpc, now);
        return new()
        {
            Token = tokens.ForReading(account.Id, actor.Amr, now, account.Epoch),
            Expires = Timestamp.FromDateTimeOffset(now + Tokens.LifeOfReading),
            ReadingOnly = true,
        };
    }

    /// <summary>The session, once the sign-in stands in the ledger; null where the ledger takes no appends now.</summary>
    private async Task<Session?> Begun(AccountState account, Actor actor, string rpc, CancellationToken ct)
    {
        if (!ledger.TakesAppends())
        {
            return null;
        }

        try
        {
            var session = await sessions.Begin(account, actor.Amr, actor.AuthTime);
            await Record(account.Id, actor, rpc, new SignedIn { SessionId = session.Id }, ct);
            return session;
        }
        catch (Exception error) when (error is StorageFullException || (error is Fault fault && SignInJournal.Waits(fault)))
        {
            return null;
        }
    }

    private Task Fail(AccountState account, int place, string rpc) =>
        place == SignInLocks.MostFailures && account.Exists ? journal.EnterLock(account, rpc) : Task.CompletedTask;

    private Task Record(string accountId, Actor actor, string rpc, IMessage fact, CancellationToken ct)
    {
        var command = CommandId.Of(accountId, rpc, Guid.CreateVersion7(ledger.Clock.GetUtcNow()));
        return accounts.Run(accountId, command, actor, rpc, fact, (_, _) => ValueTask.FromResult(Decision.Of(fact)), ct);
    }
}
