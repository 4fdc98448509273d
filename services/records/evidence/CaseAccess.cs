using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>Who was shown bytes of a case's evidence, folded from <c>access/&lt;case&gt;</c>. Not the case's own stream: a read changes nothing in the case.</summary>
internal sealed record CaseAccessState : StreamState, IFold<CaseAccessState>
{
    /// <summary>How many times bytes were asked for.</summary>
    public long Reads { get; init; }

    public static CaseAccessState Empty { get; } = new();

    public static CaseAccessState Apply(CaseAccessState state, IMessage fact, Recorded entry) => fact switch
    {
        EvidenceRead => state with { Reads = state.Reads + 1 },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}
