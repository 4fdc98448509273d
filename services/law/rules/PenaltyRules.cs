using System.Collections.Immutable;
using static EnforcementPlatform.Law.Force;
using static EnforcementPlatform.Law.Instruments;

namespace EnforcementPlatform.Law;

/// <summary>
/// What the law asks of a penalty case in the ordinary procedure, as far as plain facts can answer it. Which act must ask
/// which of these is the case's own lifecycle. “以上”“以下”“以内” include the number itself (民法典 1259).
/// </summary>
public static class PenaltyRules
{
    public static readonly Rule<ActFacts> TwoOfficers = new(
        "PENALTY_TWO_OFFICERS", [new(PenaltyLaw, 42, 1), .. LocalLaw.Of("PENALTY_TWO_OFFICERS")], Refuses,
        "执法人员不得少于两人，且应当具有行政执法资格。", "请指派两名以上在执法当日持有有效行政执法证、证件的执法类别和区域与本案相符的人员。",
        act => act.Officers.Where(officer => officer.IsCertifiedFor(act.Type, act.On)).Select(officer => officer.Person).Distinct().Count() >= 2);

    public static readonly Rule<ActFacts> OfficersCertified = new(
        "PENALTY_OFFICERS_CERTIFIED", [new(PenaltyLaw, 42, 1), .. LocalLaw.Of("PENALTY_OFFICERS_CERTIFIED")], Refuses,
        "禁止无行政执法资格的人员上岗执法。", "请更换执法当日没有有效行政执法证、或者证件的执法类别、区域与本案不符的人员，或者先办理证件。",
        act => act.Officers.All(officer => officer.IsCertifiedFor(act.Type, act.On)));

    public static readonly Rule<IdentityFacts> IdentityShown = new(
        "PENALTY_IDENTITY_SHOWN", [new(PenaltyLaw, 55, 1), .. LocalLaw.Of("PENALTY_IDENTITY_SHOWN")], Refuses,
        "调查或者检查前应当主动出示执法证件。", "请先记录出示执法证件的时间，再记录调查或者检查。",
        facts => facts.ShownAt <= facts.ActAt);

    public static readonly Rule<ToldFacts> ToldBeforeDecision = new(
        "PENALTY_TOLD_BEFORE_DECISION", [new(PenaltyLaw, 44), new(PenaltyLaw, 62)], Refuses,
        "作出行政处罚决定前，应当告知当事人拟作出的处罚内容及事实、理由、依据，以及陈述、申辩的权利。", "请先向当事人送达载明上述全部内容的行政处罚事先告知书。",
        facts => facts.ToldAt < facts.DecidedAt && facts.Content && facts.Facts && facts.Reasons && facts.Basis && facts.StatementRight);

    public static readonly Rule<ToldFacts> HearingRightTold = new(
        "PENALTY_HEARING_RIGHT_TOLD", [new(PenaltyLaw, 63), .. LocalLaw.Of("PENALTY_HEARING_RIGHT_TOLD")], Refuses,
        "拟作出的处罚达到听证标准，应当告知当事人有要求听证的权利。", "请向当事人送达行政处罚听证告知书。",
        facts => !facts.HearingRequired || facts.HearingRight);

    public static readonly Rule<StatementFacts> PartyHeard = new(
        "PENALTY_PARTY_HEARD", [new(PenaltyLaw, 45, 1), new(PenaltyLaw, 62)], Refuses,
        "当事人有权进行陈述和申辩，未听取其意见的，不得作出行政处罚决定。", "请记录当事人的陈述、申辩或者明确放弃，或者待告知书载明的期限届满后再作决定。",
        facts => facts.Heard || facts.Waived || facts.DecidedOn > facts.LastDay);

    public static readonly Rule<InTimeFacts> HearingRequestInTime = new(
        "PENALTY_HEARING_REQUEST_IN_TIME", [new(PenaltyLaw, 64, 0, 1), new(PenaltyLaw, 85)], Refuses,
        "当事人要求听证的，应当在告知后五个工作日内提出。", "期限已过，请书面告知当事人；行政机关认为有必要的，可以依职权组织听证。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<HearingFacts> HearingHeldOrWaived = new(
        "PENALTY_HEARING_HELD_OR_WAIVED", [new(PenaltyLaw, 63), new(PenaltyLaw, 64, 0, 1), new(PenaltyLaw, 65)], Refuses,
        "当事人要求听证的，应当先组织听证；要求听证的期限未满且当事人未放弃的，不得作出决定。", "请组织听证，或者记录当事人放弃听证，或者待期限届满后再作决定。",
        facts => !facts.Required || facts.Held || facts.Waived || (!facts.Requested && facts.DecidedOn > facts.LastRequestDay));

