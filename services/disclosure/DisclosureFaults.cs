using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using static EnforcementPlatform.Kernel.FaultKind;

namespace EnforcementPlatform.Disclosure;

/// <summary>Every refusal of disclosure. Reasons are API; each sentence names the rule and what to do.</summary>
internal static class DisclosureFaults
{
    // Rules of the law library; the reason and the sentence are the rule's own.
    public static readonly FaultType PublisherIsDrafter = DisclosureRules.PublisherNotDrafter.ToFault();
    public static readonly FaultType CitizenNameNotMasked = DisclosureRules.CitizenNameMasked.ToFault();
    public static readonly FaultType OrganisationNotNamed = DisclosureRules.OrganisationNamed.ToFault();
    public static readonly FaultType PenaltyNotAsDecided = DisclosureRules.PenaltyAsDecided.ToFault();
    public static readonly FaultType PartyUnderAge = DisclosureRules.PartyOfAge.ToFault();
    public static readonly FaultType LateWithoutReason = DisclosureRules.LateNeedsReason.ToFault();

    // The course of a disclosure
    public static readonly FaultType WrongStage = new(Refused, "DISCLOSURE_WRONG_STAGE", "该公示目前为“{stage}”，不能{action}（《中华人民共和国行政处罚法》第四十八条）。请刷新后按流程办理。");
    public static readonly FaultType DecisionNotProven = new(Unavailable, "DISCLOSURE_DECISION_NOT_PROVEN", "收到的处罚决定内容与其校验值不符，不能作为公示依据。本次操作未执行，请联系系统管理员核查。");
    public static readonly FaultType DecisionNotFound = new(NotFound, "DISCLOSURE_DECISION_NOT_FOUND", "案件系统中没有该处罚决定。请联系系统管理员核查通知来源。");
    public static readonly FaultType DeliveryUnknown = new(Refused, "DISCLOSURE_DELIVERY_UNKNOWN", "推送系统通知的公示在本账本中不存在。请两名管理人员核实来源后再跳过该通知。");

    // The text
    public static readonly FaultType PersonalDataFound = new(Malformed, "DISCLOSURE_PERSONAL_DATA", "拟公开的文字中含有不得公开的个人信息（《中华人民共和国行政处罚法》第五十条，个人隐私应当保密；《中华人民共和国政府信息公开条例》第十五条；《中华人民共和国个人信息保护法》第二十五条）。系统不自动遮盖，请按所列各处修改后重新提交。");
    public static readonly FaultType PersonalDataFlagged = new(Malformed, "DISCLOSURE_PERSONAL_DATA_FLAGGED", "拟公开的文字中有疑似个人信息（《中华人民共和国行政处罚法》第五十条；《中华人民共和国个人信息保护法》第二十五条，不得公开所处理的个人信息，取得个人单独同意的除外）。请按所列各处改写；依法可以公开的，请发布人写明理由后发布，理由将留存。");
    public static readonly FaultType CorrectionReason = new(Refused, "DISCLOSURE_CORRECTION_REASON", $"更正已公示的内容应当公开说明更正理由，首次公示不填更正理由（{LocalLaw.Cite("DISCLOSURE_CORRECTION_REASON")}，公开信息的纠错机制）。请核对后重新提交。");
    public static readonly FaultType Unchanged = new(Refused, "DISCLOSURE_UNCHANGED", "更正稿与正在公示的内容相同，无须更正。请修改后提交。");
    public static readonly FaultType WithholdingUnfounded = new(Refused, "DISCLOSURE_WITHHOLDING_UNFOUNDED", $"当事人是单位，或者证件号码表明其在作出处罚决定时已满十八周岁，处罚决定应当公开（{Citation.ToChinese(DisclosureRules.PublishedInTime.Basis)}；不予公开的依据为{Citation.ToChinese(DisclosureRules.PartyOfAge.Basis)}）。请按流程拟稿、发布。登记的证件号码在本系统中不能更改；经核实当事人当时未满十八周岁的，请勿发布，由承办机构依照《中华人民共和国行政处罚法》第七十五条第二款改正，处罚决定撤销后不再要求公开。");
    public static readonly FaultType TermOver = new(Refused, "DISCLOSURE_TERM_OVER", "公示截止日{date}已过，按此发布将不会显示（《中华人民共和国行政处罚法》第四十八条）。请重新填写截止日或者留空。");

    // For everybody, without sign-in: what is not public is not told apart from what is not there.
    public static readonly FaultType Unknown = new(NotFound, "DISCLOSURE_UNKNOWN", "没有找到该公示信息，或者其公示期已满。请核对链接，或者按文号、当事人名称检索。");
    public static readonly FaultType ProofNotReady = new(Unavailable, "PROOF_NOT_READY", "公开校验点每分钟更新一次，尚未包含最近的公示。请一分钟后重试。");

    // The register of items
    public static readonly FaultType ItemCodeTaken = new(Exists, "ITEM_CODE_TAKEN", $"本机关已有编码为{{code}}的执法事项（{LocalLaw.Cite("ITEM_CODE_TAKEN")}，行政执法事项清单）。请修订已有事项或者改用其他编码。");
    public static readonly FaultType ItemWrongStage = new(Refused, "ITEM_WRONG_STAGE", $"该执法事项目前为“{{stage}}”，不能{{action}}（{LocalLaw.Cite("ITEM_WRONG_STAGE")}，清单经市司法局审核后公开）。请刷新后按流程办理。");
    public static readonly FaultType ItemNotAfterPrevious = new(Refused, "ITEM_NOT_AFTER_PREVIOUS", $"新版本的施行日应当晚于已公布版本的施行日{{date}}（{LocalLaw.Cite("ITEM_NOT_AFTER_PREVIOUS")}，动态调整）。请更正施行日。");
    public static readonly FaultType ItemEndsTooEarly = new(Refused, "ITEM_ENDS_TOO_EARLY", $"终止日不得早于已公布版本的施行日{{date}}（{LocalLaw.Cite("ITEM_ENDS_TOO_EARLY")}，动态调整）。请更正终止日。");
    public static readonly FaultType ItemTakesEffectInPast = new(Refused, "ITEM_TAKES_EFFECT_IN_PAST", $"修订版的施行日{{date}}已过：此前社会公众看到的仍是原版本，未经公布的规定不得作为行政处罚的依据（《中华人民共和国行政处罚法》第五条第三款；{LocalLaw.Cite("ITEM_TAKES_EFFECT_IN_PAST")}，动态调整）。请修订施行日，重新送审后公布。");
    public static readonly FaultType ItemEndsInPast = new(Refused, "ITEM_ENDS_IN_PAST", $"终止日{{date}}已过：此前社会公众看到的清单仍列有该事项，已经公示的内容不得倒填（《中华人民共和国行政处罚法》第五条第三款、第三十九条；{LocalLaw.Cite("ITEM_ENDS_IN_PAST")}，动态调整）。请将终止日改为今天或者以后，实际废止日期可写入公开理由。");
    public static readonly FaultType ApprovalInFuture = new(Refused, "ITEM_APPROVAL_IN_FUTURE", $"审核意见的日期晚于今天，尚未作出的意见不能登记（{LocalLaw.Cite("ITEM_APPROVAL_IN_FUTURE")}，清单经市司法局审核后公开）。请按意见书更正日期。");

    /// <summary>Every refusal, for the catalogue and its test.</summary>
    public static ImmutableArray<FaultType> All { get; } =
        [.. typeof(DisclosureFaults).GetFields().Where(field => field.FieldType == typeof(FaultType)).Select(field => (FaultType)field.GetValue(null)!)];
}
