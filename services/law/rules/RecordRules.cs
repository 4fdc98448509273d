using System.Collections.Immutable;
using static EnforcementPlatform.Law.Force;
using static EnforcementPlatform.Law.Instruments;

namespace EnforcementPlatform.Law;

/// <summary>When something happened and when it was recorded.</summary>
/// <param name="Recorded">The server's clock at the entry.</param>
/// <param name="LateReason">Reason of a late recording (补录); null or blank when none was given.</param>
public sealed record OccurrenceFacts(DateTimeOffset Occurred, DateTimeOffset Recorded, string? LateReason)
{
    /// <summary>Recorded on a later day (Asia/Shanghai) than it happened.</summary>
    public bool IsLate => ShanghaiTime.DateOf(Occurred) < ShanghaiTime.DateOf(Recorded);
}

/// <summary>A correction or voiding of a record. Persons, never accounts.</summary>
/// <param name="Author">Who proposes it.</param>
/// <param name="Approver">Who approves it; null while nobody has.</param>
public sealed record AmendmentFacts(string? Reason, string Author, string? Approver);

/// <summary>What every record must satisfy, whatever the kind of act.</summary>
public static class RecordRules
{
    public static readonly Rule<OccurrenceFacts> NotInFuture = new Rule<OccurrenceFacts>(
        "RECORD_NOT_IN_FUTURE", LocalLaw.Of("RECORD_NOT_IN_FUTURE"), Refuses,
        "执法行为的发生时间不得晚于记录时间。", "请更正发生时间。",
        facts => facts.Occurred <= facts.Recorded).AsHouseRule();

    public static readonly Rule<OccurrenceFacts> LateNeedsReason = new Rule<OccurrenceFacts>(
        "RECORD_LATE_NEEDS_REASON", LocalLaw.Of("RECORD_LATE_NEEDS_REASON"), Refuses,
        "补录以前发生的执法行为，应当说明理由。", "请填写补录理由。",
        facts => !facts.IsLate || !string.IsNullOrWhiteSpace(facts.LateReason)).AsHouseRule();

    public static readonly Rule<AmendmentFacts> AmendmentNeedsReason = new Rule<AmendmentFacts>(
        "RECORD_AMENDMENT_NEEDS_REASON", LocalLaw.Of("RECORD_AMENDMENT_NEEDS_REASON"), Refuses,
        "更正或者作废记录应当说明理由。", "请填写理由，原记录将保留。",
        facts => !string.IsNullOrWhiteSpace(facts.Reason)).AsHouseRule().ListedOnly();

    public static readonly Rule<AmendmentFacts> AmendmentNeedsOtherApprover = new Rule<AmendmentFacts>(
        "RECORD_AMENDMENT_NEEDS_OTHER_APPROVER", LocalLaw.Of("RECORD_AMENDMENT_NEEDS_OTHER_APPROVER"), Refuses,
        "更正或者作废记录应当由提出人以外的人员批准。", "请由承办机构负责人或者机关负责人批准。",
        facts => !string.IsNullOrEmpty(facts.Approver) && facts.Approver != facts.Author).AsHouseRule();

    public static ImmutableArray<Rule> All { get; } = [NotInFuture, LateNeedsReason, AmendmentNeedsReason, AmendmentNeedsOtherApprover];
}
