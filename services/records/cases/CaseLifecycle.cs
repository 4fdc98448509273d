using EnforcementPlatform.Contracts.Records;
using static EnforcementPlatform.Contracts.Records.CaseStage;
using static EnforcementPlatform.Records.Cases.CaseAction;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What can be done with a case. Where the outcome decides the next stage, each outcome is an action of its own.</summary>
internal enum CaseAction
{
    RegisterClue,
    FileCase,
    AssignHandlers,
    ShowIdentity,
    TellRights,
    RecordAct,
    RecordHearing,
    ConfirmRecord,
    CloseInvestigation,
    SaveDraft,
    TellParty,
    RecordPartyResponse,
    NoteReviewPassed,
    AgreeInDiscussion,
    DisagreeInDiscussion,
    IssueDecision,
    ServeDecision,
    PerformInPart,
    PerformInFull,
    CloseCase,
    ArchiveCase,
    CorrectRecord,
    VoidRecord,
    ApproveAmendment,
    RejectAmendment,
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

    /// <summary>The lifecycle as a Mermaid state diagram. Actions that stay at their stage stand in one arrow.</summary>
    public static string ToMermaid()
    {
        var arrows =
            from stage in Enum.GetValues<CaseStage>()
            from action in Enum.GetValues<CaseAction>()
            let next = Next(stage, action)
            where next is not null
            group action by (From: stage, To: next.Value) into arrow
            select $"    {NameOf(arrow.Key.From)} --> {NameOf(arrow.Key.To)}: {string.Join(", ", arrow)}";
        return string.Join('\n', arrows.Prepend("stateDiagram-v2"));
    }

    private static string NameOf(CaseStage stage) => stage == Unspecified ? "[*]" : stage.ToString();
}
