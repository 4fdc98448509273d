using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Records;

/// <summary>
/// The way back in where nobody can sign in who could reset a password: by the operator at the machine, with a second administrator's own password
/// where there is one, by an entry that every administrator of the organ is told of at the next sign-in.
/// </summary>
internal sealed class AccountRecovery(
    ServiceLedger ledger, Streams<AccountState> accounts, Streams<PersonState> people, HeldKeys keys, Passwords passwords, Operators operators) : IAccountRecovery
{
    /// <summary>What stands as method in the entry.</summary>
    private const string Method = "enforcement.records/RecoverAccount";

    /// <summary>Administrators told in the entry; it takes a claim for each.</summary>
    private const int MostTold = 12;

    /// <summary>Entries read at a time.</summary>
    private const int Page = 256;

    /// <summary>Classes that <see cref="Passwords.IsStrong"/> asks for.</summary>
    private const string Prefix = "Ep-";

    public async Task<string> Recover(string userName, string second, string secondPassword, CancellationToken ct)
    {
        var account = await Find(userName, ct);
        if (account.Status != AccountStatus.Open)
        {
            throw AccountFaults.AccountIsClosed.Now();
        }

        var administrators = await Administrators(account, ct);
        var confirming = await Confirming(administrators, second, secondPassword, ct);
        var chosen = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var actor = new Actor { PersonId = "", AccountId = ledger.Role, Organ = account.Organ, Department = "", Service = ledger.Role };
        var command = CommandId.Of(account.Id, Method, Guid.CreateVersion7(ledger.Clock.GetUtcNow()));
        var told = administrators.Take(MostTold).Select(one => accounts.NameOf(one.Id)).ToArray();
        var recovered = await accounts.Run(account.Id, command, actor, Method, new AccountRecovered { SecondPersonId = confirming, AccountId = account.Id }, async (state, act) =>
        {
            var taken = await act.Take(told);
            var set = await passwords.Keep(state.Id, state.Version + 1, chosen, initial: true, source: "", act.Ct);
            var fact = new AccountRecovered { SecondPersonId = confirming, AccountId = state.Id };
            return taken.Aggregate(
                Decision.Of(fact, set).WithNotice(state.Setting(set).ToNotice(state.Id)),
                (all, one) => all.WithFactOf(one, fact));
        }, ct);
        await passwords.ForgetOthers(recovered.Id, ct);
        return chosen;
    }

    public async Task<string?> Confirm(string userName, string password, CancellationToken ct)
    {
        if (await operators.Known(userName, password, ct) is not { PasswordChangeRequired: false } account)
        {
            return null;
        }

        var (person, today) = (await people.Load(account.PersonId, ct), ShanghaiTime.DateOf(ledger.Clock.GetUtcNow()));
        return !person.HasLeft(today) && person.PostsInForce(today).Any(Answers) ? account.PersonId : null;
    }

    private static bool Answers(Post post) => post is Post.OrganHead or Post.AuditAdministrator || Administers(post);

    /// <summary>The person who confirms; empty where nobody else could.</summary>
    private async Task<string> Confirming(IReadOnlyList<AccountState> administrators, string second, string password, CancellationToken ct)
    {
        if (administrators.Count == 0)
        {
            return "";
        }

        return second.Length > 0 && await operators.Known(second, password, ct) is { } confirming && administrators.Any(one => one.Id == confirming.Id)
            ? confirming.PersonId
            : throw AccountFaults.SecondPersonRequired.Now();
    }

    private async Task<AccountState> Find(string userName, CancellationToken ct)
    {
        var held = await keys.Find(keys.OfUserName(userName), ct);
        return held.Exists ? await accounts.Load(held.Holder, ct) : throw KernelFaults.NotFound.Now();
    }

    /// <summary>Accounts of the other administrators of the organ who have a password of their own.</summary>
    private async Task<IReadOnlyList<AccountState>> Administrators(AccountState but, CancellationToken ct)
    {
        var today = ShanghaiTime.DateOf(ledger.Clock.GetUtcNow());
        var found = new List<AccountState>();
        await foreach (var id in PeopleOf(but.Organ, ct).Where(id => id != but.PersonId))
        {
            var person = await people.Load(id, ct);
            var held = await keys.Find(keys.OfPerson(id), ct);
            var account = held.Holder.Length > 0 && !person.HasLeft(today) && person.PostsInForce(today).Any(Administers) ? await accounts.Load(held.Holder, ct) : null;
            if (account is { Status: AccountStatus.Open, PasswordChangeRequired: false })
            {
                found.Add(account);
            }
        }

        return found;
    }

    /// <summary>
    /// Everybody who was ever registered in the organ, as the entries themselves say, one after the other: no view and no index, from which whoever
    /// has the files could take an administrator.
    /// </summary>
    private async IAsyncEnumerable<string> PeopleOf(string organ, [EnumeratorCancellation] CancellationToken ct)
    {
        var kind = people.NameOf("");
        for (var position = 0L; await ledger.Store.ReadFrom(position, Page, ct) is { IsEmpty: false } page; position += page.Length)
        {
            var begun = page.Select(entry => EntryCodec.Decode(entry.Bytes)).Where(entry => entry.Organ == organ)
                .SelectMany(entry => entry.Claims)
                .Where(claim => claim.Version == 1 && claim.Stream.StartsWith(kind, StringComparison.Ordinal));
            foreach (var claim in begun)
            {
                yield return claim.Stream[kind.Length..];
            }
        }
    }

    private static bool Administers(Post post) => post is Post.SecurityAdministrator or Post.SystemAdministrator;
}
