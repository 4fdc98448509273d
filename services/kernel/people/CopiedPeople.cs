using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel.People;

/// <summary>
/// Who is behind an account, from this ledger's own copies: no call to records in each act. A person unknown here signs in to nothing.
/// </summary>
internal sealed class CopiedPeople(Streams<AccountCopy> accounts, Streams<PersonCopy> people) : IPeople
{
    public async ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct)
    {
        var account = (await accounts.Load(subject, ct)).Told;
        if (account is null || issuer != Issuers.Accounts)
        {
            return null;
        }

        var person = await people.Load(account.PersonId, ct);
        var today = ShanghaiTime.DateOf(at);
        if (person.Told is not { } told || account.Closed || person.HasLeft(today))
        {
            return null;
        }

        var posts = account.Usable ? person.PostsOn(today) : [];
        return new()
        {
            PersonId = told.PersonId,
            AccountId = account.AccountId,
            Organ = told.Organ,
            Department = told.Department,
            Posts = [.. posts.Select(post => post.ToString())],
            Duties = Posts.DutiesOf(posts),
            PersonVersion = person.Version,
            AccountEpoch = account.Epoch,
            EndedSessions = [.. account.EndedSessions],
            MustChangePassword = !account.Usable,
        };
    }
}
