using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>What records told last of an organ, folded from <c>organs/&lt;code&gt;</c> of this service's own ledger.</summary>
internal sealed record OrganCopy : StreamState, IFold<OrganCopy>
{
    public static OrganCopy Empty { get; } = new();

    /// <summary>The newest state; null while nothing was told.</summary>
    public OrganChanged? Told { get; init; }

    public static OrganCopy Apply(OrganCopy state, IMessage fact, Recorded entry) => fact switch
    {
        OrganChanged told => state with { Told = told },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}

/// <summary>
/// Keeps the name of an organ for the public lists: whoever is listed is shown under the name of now, though nothing changed of the person.
/// </summary>
internal sealed class OnOrganChanged(Streams<OrganCopy> organs) : INoticeHandler<OrganChanged>
{
    public Task Handle(OrganChanged told, HandlerRun run) =>
        run.Act(organs, told.Organ, (_, _) => ValueTask.FromResult(Decision.Of(told)));
}
