using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// What is said to whoever did a step before its time. The lifecycle says what is possible, which is less than what is lawful: a shortest way through
/// it leaves out the legal review. So advice follows the one ordinary course, written out here; where that leads nowhere, none is given.
/// </summary>
internal static class CaseSteps
{
    /// <summary>
    /// The ordinary course (行政处罚法 54 to 66), in the order that <see cref="DecisionGate"/> asks for: a statement or a hearing after the review makes
    /// it worthless, and who discusses must have the review before them. A step counts for advice until the last stage at which it may be undone;
    /// the review may be that after the discussion, when a record was amended.
    /// </summary>
    public static ImmutableArray<CaseStep> Course { get; } =
    [
        new(CaseAction.RegisterClue, CaseStage.Unspecified, "登记案件来源"),
        new(CaseAction.FileCase, CaseStage.Clue, "立案（第五十四条第二款）"),
        new(CaseAction.ShowIdentity, CaseStage.Investigating, "记录亮证（第五十五条第一款）"),
        new(CaseAction.TellRights, CaseStage.Investigating, "记录权利义务告知"),
        new(CaseAction.RecordAct, CaseStage.Investigating, "制作调查笔录和取证记录（第五十四条第一款、第五十五条第二款）"),
        new(CaseAction.ConfirmRecord, CaseStage.Investigating, "由另一名执法人员确认笔录（第四十二条第一款）"),
        new(CaseAction.CloseInvestigation, CaseStage.Investigating, "终结调查（第五十七条第一款）"),
        new(CaseAction.SaveDraft, CaseStage.Concluded, "保存决定草稿"),
        new(CaseAction.TellParty, CaseStage.Concluded, "告知拟处罚内容，达到听证标准的告知听证权利（第四十四条、第六十三条）"),
        new(CaseAction.RecordPartyResponse, CaseStage.Told, "听取当事人陈述、申辩，要求听证的举行听证，当事人放弃或者逾期未提出的除外（第四十五条、第六十四条）"),
        new(CaseAction.NoteReviewPassed, CaseStage.Discussed, "决定草稿经法制审核通过（第五十八条）"),
        new(CaseAction.AgreeInDiscussion, CaseStage.Told, "情节复杂或者重大违法行为的处罚经机关负责人集体讨论（第五十七条第二款）"),
        new(CaseAction.IssueDecision, CaseStage.Discussed, "作出处罚决定（第五十七条第一款）"),
        new(CaseAction.ServeDecision, CaseStage.Decided, "记录送达（第六十一条）"),
        new(CaseAction.PerformInFull, CaseStage.Served, "记录执行（第六十六条）"),
        new(CaseAction.CloseCase, CaseStage.Performed, "结案"),
        new(CaseAction.ArchiveCase, CaseStage.Closed, "归档（第四十七条）"),
    ];

    /// <summary>What may be undone before the action, in order; empty where the ordinary course does not lead from the stage to it.</summary>
    public static ImmutableArray<CaseStep> Before(CaseStage stage, CaseAction action)
    {
        // A case whose decision was annulled is closed like one whose penalty is performed.
        var reached = stage == CaseStage.Annulled ? CaseStage.Performed : stage;
        return Course.FirstOrDefault(step => step.Action == Named(action)) is { } goal && !reached.HasReached(goal.Until)
            ? [.. Course.TakeWhile(step => step != goal).Where(step => step.Until.HasReached(reached))]
            : [];
    }

    /// <summary>What to do now, in Chinese.</summary>
    public static string ToChinese(CaseStage stage, CaseAction action) => Before(stage, action) switch
    {
        [] => "请核对案件的办理进度。",
        [var only] => $"请先{only.Words}，然后{Words.Of(action)}。",
        var steps => $"以下事项尚未完成的，请先依次办理：{string.Join("；", steps.Select(step => step.Words))}。然后{Words.Of(action)}。",
    };

    /// <summary>The outcome by which the course names a step that has two.</summary>
    private static CaseAction Named(CaseAction action) => action switch
    {
        CaseAction.PerformInPart => CaseAction.PerformInFull,
        CaseAction.DisagreeInDiscussion => CaseAction.AgreeInDiscussion,
        _ => action,
    };
}

/// <summary>A step of the ordinary course.</summary>
/// <param name="Until">The last stage at which it may not have been done.</param>
/// <param name="Words">In Chinese, with its articles of the 行政处罚法, which the refusal names before.</param>
internal sealed record CaseStep(CaseAction Action, CaseStage Until, string Words);
