using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Officers of this ledger's own people.</summary>
internal sealed class LedgerOfficers(Streams<PersonState> people) : IOfficers
{
    public async ValueTask<Officer> Find(string personId, DateOnly day, CancellationToken ct)
    {
        var person = await people.Load(personId, ct);
        ImmutableArray<Law.Certificate> shown = person.CertificateValidOn(day) is { } valid ? [new(valid.ValidFrom, valid.ValidTo)] : [];
        return new(personId, person.Organ, person.Department, person.DutiesOn(day), shown, person.Version);
    }
}
