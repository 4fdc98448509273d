using EnforcementPlatform.Contracts.Records;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The field's own words for stages, actions and kinds (glossary: services/README.md).</summary>
internal static class CaseWords
{
    public static string Of(CaseStage stage) => stage switch
    {
        CaseStage.Unspecified => "未登记",
        CaseStage.Clue => "案源登记",
        CaseStage.Investigating => "调查中",
        CaseStage.Concluded => "调查终结",
        CaseStage.Told => "已告知",
        CaseStage.Discussed => "已集体讨论",
        CaseStage.Decided => "已决定",
        CaseStage.Served => "已送达",
        CaseStage.Performed => "已执行",
        CaseStage.Closed => "已结案",
        CaseStage.Archived => "已归档",
        CaseStage.Annulled => "已撤销",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    public static string Of(RetentionClass kept) => kept switch
    {
        RetentionClass.TenYears => "10年",
        RetentionClass.ThirtyYears => "30年",
        RetentionClass.Permanent => "永久",
        _ => throw new ArgumentOutOfRangeException(nameof(kept), kept, null),
    };

    public static string Of(ClueSource source) => source switch
    {
        ClueSource.Inspection => "现场检查",
        ClueSource.Complaint => "投诉",
        ClueSource.Report => "举报",
        ClueSource.Assigned => "上级交办",
        ClueSource.Transferred => "其他机关移送",
        ClueSource.Media => "媒体",
        ClueSource.Other => "其他",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    public static string Of(CaseAction action) => action switch
    {
        CaseAction.RegisterClue => "登记案件来源",
        CaseAction.FileCase => "立案",
        CaseAction.AssignHandlers => "变更承办人",
        CaseAction.ShowIdentity => "记录亮证",
        CaseAction.TellRights => "记录权利义务告知",
        CaseAction.RecordAct => "制作调查笔录",
        CaseAction.RecordHearing => "记录听证",
        CaseAction.ConfirmRecord => "确认笔录",
        CaseAction.CloseInvestigation => "终结调查",
        CaseAction.SaveDraft => "保存决定草稿",
        CaseAction.TellParty => "告知拟处罚内容",
        CaseAction.RecordPartyResponse => "记录当事人意见",
        CaseAction.NoteReviewPassed => "记载法制审核通过",
        CaseAction.AgreeInDiscussion or CaseAction.DisagreeInDiscussion => "记录集体讨论",
        CaseAction.IssueDecision => "作出处罚决定",
        CaseAction.ServeDecision => "记录送达",
        CaseAction.PerformInPart or CaseAction.PerformInFull => "记录执行",
        CaseAction.CloseCase => "结案",
        CaseAction.ArchiveCase => "归档",
        CaseAction.CorrectRecord => "更正笔录",
        CaseAction.VoidRecord => "作废笔录",
        CaseAction.ApproveAmendment or CaseAction.RejectAmendment => "审批更正或者作废",
        CaseAction.AnnulDecision => "撤销处罚决定",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    public static string Of(RecordKind kind) => kind switch
    {
        RecordKind.IdentityShown => "亮证记录",
        RecordKind.RightsTold => "权利义务告知记录",
        RecordKind.SiteInspection => "现场检查笔录",
        RecordKind.Inquiry => "询问笔录",
        RecordKind.EvidenceExtraction => "证据提取单",
        RecordKind.Sampling => "抽样取证凭证",
        RecordKind.HearingNotice => "听证通知书",
        RecordKind.Hearing => "听证笔录",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(RecordingStage stage) => stage switch
    {
        RecordingStage.Filing => "立案",
        RecordingStage.Investigation => "调查",
        RecordingStage.Evidence => "取证",
        RecordingStage.Review => "审查",
        RecordingStage.Decision => "决定",
        RecordingStage.Service => "送达",
        RecordingStage.Execution => "执行",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    public static string Of(PenaltyKind kind) => kind switch
    {
        PenaltyKind.Warning => "警告",
        PenaltyKind.Criticism => "通报批评",
        PenaltyKind.Fine => "罚款",
        PenaltyKind.ConfiscateGains => "没收违法所得",
        PenaltyKind.ConfiscateGoods => "没收非法财物",
        PenaltyKind.SuspendLicence => "暂扣许可证件",
        PenaltyKind.LowerQualification => "降低资质等级",
        PenaltyKind.RevokeLicence => "吊销许可证件",
        PenaltyKind.RestrictBusiness => "限制开展生产经营活动",
        PenaltyKind.SuspendBusiness => "责令停产停业",
        PenaltyKind.CloseBusiness => "责令关闭",
        PenaltyKind.RestrictEmployment => "限制从业",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(PartyResponseKind kind) => kind switch
    {
        PartyResponseKind.Statement => "陈述、申辩",
        PartyResponseKind.StatementWaived => "放弃陈述、申辩",
        PartyResponseKind.HearingRequested => "要求听证",
        PartyResponseKind.HearingWaived => "放弃听证",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The stage of the full-process record (平工信〔2019〕99号 二(二)) that a kind of record belongs to.</summary>
    public static RecordingStage StageOf(RecordKind kind) => kind switch
    {
        RecordKind.EvidenceExtraction or RecordKind.Sampling => RecordingStage.Evidence,
        RecordKind.HearingNotice or RecordKind.Hearing => RecordingStage.Review,
        _ => RecordingStage.Investigation,
    };

    /// <summary>Fen as people write money: 100,000元.</summary>
    public static string Yuan(long fen) => fen % 100 == 0 ? $"{fen / 100:N0}元" : $"{fen / 100m:N2}元";
}
