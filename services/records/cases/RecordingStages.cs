using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The stages of the full-process record.</summary>
internal static class RecordingStages
{
    /// <summary>The stage of the full-process record (平工信〔2019〕99号 二(二)) that a kind of record belongs to.</summary>
    public static RecordingStage Of(RecordKind kind) => kind switch
    {
        RecordKind.EvidenceExtraction or RecordKind.Sampling => RecordingStage.Evidence,
        RecordKind.HearingNotice or RecordKind.Hearing => RecordingStage.Review,
        _ => RecordingStage.Investigation,
    };
}
