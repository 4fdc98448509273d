using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using static EnforcementPlatform.Kernel.FaultKind;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// Every refusal of the penalty case. Reasons are API; each sentence names the article and what to do. Where the law library holds
/// the rule, the refusal is that rule: its code is the reason, and its sentence is not said here a second time.
/// </summary>
internal static class CaseFaults
{
    // Rules of the law library that a case asks
    public static readonly FaultType InFuture = RecordRules.NotInFuture.ToFault();
    public static readonly FaultType LateWithoutReason = RecordRules.LateNeedsReason.ToFault();
    public static readonly FaultType SelfApproved = RecordRules.AmendmentNeedsOtherApprover.ToFault();
    public static readonly FaultType BeyondLimitation = PenaltyRules.WithinLimitation.ToFault();
    public static readonly FaultType NotTwoOfficers = PenaltyRules.TwoOfficers.ToFault();
    public static readonly FaultType OfficerNotCertified = PenaltyRules.OfficersCertified.ToFault();
    public static readonly FaultType IdentityNotShown = PenaltyRules.IdentityShown.ToFault();
    public static readonly FaultType PartyUnder14 = PenaltyRules.PartyNotUnder14.ToFault();
    public static readonly FaultType PartyUnder18 = PenaltyRules.PartyUnder18Lightened.ToFault();
    public static readonly FaultType FineOutOfRange = PenaltyRules.FineWithinRange.ToFault();
    public static readonly FaultType HearingRequestLate = PenaltyRules.HearingRequestInTime.ToFault();
    public static readonly FaultType HearingNotNotified = PenaltyRules.HearingNotified.ToFault();
    public static readonly FaultType HearingHostIsHandler = PenaltyRules.HearingHostNotHandler.ToFault();
    public static readonly FaultType ReviewNotPassed = PenaltyRules.LegalReviewPassed.ToFault();
    public static readonly FaultType ReviewerIsHandler = PenaltyRules.ReviewerNotHandler.ToFault();
    public static readonly FaultType PartyNotTold = PenaltyRules.ToldBeforeDecision.ToFault();
    public static readonly FaultType HearingRightNotTold = PenaltyRules.HearingRightTold.ToFault();
    public static readonly FaultType HeavierThanTold = PenaltyRules.NotHeavierAfterDefence.ToFault();
    public static readonly FaultType PartyNotHeard = PenaltyRules.PartyHeard.ToFault();
    public static readonly FaultType HearingNotHeld = PenaltyRules.HearingHeldOrWaived.ToFault();
    public static readonly FaultType NotDiscussed = PenaltyRules.CollectivelyDiscussed.ToFault();
    public static readonly FaultType DiscussedBeforeReview = PenaltyRules.DiscussedAfterReview.ToFault();
    public static readonly FaultType DeciderIsReviewer = PenaltyRules.ReviewerNotIssuer.ToFault();

    // The course of the case
    public static readonly FaultType WrongStage = new(Refused, "CASE_WRONG_STAGE", $"案件目前处于“{{stage}}”阶段，不能{{action}}（{Procedures.OrdinaryAndHearing}）。{{steps}}");
    public static readonly FaultType OccurredTooEarly = new(Refused, "OCCURRED_TOO_EARLY", "发生时间早于{after}的时间，先后顺序不成立（《中华人民共和国行政处罚法》第四十七条）。请核对后填写实际发生的时间。");

    public static readonly FaultType EditionMissing = new(Refused, "EDITION_MISSING", "{date}没有可适用的规则版本“{key}”，无法判断法定条件。请政策法规科录入该规则的版本（注明文号和施行日期）后再办理。");

    // Who handles it
    public static readonly FaultType HandlerOfOtherDepartment = new(Refused, "HANDLER_OF_OTHER_DEPARTMENT", "所选的第{ordinal}名承办人在{date}不是本承办机构承担办案职责的人员（本机关规则，参照《中华人民共和国行政处罚法》第四十二条第一款）。请指定本承办机构的执法人员。");
    public static readonly FaultType ApproverIsHandler = new(Refused, "APPROVER_IS_HANDLER", "批准人不得同时是本案承办人（本机关规则：调查与审批分离，参照《中华人民共和国行政处罚法》第五十七条）。请另行指定承办人或者由其他负责人批准。");

