using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>The seven stages of one case in its full-process record (行政处罚法 47; 平工信〔2019〕99号 二(二)): recorded, missing, ahead.</summary>
internal static class StageRecords
{
    public static ImmutableArray<(RecordingStage Stage, StageRecord Record)> Of(CaseCourse course) =>
        [.. Enum.GetValues<RecordingStage>().Where(stage => stage != RecordingStage.Unspecified).Select(stage => (stage, RecordOf(stage, course)))];

    /// <summary>Documents that the stage asks for (law/Stages.cs).</summary>
    public static IEnumerable<RecordDuty> DutiesOf(RecordingStage stage) => Stages.RecordDuties.Where(duty => duty.Stage == StageOf(stage));

    private static StageRecord RecordOf(RecordingStage stage, CaseCourse course)
    {
        if (course.Recorded.Contains(stage))
        {
            return StageRecord.Recorded;
        }

        if (course.AnnulledOn is not null && stage is RecordingStage.Service or RecordingStage.Execution)
        {
            return StageRecord.NotRequired;
        }

        return IsPast(stage, course) ? StageRecord.Missing : StageRecord.Ahead;
    }

    /// <summary>True where the case has gone on to what comes after the stage.</summary>
    private static bool IsPast(RecordingStage stage, CaseCourse course) => stage switch
    {
        RecordingStage.Filing => course.Stage is not (CaseStage.Unspecified or CaseStage.Clue),
        RecordingStage.Investigation or RecordingStage.Evidence => course.Stage is not (CaseStage.Unspecified or CaseStage.Clue or CaseStage.Investigating),
        RecordingStage.Review or RecordingStage.Decision => course.DecidedOn is not null,
        RecordingStage.Service => course.PerformedOn is not null || course.ClosedOn is not null,
        _ => course.ClosedOn is not null,
    };

    private static Stage StageOf(RecordingStage stage) => Namesake<RecordingStage, Stage>.Of(stage);
}
