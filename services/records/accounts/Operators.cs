using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>People at the console, by the same passwords and locks as at a sign-in.</summary>
internal sealed class Operators(ServiceLedger ledger, Streams<AccountState> accounts, HeldKeys keys, IPeople people, Passwords passwords, SignInLocks locks, SignInJournal journal) : IOperators
{
    /// <summary>Where guesses come from.</summary>
    private const string Console = "console";

    /// <summary>What stands as method in the entry of a lock.</summary>
    private const string Method = "enforcement.records/Console";

    public async Task<Actor?> Recognise(string userName, string password, Duty duty, CancellationToken ct)
    {
        var now = ledger.Clock.GetUtcNow();
        return await Known(userName, password, ct) is { } account && await people.Find(Issuers.Accounts, account.Id, now, ct) is { } actor && actor.Duties.Contains(duty)
            ? actor with { Amr = ["pwd"], AuthTime = now }
            : null;
    }

    /// <summary>
    /// The open account whose password it is; null else. A guess takes a place before the password is looked at, also while the ledger takes no
    /// appends, since places are cells; the lock is entered then or later.
    /// </summary>
    /// <exception cref="Fault">All places are taken: <see cref="AccountFaults.SignInLocked"/>; or the credential is damaged.</exception>
    public async Task<AccountState?> Known(string userName, string password, CancellationToken ct)
    {
        var held = await keys.Find(keys.OfUserName(userName), ct);
        var account = held.Exists ? await accounts.Load(held.Holder, ct) : AccountState.Empty;
        var counter = account.Exists ? SignInLocks.OfAccount(account.Id, Console) : locks.OfStranger(userName);
        var place = await locks.TakePlace(counter);
        if (await IsRight(account, password, counter) && account.Status == AccountStatus.Open)
        {
            await locks.Clear(counter);
            return account;
        }

        if (place == SignInLocks.MostFailures && account.Exists)
        {
            await journal.EnterLock(account, Method);
        }

        return null;
    }

    /// <summary>A place is given back where nothing was looked at.</summary>
    private async Task<bool> IsRight(AccountState account, string password, string counter)
    {
        try
        {
            return await passwords.Verify(account, password, Console);
        }
        catch (Fault)
        {
            await locks.GiveBack(counter);
            throw;
        }
    }
}
