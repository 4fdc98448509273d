using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// What others are told of a case's course: where it stands, which of the seven stages have a record (行政处罚法 47), the days that time limits
/// run from. No texts, and of people their ids alone.
/// </summary>
internal sealed partial record CaseState : IAnnouncing<CaseState>
{
    public IMessage? NewsSince(CaseState before)
    {
        var progress = Progress();
        if (progress.Equals(before.Progress()))
        {
            return null;
        }

        progress.Version = Version;
        return progress;
    }

    /// <summary>Stages that have a standing record. A pass of the review counts while it stands for the current draft.</summary>
    private IEnumerable<RecordingStage> RecordedStages()
    {
        (RecordingStage Stage, bool Recorded)[] stages =
        [
            (RecordingStage.Filing, FiledAt is not null),
            (RecordingStage.Investigation, Records.Any(record => IsStanding(record, RecordingStage.Investigation))),
            (RecordingStage.Evidence, Records.Any(record => IsStanding(record, RecordingStage.Evidence))),
            (RecordingStage.Review, Pass is not null),
            (RecordingStage.Decision, Penalty is not null),
            (RecordingStage.Service, Penalty?.ServedAt is not null),
            (RecordingStage.Execution, Penalty is { Outstanding.IsEmpty: true }),
        ];
        return stages.Where(one => one.Recorded).Select(one => one.Stage);
    }

    /// <summary>Without the version, which every act raises.</summary>
    private CaseProgressed Progress() => new()
    {
        CaseId = Id,
        Department = Department,
        Stage = Stage,
        HandlerIds = { Handlers },
        Recorded = { RecordedStages() },
        FiledOn = DayOf(FiledAt),
        DecidedOn = DayOf(Penalty?.DecidedAt),
        ServedOn = Penalty?.ServedOn is { } served ? IsoDay.Write(served) : "",
        AnnouncedOn = Penalty is null ? "" : AnnouncedOn(Penalty),
        PaidOn = DayOf(Penalty?.PaidAt),
        PerformedOn = DayOf(Penalty?.PerformedAt),
        ClosedOn = DayOf(ClosedAt),
        ArchivedOn = DayOf(ArchivedAt),
        AnnulledOn = Penalty?.AnnulledOn is { } annulled ? IsoDay.Write(annulled) : "",
        Cleared = IsCleared,
        Pending = Records.Any(record => record.Status == RecordStatus.PendingCosign) || Amendments.Any(amendment => amendment.Verdict == AmendmentVerdict.Unspecified),
        Fined = Penalty is { Terms.FineFen: > 0 },
        ReviewedFileVersion = IsCleared ? Pass!.FileVersion : 0,
    };

    private static bool IsStanding(KeptRecord record, RecordingStage stage) => record.Stage == stage && record.Status == RecordStatus.Confirmed;

    private static string DayOf(DateTimeOffset? instant) => instant is { } at ? IsoDay.Write(ShanghaiTime.DateOf(at)) : "";
}
