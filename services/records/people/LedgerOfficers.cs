using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Officers of this ledger's own people.</summary>
internal sealed class LedgerOfficers(ServiceLedger ledger, Streams<PersonState> people) : IOfficers
{
    public async ValueTask<Officer> Find(string personId, DateOnly day, CancellationToken ct)
    {
        var person = await people.Load(personId, ct);
        ImmutableArray<Law.Certificate> shown = person.CertificateValidOn(day) is { } valid ? [new(valid.ValidFrom, valid.ValidTo)] : [];
        var today = ShanghaiTime.DateOf(ledger.Clock.GetUtcNow());
        var duties = day < today ? person.DutiesOn(day) : Posts.DutiesOf(person.PostsInForce(day));
        var department = person.Departments.LastOrDefault(one => one.From <= day).Department ?? "";
        return new(personId, person.Organ, department, duties, shown, person.Version);
    }
}
