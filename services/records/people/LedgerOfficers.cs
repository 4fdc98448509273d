using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Officers of this ledger's own people.</summary>
internal sealed class LedgerOfficers(ServiceLedger ledger, Streams<PersonState> people, Streams<OrganState> organs) : IOfficers
{
    public async ValueTask<Officer> Find(string personId, DateOnly day, CancellationToken ct)
    {
        var person = await people.Load(personId, ct);
        var organ = await organs.Load(person.Organ, ct);
        ImmutableArray<Law.Certificate> shown =
            [.. person.CertificatesValidOn(day).Select(one => new Law.Certificate(one.ValidFrom, one.ValidTo, [.. one.Kinds.Select(kind => (ActType)(int)kind)], one.Area))];
        var today = ShanghaiTime.DateOf(ledger.Clock.GetUtcNow());
        var duties = day < today ? person.DutiesOn(day) : Posts.DutiesOf(person.PostsInForce(day));
        var department = person.Departments.LastOrDefault(one => one.From <= day).Department ?? "";
        return new(personId, person.Organ, department, duties, shown, person.Version) { Area = organ.AreaOn(day) };
    }
}
