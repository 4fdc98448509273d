using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<ArchiveCaseResponse> ArchiveCase(ArchiveCaseRequest request, ServerCallContext context)
    {
        new Check().Change(request.CaseId, request.Etag, request.RequestId).Enum(request.RetentionClass, "retention_class").ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, _) => state.ArchiveCase(request),
            state => new ArchiveCaseResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>归档: every one of the seven stages has its record (行政处罚法 47; 平工信〔2019〕99号 二(二)), or the refusal names those that lack it.</summary>
    public Decision ArchiveCase(ArchiveCaseRequest request)
    {
        Require(CaseAction.ArchiveCase);
        var missing = MissingStages().Select(Words.Of).Concat(MissingOfInvestigation()).ToArray();
        if (missing.Length > 0)
        {
            throw CaseFaults.ArchiveIncomplete.With(("missing", string.Join("、", missing)));
        }

        return Decision.Of(new CaseArchived { RetentionClass = request.RetentionClass });
    }

    /// <summary>Stages without a standing record. An annulled penalty need not have been served or performed.</summary>
    private IEnumerable<RecordingStage> MissingStages()
    {
        var annulled = Penalty?.Annulment is not (null or AnnulmentGround.Unspecified);
        return Enum.GetValues<RecordingStage>()
            .Where(stage => stage != RecordingStage.Unspecified && !(annulled && stage is RecordingStage.Service or RecordingStage.Execution))
            .Except(RecordedStages());
    }
}
