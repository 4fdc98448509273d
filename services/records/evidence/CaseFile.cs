using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>
/// The file (案卷) of a case beside its own stream, folded from <c>file/&lt;case&gt;</c>. Each piece of evidence and each document claims a version of
/// it and the decision takes one, so that neither can pass the other unseen; review and discussion cite the version that they knew.
/// </summary>
internal sealed record CaseFileState : StreamState, IFold<CaseFileState>
{
    /// <summary>Version of the newest entry that whoever reviews, discusses or decides must have known; 0 while there is none.</summary>
    public long ToBeKnownFrom { get; init; }

    public static CaseFileState Empty { get; } = new();

    public static CaseFileState Apply(CaseFileState state, IMessage fact, Recorded entry) => fact switch
    {
        FileGrew grew => grew.BearsOnDecision ? state with { ToBeKnownFrom = state.Version + 1 } : state,
        FileDecided => state,
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>True for somebody who had this version of the file before them.</summary>
    public bool IsKnownAt(long version) => version >= ToBeKnownFrom;
}

/// <summary>What grows a case's file.</summary>
internal static class FileGrowth
{
    /// <summary>
    /// Adds to the file of a case. Whatever bears on the decision is told with the version that the file has then: it takes the ground from a pass
    /// that supervision was told of, though the case's own stream did not move.
    /// </summary>
    public static Decision WithFile(this Decision decision, Taken file, string added, string caseId, bool bears)
    {
        var grown = decision.WithFactOf(file, new FileGrew { Added = added, BearsOnDecision = bears });
        return bears ? grown.WithNotice(new CaseFileGrew { CaseId = caseId, FileVersion = file.Version }) : grown;
    }
}
