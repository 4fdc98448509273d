using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Records;

/// <summary>One piece of evidence, folded from <c>evidence/&lt;uuid&gt;</c>. Whoever may see the case may see it: the right is judged by the case.</summary>
internal sealed partial record EvidenceState : StreamState, IFold<EvidenceState>
{
    public string CaseId { get; init; } = "";

    public EvidenceKind Kind { get; init; }

    public RecordingStage Stage { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Reason of a late recording (补录); empty when it was not late.</summary>
    public string LateReason { get; init; } = "";

    public ImmutableArray<string> Collectors { get; init; } = [];

    public string MediaType { get; init; } = "";

    public MediaDigest? Media { get; init; }

    public Personal<EvidenceDescription>? Description { get; init; }

    /// <summary>The bytes go together with the description.</summary>
    public bool IsDestroyed => Description is { IsDestroyed: true };

    public static EvidenceState Empty { get; } = new();

    public static EvidenceState Apply(EvidenceState state, IMessage fact, Recorded entry) => fact switch
    {
        EvidenceCollected collected => new()
        {
            CaseId = collected.CaseId,
            Kind = (EvidenceKind)collected.Kind,
            Stage = (RecordingStage)collected.Stage,
            OccurredAt = entry.Occurred,
            LateReason = entry.Envelope.Late ? entry.Envelope.OccurredSource : "",
            Collectors = [.. collected.Collectors],
            MediaType = collected.MediaType,
            Media = new(collected.Root.ToByteArray(), collected.Sha256.ToByteArray(), null, collected.Size),
            Description = entry.PersonalOf<EvidenceDescription>(collected.Personal),
        },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    public Evidence ToMessage()
    {
        var message = new Evidence
        {
            EvidenceId = Id,
            CaseId = CaseId,
            Kind = Kind,
            Stage = Stage,
            Occurred = new() { At = Timestamp.FromDateTimeOffset(OccurredAt), LateReason = LateReason },
            Recorded = Timestamp.FromDateTimeOffset(At),
            Place = Description?.OrNull?.Place ?? "",
            Description = Description?.OrNull?.Description ?? "",
            FileName = Description?.OrNull?.FileName ?? "",
            MediaType = MediaType,
            Size = Media?.Length ?? 0,
            Sha256 = ByteString.CopyFrom(Media?.Sha256 ?? []),
            Root = ByteString.CopyFrom(Media?.Root ?? []),
            Destroyed = IsDestroyed,
        };
        message.Collectors.Add(Collectors);
        return message;
    }
}
