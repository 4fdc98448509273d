using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>
/// Who is behind an account: account, person, posts and duties, each from its stream at this moment. While an initial password stands
/// nobody but the administrator is known to have signed in, so the account carries no duties but to change it. Whoever left is nobody here.
/// </summary>
internal sealed class LedgerPeople(HeldKeys keys, Streams<AccountState> accounts, Streams<PersonState> people) : IPeople
{
    public async ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct)
    {
        var held = await keys.Find(keys.OfAccount(issuer, subject), ct);
        if (!held.Exists)
        {
            return null;
        }

        var account = await accounts.Load(held.Holder, ct);
        var person = await people.Load(held.PersonId, ct);
        if (account.Status != AccountStatus.Open || person.HasLeft(ShanghaiTime.DateOf(at)))
        {
            return null;
        }

        var posts = account.PasswordChangeRequired ? [] : person.PostsInForce(ShanghaiTime.DateOf(at));
        return new()
        {
            PersonId = person.Id,
            AccountId = account.Id,
            Organ = person.Organ,
            Department = person.Department,
            Posts = [.. posts.Select(post => post.ToString())],
            Duties = Posts.DutiesOf(posts),
            PersonVersion = person.Version,
            AccountEpoch = account.Epoch,
            EndedSessions = account.EndedSessions,
            MustChangePassword = account.PasswordChangeRequired,
        };
    }
}