    // Written records
    public static readonly FaultType RightsNotTold = new(Refused, "RIGHTS_NOT_TOLD", $"尚无此前的权利义务告知记录。应当告知当事人执法事由、依据和权利义务（{LocalLaw.Cite("RIGHTS_NOT_TOLD")}）。请先记录告知。");
    public static readonly FaultType RecordNotFound = new(FaultKind.NotFound, "RECORD_NOT_FOUND", "本案没有第{number}号记录，请核对记录编号。");
    public static readonly FaultType RecordNotPending = new(Refused, "RECORD_NOT_PENDING", "第{number}号记录不在待确认状态，无须再次确认。");
    public static readonly FaultType CosignerIsRecorder = new(Refused, "COSIGNER_IS_RECORDER", "记录人不得自行确认。笔录应当由另一名执法人员以本人登录确认（本机关规则，参照《中华人民共和国行政处罚法》第四十二条，执法人员不得少于两人）。");
    public static readonly FaultType CosignerNotHandler = new(Refused, "COSIGNER_NOT_HANDLER", "只有制作该记录时的另一名承办人可以确认（本机关规则，参照《中华人民共和国行政处罚法》第四十二条）。该承办人不能确认的，请作废后重新制作。");
    public static readonly FaultType InvestigationIncomplete = new(Refused, "INVESTIGATION_INCOMPLETE", "调查尚不完整：{missing}（《中华人民共和国行政处罚法》第四十二条、第四十七条、第五十五条）。请补齐并由第二名执法人员确认后再办理。");

    // Notice to the party, statement, hearing
    public static readonly FaultType DraftMissing = new(FaultKind.NotFound, "DRAFT_MISSING", "本案尚无决定草稿。请先保存决定草稿。");
    public static readonly FaultType ElectronicServiceNotAgreed = new(Refused, "ELECTRONIC_SERVICE_NOT_AGREED", "电子送达须经当事人同意并签订确认书（《中华人民共和国行政处罚法》第六十一条第二款）。请先取得确认书或者改用其他送达方式。");
    public static readonly FaultType NewFactsNotFound = new(Refused, "NEW_FACTS_NOT_FOUND", "此前没有告知过当事人，或者草稿认定的事实与上次告知的相同，不能以查明新的事实为由重新告知（《中华人民共和国行政处罚法》第四十五条第二款）。请先在草稿中写明新查明的事实和证据。");
    public static readonly FaultType HearingNotOffered = new(Refused, "HEARING_NOT_OFFERED", "拟作出的处罚未达到听证标准，未告知听证权利（《中华人民共和国行政处罚法》第六十三条）。当事人的意见请作为陈述、申辩记录。");
    public static readonly FaultType HearingHostNotServing = new(Refused, "HEARING_HOST_NOT_SERVING", "所指定的听证主持人在{date}不是本机关在岗的执法人员、法制审核人员或者负责人（《中华人民共和国行政处罚法》第六十四条第四项，由行政机关指定的非本案调查人员主持）。请另行指定听证主持人。");
    public static readonly FaultType HearingNotRequested = new(Refused, "HEARING_NOT_REQUESTED", "当事人没有要求听证或者已放弃听证（《中华人民共和国行政处罚法》第六十三条）。请先记录当事人的听证要求。");

    // The gate before the decision
    public static readonly FaultType ReviewBeforeHearing = new(Refused, "REVIEW_BEFORE_HEARING", "法制审核通过后，当事人又陈述申辩、举行了听证或者笔录有更正（《中华人民共和国行政处罚法》第四十五条、第五十八条第一款第二项）。请重新送法制审核。");
    public static readonly FaultType ReviewBeforeEvidence = new(Refused, "REVIEW_BEFORE_EVIDENCE", "法制审核通过后，案卷又增加了证据或者文书，审核人员没有见过（《中华人民共和国行政处罚法》第四十六条、第五十八条）。请重新送法制审核。");
    public static readonly FaultType ReviewUnreachable = new(Unavailable, "REVIEW_UNREACHABLE", "暂时无法向法制审核系统核实审核结果，未经核实不得作出决定（《中华人民共和国行政处罚法》第五十八条）。本次操作未执行，请稍后用同一请求编号重试。");
    public static readonly FaultType ReviewNotProven = new(Unavailable, "REVIEW_NOT_PROVEN", "法制审核系统给出的审核证明与本稿或者其校验点不符，不能作为决定依据（《中华人民共和国行政处罚法》第五十八条）。本次操作未执行，请联系系统管理员核查。");

    public static readonly FaultType ReviewLogUnknown = new(Unavailable, "REVIEW_LOG_UNKNOWN", "尚未配置法制审核账本的验证公钥，无法核验审核证明，不得作出决定（《中华人民共和国行政处罚法》第五十八条）。本次操作未执行，请系统管理员在Platform:TrustedLogs:review中填写该公钥后重试。");
    public static readonly FaultType ReviewedCaseUnknown = new(Refused, "REVIEWED_CASE_UNKNOWN", "法制审核系统通知审核通过的案件在本账本中不存在（《中华人民共和国行政处罚法》第五十八条）。请两名管理人员核实来源后再跳过该通知。");

