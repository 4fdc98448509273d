using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>What the list of officers says of one person (行政执法人员清单), folded from <c>officers/&lt;person id&gt;</c>.</summary>
internal sealed record OfficerState : StreamState, IFold<OfficerState>
{
    public static OfficerState Empty { get; } = new();

    /// <summary>What is listed; null when nothing is.</summary>
    public Personal<OfficerListed>? Listed { get; init; }

    public static OfficerState Apply(OfficerState state, IMessage fact, Recorded entry) => fact switch
    {
        OfficerNoted f => new() { Listed = f.HasListedPart ? entry.PersonalOf<OfficerListed>(f.ListedPart) : null },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => actor.PersonId == Id ? Relation.Self : Relation.None;

    /// <summary>True when that is what is listed already: then nobody is told anything.</summary>
    public bool Shows(OfficerListed listed) => Listed is null ? listed.Listings.Count == 0 : listed.Equals(Listed.OrNull);

    /// <summary>Lists a person, or takes them off the list where nothing is left to list.</summary>
    public static Decision Note(OfficerListed listed, long personVersion) => listed.Listings.Count == 0
        ? Decision.Of(new OfficerNoted { PersonVersion = personVersion }).WithNotice(new OfficerUnlisted { PersonId = listed.PersonId })
        : Decision.Of(new OfficerNoted { PersonVersion = personVersion, ListedPart = 0 }).WithPersonal(listed).WithNotice(listed);
}
