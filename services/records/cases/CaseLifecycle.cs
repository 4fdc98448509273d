using System.ComponentModel;
using EnforcementPlatform.Contracts.Records;
using static EnforcementPlatform.Contracts.Records.CaseStage;
using static EnforcementPlatform.Records.Cases.CaseAction;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What can be done with a case. Where the outcome decides the next stage, each outcome is an action of its own.</summary>
internal enum CaseAction
{
    [Description("登记案件来源")]
    RegisterClue,

    [Description("立案")]
    FileCase,

    [Description("变更承办人")]
    AssignHandlers,

    [Description("记录亮证")]
    ShowIdentity,

    [Description("记录权利义务告知")]
    TellRights,

    [Description("制作调查笔录")]
    RecordAct,

    [Description("记录听证")]
    RecordHearing,

    [Description("确认笔录")]
    ConfirmRecord,

    [Description("终结调查")]
    CloseInvestigation,

    [Description("保存决定草稿")]
    SaveDraft,

    [Description("告知拟处罚内容")]
    TellParty,

    [Description("记录当事人意见")]
    RecordPartyResponse,

    [Description("记载法制审核通过")]
    NoteReviewPassed,

    [Description("记录集体讨论")]
    AgreeInDiscussion,

    [Description("记录集体讨论")]
    DisagreeInDiscussion,

    [Description("作出处罚决定")]
    IssueDecision,

    [Description("记录送达")]
    ServeDecision,

    [Description("记录执行")]
    PerformInPart,

    [Description("记录执行")]
    PerformInFull,

    [Description("结案")]
    CloseCase,

    [Description("归档")]
    ArchiveCase,

    [Description("更正笔录")]
    CorrectRecord,

    [Description("作废笔录")]
    VoidRecord,

    [Description("审批更正或者作废")]
    ApproveAmendment,

    [Description("审批更正或者作废")]
    RejectAmendment,

    [Description("撤销处罚决定")]
    AnnulDecision,
}

/// <summary>
/// The whole course of an ordinary-procedure penalty case (行政处罚法 54 to 66) in one table: the stage after an action, or null
/// where the stage does not allow it. What else must hold is said by each use case; <see cref="DecisionGate"/> guards the decision.
/// </summary>
internal static class CaseLifecycle
{
    public static CaseStage? Next(CaseStage stage, CaseAction action) => (stage, action) switch
    {
        (Unspecified, RegisterClue) => Clue,
        (Clue, FileCase) => Investigating,

        (Investigating, ShowIdentity or TellRights or RecordAct) => Investigating,
        (Investigating, CloseInvestigation) => Concluded,
        (Investigating or Told, ConfirmRecord) => stage,
        (Investigating or Concluded or Told or Discussed, AssignHandlers) => stage,

        (Concluded or Told, SaveDraft) => stage,
        (Discussed, SaveDraft) => Told,
        (Concluded or Told or Discussed, TellParty) => Told,
        (Told or Discussed, RecordPartyResponse) => Told,
        (Told, RecordHearing) => Told,

        // Evidence or a document that came after the discussion has to be discussed, too.
        (Told or Discussed, AgreeInDiscussion) => Discussed,
        (Told or Discussed, DisagreeInDiscussion) => Told,
        (Told or Discussed, IssueDecision) => Decided,

        (Decided, ServeDecision) => Served,
        (Served, PerformInPart) => Served,
        (Served, PerformInFull) => Performed,
        (Performed or Annulled, CloseCase) => Closed,
        (Closed, ArchiveCase) => Archived,
        (Decided or Served or Performed or Closed or Archived, AnnulDecision) => Annulled,

        // What another service tells is kept whenever it comes; only before the decision does it open anything.
        (not Unspecified, NoteReviewPassed) => stage,

        // A record that was amended after the discussion was not what was discussed.
        (Discussed, ApproveAmendment) => Told,
        // A record can be amended until the dossier is closed in the archive.
        (Investigating or Concluded or Told or Discussed or Decided or Served or Performed or Closed or Annulled,
            CorrectRecord or VoidRecord or ApproveAmendment or RejectAmendment) => stage,

        _ => null,
    };
}