    // Collective discussion
    public static readonly FaultType AttendantNotResponsible = new(Refused, "ATTENDANT_NOT_RESPONSIBLE", "第{ordinal}名参加人不是本机关负责人（《中华人民共和国行政处罚法》第五十七条第二款，由行政机关负责人集体讨论）。集体讨论的参加人只记录负责人，列席人员请写入意见。");
    public static readonly FaultType DiscussionNotAttended = new(Refused, "DISCUSSION_NOT_ATTENDED", "记录集体讨论的负责人应当参加讨论，每名参加人只记录一次（本机关规则，参照《中华人民共和国行政处罚法》第五十七条第二款）。请核对参加人。");
    public static readonly FaultType DiscussionEmpty = new(Refused, "DISCUSSION_EMPTY", "集体讨论记录没有参加人或者有参加人没有发表意见（本机关规则，参照《中华人民共和国行政处罚法》第五十七条第二款）。请如实记录每名参加人的意见。");
    public static readonly FaultType AttendantInvolved = new(Refused, "ATTENDANT_INVOLVED", "第{ordinal}名参加人是本案的承办人、草稿起草人或者法制审核人员（《中华人民共和国行政处罚法》第五十七条第二款、第五十八条，调查、审核与决定分离）。请由其他负责人集体讨论，列席人员请写入意见。");
    public static readonly FaultType DiscussionStands = new(Refused, "DISCUSSION_STANDS", "本稿已经集体讨论同意，此后案卷没有变化，无须再次讨论（《中华人民共和国行政处罚法》第五十七条第二款）。请作出处罚决定，或者修改决定草稿。");
    public static readonly FaultType DiscussedBeforeEvidence = new(Refused, "DISCUSSED_BEFORE_EVIDENCE", "集体讨论后，案卷又增加了证据或者文书，参加讨论的负责人没有见过（《中华人民共和国行政处罚法》第四十六条、第五十七条第二款）。请重新送法制审核并集体讨论。");
    public static readonly FaultType ConclusionDiffers = new(Refused, "DISCUSSION_CONCLUSION_DIFFERS", "集体讨论的结论与多数参加人的意见不一致，没有说明理由（《中华人民共和国行政处罚法》第五十七条第二款）。请更正结论，或者写明结论与意见不一致的理由。");
    public static readonly FaultType ConclusionOfNobody = new(Refused, "DISCUSSION_CONCLUSION_OF_NOBODY", "没有一名参加人的意见与集体讨论的结论相同（《中华人民共和国行政处罚法》第五十七条第二款）。请核对每名参加人的意见和结论。");

    public static readonly FaultType DiscussionNotAgreed = new(Refused, "DISCUSSION_NOT_AGREED", "集体讨论未同意本稿（《中华人民共和国行政处罚法》第五十七条第二款）。请修改决定草稿，重新送法制审核后再讨论。");

    // The decision and after
    public static readonly FaultType DecisionMissing = new(FaultKind.NotFound, "DECISION_MISSING", "本案尚未作出行政处罚决定，没有可供公示的决定（《中华人民共和国行政处罚法》第四十八条）。请在决定作出后再读取。");
    public static readonly FaultType DeciderInvolved = new(Refused, "DECIDER_INVOLVED", "承办人不得作出本案处罚决定（本机关规则：调查与决定分离，参照《中华人民共和国行政处罚法》第五十七条）。请由其他负责人作出决定。");
    public static readonly FaultType PenaltyNotOrdered = new(Refused, "PENALTY_NOT_ORDERED", "处罚决定中没有“{kind}”或者该项已执行完毕（《中华人民共和国行政处罚法》第六十六条）。请核对处罚决定书。");
    public static readonly FaultType PaymentExceedsFine = new(Refused, "PAYMENT_EXCEEDS_FINE", "缴款超过尚未缴纳的罚款{outstanding}（《中华人民共和国行政处罚法》第六十六条、第六十七条）。请核对缴款金额。");
    public static readonly FaultType ArchiveIncomplete = new(Refused, "ARCHIVE_INCOMPLETE", $"案卷不完整，尚缺：{{missing}}（《中华人民共和国行政处罚法》第四十七条；{LocalLaw.Cite("ARCHIVE_INCOMPLETE")}，立案、调查、取证、审查、决定、送达、执行全过程记录并归档）。请补齐后归档。");
    public static readonly FaultType AlreadyAnnulled = new(Refused, "DECISION_ALREADY_ANNULLED", "该处罚决定已于{date}撤销，无须再次撤销。");

    // Amendments of records
    public static readonly FaultType RecordVoided = new(Refused, "RECORD_VOIDED", "第{number}号记录已作废，不能再更正、作废或者确认。请重新制作记录。");
    public static readonly FaultType AmendmentPending = new(Refused, "AMENDMENT_PENDING", "第{number}号记录已有待审批的更正或者作废。请先审批该项申请。");
    public static readonly FaultType AmendmentNotFound = new(FaultKind.NotFound, "AMENDMENT_NOT_FOUND", "本案没有第{number}号更正或者作废申请，请核对申请编号。");
    public static readonly FaultType AmendmentDecided = new(Refused, "AMENDMENT_ALREADY_DECIDED", "第{number}号更正或者作废申请已审批。仍须修改的，请另行提出。");

    /// <summary>Every refusal, for the catalogue and its test.</summary>
    public static ImmutableArray<FaultType> All { get; } =
        [.. typeof(CaseFaults).GetFields().Where(field => field.FieldType == typeof(FaultType)).Select(field => (FaultType)field.GetValue(null)!)];
}
