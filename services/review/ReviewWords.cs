using EnforcementPlatform.Contracts.Review;

namespace EnforcementPlatform.Review;

/// <summary>How the review's terms are written for people.</summary>
internal static class ReviewWords
{
    public static string Of(ReviewStage stage) => stage switch
    {
        ReviewStage.Submitted => "待指定审核人员",
        ReviewStage.Assigned => "审核中",
        ReviewStage.Returned => "已退回",
        ReviewStage.Passed => "审核通过",
        ReviewStage.Superseded => "草稿已变更",
        _ => "尚未送审",
    };

    public static string Of(ReviewAction action) => action switch
    {
        ReviewAction.SubmitForReview => "送审",
        ReviewAction.AssignReviewer => "指定审核人员",
        ReviewAction.ExtendReview => "延长审核期限",
        ReviewAction.PassDraft => "作出通过意见",
        ReviewAction.ReturnDraft => "作出退回意见",
        ReviewAction.ResubmitToReviewer or ReviewAction.ResubmitForAssignment => "重新送审",
        _ => "登记草稿变更",
    };

    public static string Of(CheckItem item) => item switch
    {
        CheckItem.Subject => "执法主体是否合法",
        CheckItem.Officers => "执法人员是否具备执法资格",
        CheckItem.Facts => "主要事实是否清楚",
        CheckItem.Evidence => "证据是否确凿充分",
        CheckItem.Law => "适用法律法规规章是否准确",
        CheckItem.Discretion => "执行裁量基准是否适当",
        CheckItem.Procedure => "程序是否合法",
        CheckItem.Powers => "是否超越职权或者滥用职权",
        CheckItem.Documents => "执法文书是否规范齐备",
        CheckItem.Crime => "是否涉嫌犯罪需要移送司法机关",
        CheckItem.Other => "其他应当审核的内容",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, null),
    };

    public static string Of(MaterialKind kind) => kind switch
    {
        MaterialKind.CaseReport => "调查终结报告（情况说明）",
        MaterialKind.EvidenceList => "证据清单",
        MaterialKind.PriorNotice => "处罚事先告知书及送达回证",
        MaterialKind.PartyResponse => "当事人陈述、申辩或者放弃的材料",
        MaterialKind.HearingRecord => "听证笔录、听证报告",
        MaterialKind.ExpertOpinion => "鉴定、检验、专家意见",
        MaterialKind.RecordingIndex => "音像记录目录",
        _ => "其他材料",
    };
}