    public static readonly Rule<HearingHeldFacts> HearingNotified = new(
        "PENALTY_HEARING_NOTIFIED", [new(PenaltyLaw, 64, 0, 2), new(PenaltyLaw, 85)], Refuses,
        "应当在举行听证的七个工作日前通知当事人听证的时间、地点。", "请改期举行听证。",
        facts => facts.NotifiedOn <= facts.LastNoticeDay);

    public static readonly Rule<HearingHeldFacts> HearingHostNotHandler = new(
        "PENALTY_HEARING_HOST_NOT_HANDLER", [new(PenaltyLaw, 64, 0, 4)], Refuses,
        "听证应当由非本案调查人员主持。", "请另行指定听证主持人。",
        facts => !facts.Handlers.Contains(facts.Host));

    public static readonly Rule<DefenceFacts> NotHeavierAfterDefence = new(
        "PENALTY_NOT_HEAVIER_AFTER_DEFENCE", [new(PenaltyLaw, 45, 2), .. LocalLaw.Of("PENALTY_NOT_HEAVIER_AFTER_DEFENCE")], Refuses,
        "不得因当事人陈述、申辩而给予更重的处罚，处罚决定不得重于已告知的内容。", "请按已告知的内容决定；因查明新的事实需要加重的，应当在草稿中写明新的事实，重新告知当事人并说明。",
        facts => facts.Decided.FineFen <= facts.Told.FineFen
            && facts.Decided.ConfiscatedFen <= facts.Told.ConfiscatedFen
            && facts.Decided.Sanctions.All(facts.Told.Sanctions.Contains));

    public static readonly Rule<ReviewFacts> LegalReviewPassed = new(
        "PENALTY_LEGAL_REVIEW_PASSED", [new(PenaltyLaw, 58, 1), .. LocalLaw.Of("PENALTY_LEGAL_REVIEW_PASSED")], Refuses,
        "未经法制审核或者审核未通过的，不得作出决定；草案修改后应当重新审核。", "请将当前草案提交法制审核，审核通过后再作决定。",
        facts => !facts.Required || IsThatDraft(facts.ClearedDigest, facts.DraftDigest));

    public static readonly Rule<DiscussionFacts> CollectivelyDiscussed = new(
        "PENALTY_COLLECTIVELY_DISCUSSED", [new(PenaltyLaw, 57, 2), .. LocalLaw.Of("PENALTY_COLLECTIVELY_DISCUSSED")], Refuses,
        "情节复杂或者重大违法行为给予行政处罚，应当由行政机关负责人集体讨论决定。", "请由两名以上负责人集体讨论当前草案，并记录同意的结论。",
        facts => !facts.Required
            || (facts.DiscussedAt is not null && facts.Participants >= 2 && facts.Agreed
                && IsThatDraft(facts.DiscussedDigest, facts.DraftDigest)));

    public static readonly Rule<DiscussionFacts> DiscussedAfterReview = new(
        "PENALTY_DISCUSSED_AFTER_REVIEW", LocalLaw.Of("PENALTY_DISCUSSED_AFTER_REVIEW"), Refuses,
        "重大行政执法决定应当先经法制审核，再由负责人集体讨论决定。", "请在法制审核通过后组织集体讨论。",
        facts => !facts.Required || !facts.ReviewRequired || facts.ReviewedAt < facts.DiscussedAt);

    public static readonly Rule<SeparationFacts> ReviewerNotHandler = new Rule<SeparationFacts>(
        "PENALTY_REVIEWER_NOT_HANDLER", [new(PenaltyLaw, 58), .. LocalLaw.Of("PENALTY_REVIEWER_NOT_HANDLER")], Refuses,
        "法制审核人员不得是本案承办人员或者草案起草人。", "请由法制机构另行指定审核人员。",
        facts => facts.Reviewer != facts.Drafter && !facts.Handlers.Contains(facts.Reviewer)).AsHouseRule();

