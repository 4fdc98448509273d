using System.Collections.Frozen;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What can be done with a case: the steps of <see cref="OrdinaryPenalty"/>, by their codes.</summary>
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
/// The course of an ordinary-procedure penalty case, asked in the terms of the contract: the stage after an action, or null where the stage does not allow
/// it. The table is <see cref="OrdinaryPenalty"/>. What else must hold is said by each use case; <see cref="DecisionGate"/> guards the decision.
/// </summary>
internal static class CaseLifecycle
{
    private static readonly Procedure Table = OrdinaryPenalty.Table;

    private static readonly FrozenDictionary<CaseStage, string> Codes = Enum.GetValues<CaseStage>()
        .ToFrozenDictionary(stage => stage, stage => stage == CaseStage.Unspecified ? Procedure.Beginning : stage.ToString().ToUpperInvariant());

    private static readonly FrozenDictionary<(CaseStage, CaseAction), CaseStage> After = (
        from stage in Enum.GetValues<CaseStage>()
        from action in Enum.GetValues<CaseAction>()
        let next = Table.Next(CodeOf(stage), CodeOf(action))
        where next is not null
        select ((stage, action), StageOf(next))).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    public static CaseStage? Next(CaseStage stage, CaseAction action) => After.TryGetValue((stage, action), out var next) ? next : null;

    /// <summary>The action in Chinese.</summary>
    public static string WordsOf(CaseAction action) => Table.StepOf(CodeOf(action)).Words;

    /// <summary>What to do first, in Chinese, for whoever does a step before its time.</summary>
    public static string Advice(CaseStage stage, CaseAction action) => Table.Advice(CodeOf(stage), CodeOf(action));

    /// <summary>Whether a case at this stage stands at the other stage of the course or after it; false where it has left the course.</summary>
    public static bool HasReached(this CaseStage stage, CaseStage other) => Table.HasReached(CodeOf(stage), CodeOf(other));

    /// <summary>How the table names a stage: the name of the contract's value.</summary>
    public static string CodeOf(CaseStage stage) => Codes[stage];

    private static string CodeOf(CaseAction action) => action.ToString();

    private static CaseStage StageOf(string code) => Codes.First(pair => pair.Value == code).Key;
}
