using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EvidenceRpcs
{
    /// <summary>
    /// Refusals that need no bytes come before the bytes, unless the very request was kept before and its answer was lost. The file is durable in the store before the one entry that binds it; a stream that
    /// is cut, or refused, leaves at most a staging file.
    /// </summary>
    public override async Task<CollectEvidenceResponse> CollectEvidence(IAsyncStreamReader<CollectEvidenceRequest> requests, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var header = await EvidenceStream.Header(requests, ct);
        EvidenceState.CheckHeader(header);
        var file = await cases.Read(header, context);
        var collectors = await CollectorsOf(header, ct);
        if (!await evidence.IsKept(header, context))
        {
            EvidenceState.RequireCollectable(file, header, collectors);
        }

        await using var draft = await media.Store.Begin(file.Organ, ct);
        var mediaType = await EvidenceStream.Receive(requests, draft, EvidenceStream.LargestFile, ct);
        var digest = draft.Seal();
        header = EvidenceState.WithDigest(header, digest);
        using var gate = await media.Enter(digest.Root, ct);
        var kept = await media.NameOf(file.Organ, digest.Root, ct);
        await draft.Keep(kept.Generation, ct);
        var evidenceId = NewId.At(ledger.Clock);
        return await evidence.Create(
            header,
            context,
            evidenceId,
            KernelFaults.Contended,
            async (_, act) =>
            {
                Occurred.State(act, header.Occurred, DateTimeOffset.MinValue, after: "");
                var taken = await act.Take(media.StreamOf(file.Organ, digest.Root), files.NameOf(header.CaseId));
                if ((await media.NameOf(file.Organ, digest.Root, act.Ct)).Generation != kept.Generation)
                {
                    throw KernelFaults.Contended.Now(); // released meanwhile: what was kept is about to be deleted
                }

                // Read after its file was taken: a decision that came first is seen, and one that comes now clashes with this entry.
                var now = await cases.Load(header.CaseId, act.Ct);
                EvidenceState.RequireCollectable(now, header, collectors);
                return EvidenceState.Collect(evidenceId, header, digest, mediaType, taken[0], collectors, now)
                    .WithFile(taken[1], evidence.NameOf(evidenceId), now.Id, EvidenceState.BearsOnDecision(header.Stage));
            },
            state => new CollectEvidenceResponse { Evidence = state.ToMessage() },
            owner: file);
    }

    /// <summary>Who collected, as of the day on which they did.</summary>
    private Task<Officer[]> CollectorsOf(EvidenceHeader header, CancellationToken ct)
    {
        var day = ShanghaiTime.DateOf(header.Occurred.At.ToDateTimeOffset());
        return Task.WhenAll(header.Collectors.Select(id => officers.Find(id, day, ct).AsTask()));
    }
}

internal sealed partial record EvidenceState
{
    private const int MostCollectors = 10;

    public static void CheckHeader(EvidenceHeader header)
    {
        var check = new Check()
            .RequestId(header.RequestId)
            .Id(header.CaseId, "case_id")
            .Enum(header.Kind, "kind")
            .Enum(header.Stage, "stage")
            .That(header.Occurred is not null, "occurred", "REQUIRED", "不能为空。")
            .Occurrence(header.Occurred)
            .Text(header.Place, "place", 200, min: 2)
            .Text(header.Description, "description", 500, min: 2)
            .Count(header.Collectors, "collectors", 1, MostCollectors)
            .That(header.Sha256.Length is 0 or 32, "sha256", "SHA256", "SHA-256校验值应为32字节，或留空。")
            .Text(header.FileName, "file_name", 200, min: 0)
            .That(header.FileName.IndexOfAny(['/', '\\']) < 0, "file_name", "FILE_NAME", "文件名不得包含路径。");
        foreach (var collector in header.Collectors)
        {
            check.Id(collector, "collectors");
        }

        check.ThrowIfAny();
    }

    /// <summary>
    /// At least two handlers of the case, all with a certificate for penalties in the organ's area on the day (行政处罚法第四十二条), in a case that is open.
    /// </summary>
    public static void RequireCollectable(CaseState file, EvidenceHeader header, IReadOnlyCollection<Officer> collectors)
    {
        if (!file.Stage.HasReached(CaseStage.Investigating) || file.Stage.HasReached(CaseStage.Closed))
        {
            throw EvidenceFaults.NotAccepted.Now();
        }

        if (!IsOf(header.Stage, file.Stage))
        {
            throw EvidenceFaults.StageOver.With(("recording", Words.Of(header.Stage)), ("stage", Words.Of(file.Stage)));
        }

        var ids = header.Collectors.ToImmutableHashSet();
        if (ids.Count < 2 || !ids.IsSubsetOf(file.Handlers))
        {
            throw EvidenceFaults.CollectorsInvalid.Now();
        }

        var day = ShanghaiTime.DateOf(header.Occurred.At.ToDateTimeOffset());
        if (collectors.Any(one => one.Organ != file.Organ || !one.Facts.IsCertifiedFor(ActType.Penalty, day) || !one.Duties.Contains(Duty.HandleCase)))
        {
            throw EvidenceFaults.CollectorNotQualified.With(("day", ChineseDate.Write(day)));
        }
    }

    /// <summary>
    /// True while a recording of this kind can still arise (行政处罚法 47): what is collected for the decision comes before it (40, 54, 57),
    /// what records the deciding once there is something to decide, what records service and execution once there is a decision.
    /// </summary>
    private static bool IsOf(RecordingStage recording, CaseStage stage) => recording switch
    {
        RecordingStage.Decision => stage.HasReached(CaseStage.Concluded),
        RecordingStage.Service or RecordingStage.Execution => stage.HasReached(CaseStage.Decided),
        _ => !stage.HasReached(CaseStage.Decided),
    };

    /// <summary>True for what a reviewer must have seen. The recording of a discussion cannot lie before the discussion that it records.</summary>
    public static bool BearsOnDecision(RecordingStage recording) =>
        recording is not (RecordingStage.Decision or RecordingStage.Service or RecordingStage.Execution);

    /// <summary>The header with the digest of what was received: a repeated request with another file is told apart.</summary>
    public static EvidenceHeader WithDigest(EvidenceHeader header, MediaDigest digest) =>
        header.Sha256.IsEmpty || header.Sha256.Span.SequenceEqual(digest.Sha256)
            ? new(header) { Sha256 = ByteString.CopyFrom(digest.Sha256) }
            : throw EvidenceFaults.DigestMismatch.Now();

    public static Decision Collect(
        string evidenceId, EvidenceHeader header, MediaDigest digest, string mediaType, Taken bound, IReadOnlyCollection<Officer> collectors, CaseState file)
    {
        var fact = new EvidenceCollected
        {
            CaseId = header.CaseId,
            Kind = (int)header.Kind,
            Stage = (int)header.Stage,
            MediaType = mediaType,
            Size = digest.Length,
            Sha256 = ByteString.CopyFrom(digest.Sha256),
            Root = ByteString.CopyFrom(digest.Root),
            Personal = 0,
            CaseVersion = file.Version,
        };
        fact.CollectorVersions.Add(header.Collectors.Distinct().Select(id => collectors.First(one => one.PersonId == id).Version));
        fact.Collectors.Add(header.Collectors.Distinct());
        return Decision.Of(fact)
            .WithPersonal(new EvidenceDescription { Place = header.Place, Description = header.Description, FileName = header.FileName })
            .WithFactOf(bound, new BlobBound { EvidenceId = evidenceId })
            .WithMedia(digest);
    }
}
