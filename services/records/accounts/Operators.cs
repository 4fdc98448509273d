using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>People at the console, by the same passwords and locks as at a sign-in.</summary>
internal sealed class Operators(ServiceLedger ledger, Streams<AccountState> accounts, HeldKeys keys, IPeople people, Passwords passwords, SignInLocks locks) : IOperators
{
    /// <summary>Where guesses come from.</summary>
    private const string Console = "console";

    public async Task<Actor?> Recognise(string userName, string password, Duty duty, CancellationToken ct)
    {
        var held = await keys.Find(keys.OfUserName(userName), ct);
        var account = held.Exists ? await accounts.Load(held.Holder, ct) : AccountState.Empty;
        var counter = account.Exists ? SignInLocks.OfAccount(account.Id, Console) : locks.OfStranger(userName);
        await locks.TakePlace(counter);
        var now = ledger.Clock.GetUtcNow();
        if (!await passwords.Verify(account, password, Console) || await people.Find(Tokens.Accounts, account.Id, now, ct) is not { } actor)
        {
            return null;
        }

        await locks.Clear(counter);
        return actor.Duties.Contains(duty) ? actor with { Amr = ["pwd"], AuthTime = now } : null;
    }
}
