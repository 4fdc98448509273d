using System.Collections.Immutable;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What a decision must know of a person on a day, gathered from the ledger before it.</summary>
/// <param name="Organ">Empty for a person nobody registered.</param>
/// <param name="Certificates">All that could be shown that day, each with its kinds of act and its area.</param>
/// <param name="Version">Version of the person's stream that was read.</param>
internal sealed record Officer(
    string PersonId, string Organ, string Department, ImmutableHashSet<Duty> Duties, ImmutableArray<Certificate> Certificates, long Version)
{
    /// <summary>Where the person's organ enforces; empty for a person nobody registered, whose certificates then cover nothing.</summary>
    public required string Area { get; init; }

    public OfficerFacts Facts => new(PersonId, Certificates, Area);
}

/// <summary>Looks officers up. MUST read the ledger (<c>people/…</c>), never a view; MUST answer for an unknown id with an officer of no organ.</summary>
internal interface IOfficers
{
    /// <summary>The person as of a day in Shanghai.</summary>
    ValueTask<Officer> Find(string personId, DateOnly day, CancellationToken ct);
}

/// <summary>What a decision must know of the organ it is made for. MUST read the ledger, never a view.</summary>
internal interface IOrganFacts
{
    /// <summary>The editions the organ goes by now.</summary>
    ValueTask<LawInForce> LawOf(string organ, CancellationToken ct);

    /// <summary>机关代字, the first word of its document numbers, e.g. 演工信.</summary>
    ValueTask<string> DocumentWordOf(string organ, CancellationToken ct);

    /// <summary>Refuses what would begin in an organ that has ended.</summary>
    ValueTask RequireOpen(string organ, CancellationToken ct);
}
