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
