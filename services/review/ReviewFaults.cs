using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using static EnforcementPlatform.Kernel.FaultKind;

namespace EnforcementPlatform.Review;

/// <summary>Every refusal of the legal review. Reasons are API; each sentence names the rule and what to do.</summary>
internal static class ReviewFaults
{
    // Rules of the law library; the reason and the sentence are the rule's own.
    public static readonly FaultType ReviewerIsHandler = PenaltyRules.ReviewerNotHandler.ToFault();

    // The course of the review
    public static readonly FaultType ReviewExists = new(Exists, "REVIEW_EXISTS", "本案已送法制审核。草稿修改后请在原审核中重新送审。");
    public static readonly FaultType WrongStage = new(Refused, "REVIEW_WRONG_STAGE", $"本案法制审核目前为“{{stage}}”，不能{{action}}（{LocalLaw.Cite("REVIEW_WRONG_STAGE")}，审核程序）。请刷新后按流程办理。");

    // What is submitted
    public static readonly FaultType DraftNotFound = new(NotFound, "REVIEW_DRAFT_NOT_FOUND", "没有该案件，或者案件尚无决定草稿。请先保存决定草稿再送审。");
    public static readonly FaultType DraftNotCurrent = new(Refused, "REVIEW_DRAFT_NOT_CURRENT", "送审的不是案件当前的决定草稿（《中华人民共和国行政处罚法》第五十八条，审核针对拟作出的决定）。请刷新案件，核对当前草稿后重新提交。");
    public static readonly FaultType DraftNotProven = new(Unavailable, "REVIEW_DRAFT_NOT_PROVEN", "收到的草稿内容与其校验值不符，不能作为审核对象。本次操作未执行，请联系系统管理员核查。");
    public static readonly FaultType MaterialsIncomplete = new(Refused, "REVIEW_MATERIALS_INCOMPLETE", $"送审材料不齐，尚缺：{{missing}}（{LocalLaw.Cite("REVIEW_MATERIALS_INCOMPLETE")}，送审材料；《中华人民共和国行政处罚法》第五十八条）。请补齐后送审。");
    public static readonly FaultType DraftUnchanged = new(Refused, "REVIEW_DRAFT_UNCHANGED", $"本稿已被法制审核退回，未经修改不得再次送审（{LocalLaw.Cite("REVIEW_DRAFT_UNCHANGED")}）。请按审核意见修改草稿后重新送审。");
    public static readonly FaultType NothingNew = new(Refused, "REVIEW_NOTHING_NEW", "草稿和案情自上次送审后均无变化，无须重新送审。");

    // Who reviews
    public static readonly FaultType PoolTooSmall = new(Refused, "REVIEWER_POOL_TOO_SMALL", $"本机关法制机构在岗的法制审核人员为{{count}}人，原则上不得少于2人（{LocalLaw.Cite("REVIEWER_POOL_TOO_SMALL")}）。请先配备法制审核人员。");
    public static readonly FaultType ReviewerNotNamed = new(Refused, "REVIEWER_NOT_IN_POST", $"所指定的人员在{{date}}不是本机关法制机构的法制审核人员（{LocalLaw.Cite("REVIEWER_NOT_IN_POST")}）。请在法制审核人员中指定。");
    public static readonly FaultType ReviewerNotQualified = new(Refused, "REVIEWER_NOT_QUALIFIED", "所指定的人员没有登记法律职业资格，也没有登记此前从事过法制审核：初次从事行政处罚决定法制审核的人员，应当取得法律职业资格（《中华人民共和国行政处罚法》第五十八条第二款）。请在任用岗位时登记其资格，或者另行指定。");
    public static readonly FaultType AssignerInvolved = new(Refused, "REVIEW_ASSIGNER_INVOLVED", "承办人员或者草案起草人不得指定本案的法制审核人员（本机关规则，参照《中华人民共和国行政处罚法》第五十八条）。请由法制机构其他负责人指定。");

    // The opinion
    public static readonly FaultType PassWithFault = new(Refused, "REVIEW_PASS_WITH_FAULT", "有审核事项不符合要求，不得作出通过意见（《中华人民共和国行政处罚法》第五十八条第一款）。请退回承办机构修改，或者更正审核事项。");
    public static readonly FaultType HeadNotAnswered = new(Refused, "REVIEW_HEAD_NOT_ANSWERED", $"行政处罚案件应当审核“{{head}}”，不得以“不涉及”代替（{LocalLaw.Cite("REVIEW_HEAD_NOT_ANSWERED")}）。请审核后填写“符合”或者“不符合”。可以不涉及的只有：{{others}}。");
    public static readonly FaultType ReturnWithoutFault = new(Refused, "REVIEW_RETURN_WITHOUT_FAULT", $"退回草稿应当至少指出一项不符合要求的审核事项及理由（{LocalLaw.Cite("REVIEW_RETURN_WITHOUT_FAULT")}）。请标明不符合的事项，或者作出通过意见。");

    // Time
    public static readonly FaultType AlreadyExtended = new(Refused, "REVIEW_ALREADY_EXTENDED", "本次审核的期限已延长过一次，不得再次延长（《本机关行政执法具体办法》，来源待核）。请尽快作出审核意见。");
    public static readonly FaultType ExtendedTooLate = new(Refused, "REVIEW_EXTENDED_TOO_LATE", "审核期限已于{date}届满，期限届满后不得延长（《本机关行政执法具体办法》，来源待核）。请尽快作出审核意见。");

    // The proof
    public static readonly FaultType ClearanceNotSigned = new(Unavailable, "REVIEW_CLEARANCE_NOT_SIGNED", "审核通过的记录尚未被签名的校验点覆盖，暂不能证明其先后。请稍后重试。");

    /// <summary>Every refusal, for the catalogue and its test.</summary>
    public static ImmutableArray<FaultType> All { get; } =
        [.. typeof(ReviewFaults).GetFields().Where(field => field.FieldType == typeof(FaultType)).Select(field => (FaultType)field.GetValue(null)!)];
}