    public static readonly Rule<SeparationFacts> ReviewerNotIssuer = new Rule<SeparationFacts>(
        "PENALTY_REVIEWER_NOT_ISSUER", [new(PenaltyLaw, 58), .. LocalLaw.Of("PENALTY_REVIEWER_NOT_ISSUER")], Refuses,
        "法制审核人员不得签发其审核的决定。", "请由未参加本案法制审核的机关负责人签发。",
        facts => facts.Reviewer != facts.Issuer).AsHouseRule();

    public static readonly Rule<InTimeFacts> DecidedInTime = new(
        "PENALTY_DECIDED_IN_TIME", [new(PenaltyLaw, 60)], Records,
        "应当自立案之日起九十日内作出行政处罚决定。", "请立即办理并记录超期原因；法律、法规、规章另有规定的，注明其条款。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<InTimeFacts> ServedInTime = new(
        "PENALTY_SERVED_IN_TIME", [new(PenaltyLaw, 61, 1), new(PenaltyLaw, 85)], Records,
        "当事人不在场的，应当在七个工作日内送达行政处罚决定书。", "请立即送达并记录超期原因。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<InTimeFacts> PaidInTime = new(
        "PENALTY_PAID_IN_TIME", [new(PenaltyLaw, 67, 3), new(PenaltyLaw, 72)], Records,
        "当事人应当自收到行政处罚决定书之日起十五日内缴纳罚款。", "请依法催告；已批准延期或者分期缴纳的，按批准的期限办理。",
        facts => facts.On <= facts.LastDay);

    public static readonly Rule<LimitationFacts> WithinLimitation = new(
        "PENALTY_WITHIN_LIMITATION", [new(PenaltyLaw, 36)], Refuses,
        "违法行为在二年内未被发现的，不再给予行政处罚；涉及公民生命健康安全、金融安全且有危害后果的，期限为五年。", "请核对违法行为终了之日和发现之日；已过追究时效的，不予立案。",
        facts => facts.Discovered <= facts.ActEnded.AddYears(DeadlineCatalogue.Find(facts.HarmToLifeHealthOrFinance ? "LIMITATION_HARM" : "LIMITATION").Amount));

    public static readonly Rule<FineFacts> FineWithinRange = new(
        "PENALTY_FINE_WITHIN_RANGE", [new(PenaltyLaw, 32), new(PenaltyLaw, 34)], Refuses,
        "罚款数额应当在所引条款规定的幅度以内；低于下限的，应当具有法定减轻情节。", "请更正罚款数额，或者写明减轻处罚的情节和依据。",
        facts => facts.FineFen <= facts.MaxFen && (facts.FineFen >= facts.MinFen || facts.Mitigated));

    public static readonly Rule<AgeFacts> PartyNotUnder14 = new(
        "PENALTY_CHILD_NOT_PENALISED", [new(PenaltyLaw, 30)], Refuses,
        "不满十四周岁的未成年人有违法行为的，不予行政处罚，责令监护人加以管教。", "请核对当事人的身份号码和违法行为终了之日；确不满十四周岁的，不得给予处罚，请责令监护人管教。",
        age => !age.IsUnder(14));

    public static readonly Rule<MinorFacts> PartyUnder18Lightened = new(
        "PENALTY_MINOR_LIGHTENED", [new(PenaltyLaw, 30)], Refuses,
        "已满十四周岁不满十八周岁的未成年人有违法行为的，应当从轻或者减轻行政处罚。", "请将裁量情节改为从轻或者减轻，并写明理由。",
        facts => !facts.Age.IsUnder(18) || facts.Lightened);

    public static ImmutableArray<Rule> All { get; } =
    [
        TwoOfficers, OfficersCertified, IdentityShown, ToldBeforeDecision, HearingRightTold, PartyHeard,
        HearingRequestInTime, HearingHeldOrWaived, HearingNotified, HearingHostNotHandler, NotHeavierAfterDefence,
        LegalReviewPassed, CollectivelyDiscussed, DiscussedAfterReview, ReviewerNotHandler, ReviewerNotIssuer,
        DecidedInTime, ServedInTime, PaidInTime, WithinLimitation, FineWithinRange,
        PartyNotUnder14, PartyUnder18Lightened,
    ];

    /// <summary>An empty digest is no draft's: a gate fails closed where somebody forgot to fill it in.</summary>
    private static bool IsThatDraft(string? digest, string draft) => !string.IsNullOrEmpty(digest) && digest == draft;
}
