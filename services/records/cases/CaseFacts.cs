using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using static EnforcementPlatform.Contracts.Records.RecordingStage;

namespace EnforcementPlatform.Records.Cases;

/// <summary>What each fact of a case is: where it leaves the case, and how people read it in the history.</summary>
internal static class CaseFacts
{
    /// <summary>
    /// The stage that a fact leaves the case at. It follows from the fact, never from <see cref="CaseLifecycle"/>: what was once allowed stays
    /// readable when the table is tightened. A type this release does not know is never passed over.
    /// </summary>
    public static CaseStage StageAfter(IMessage fact, CaseStage stage) => fact switch
    {
        ClueRegistered => CaseStage.Clue,
        CaseFiled => CaseStage.Investigating,
        InvestigationClosed => CaseStage.Concluded,
        DraftSaved => stage == CaseStage.Discussed ? CaseStage.Told : stage,
        PartyTold or PartyResponded => CaseStage.Told,
        DiscussionHeld f => f.Conclusion == DiscussionConclusion.Agreed ? CaseStage.Discussed : CaseStage.Told,
        PenaltyDecided => CaseStage.Decided,
        DecisionServed => CaseStage.Served,
        PenaltyPerformed f => f.InFull ? CaseStage.Performed : CaseStage.Served,
        CaseClosed => CaseStage.Closed,
        CaseArchived => CaseStage.Archived,
        PenaltyAnnulled => CaseStage.Annulled,
        AmendmentDecided f => f.Verdict == AmendmentVerdict.Approved && stage == CaseStage.Discussed ? CaseStage.Told : stage,
        HandlersAssigned or RecordKept or RecordConfirmed or AmendmentProposed or ReviewPassNoted => stage,
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    /// <summary>True for what concerns the records of a case alone: neither its stage nor its handlers, nor the number of its decision.</summary>
    public static bool AreOfRecords(IMessage fact) => fact is RecordKept or RecordConfirmed or AmendmentProposed;

    public static CaseAction ActionOf(RecordKind kind) => kind switch
    {
        RecordKind.IdentityShown => CaseAction.ShowIdentity,
        RecordKind.RightsTold => CaseAction.TellRights,
        RecordKind.HearingNotice or RecordKind.Hearing => CaseAction.RecordHearing,
        _ => CaseAction.RecordAct,
    };

    public static CaseAction ActionOf(AmendmentVerdict verdict) =>
        verdict == AmendmentVerdict.Approved ? CaseAction.ApproveAmendment : CaseAction.RejectAmendment;

    public static CaseAction ActionOf(DiscussionConclusion conclusion) =>
        conclusion == DiscussionConclusion.Agreed ? CaseAction.AgreeInDiscussion : CaseAction.DisagreeInDiscussion;

    /// <summary>One line of the history. <paramref name="before"/> is the case before the fact.</summary>
    public static TimelineEntry Describe(IMessage fact, CaseState before, Recorded entry)
    {
        var (title, stage, part, record) = Line(fact, before);
        var actor = entry.Envelope.Actor;
        return new(
            before.Version + 1,
            entry.Position,
            fact.Descriptor.FullName,
            title,
            stage,
            actor.PersonId.Length > 0 ? actor.PersonId : $"service/{actor.AccountId}",
            Moment.Of(entry),
            part is { } index ? entry.Personal[index] : null,
            record);
    }

    private static (string Title, RecordingStage Stage, int? Part, int Record) Line(IMessage fact, CaseState before) => fact switch
    {
        ClueRegistered f => (f.PartyCodeUnchecked ? "案件来源登记（当事人号码未通过校验，经说明理由保留）" : "案件来源登记", Filing, f.SummaryPart, 0),
        CaseFiled f => ("立案", Filing, f.CausePart, 0),
        HandlersAssigned f => ("变更承办人", Investigation, f.ReasonPart, 0),
        RecordKept f => ($"{Words.Of(f.Kind)}（第{f.Number}号，待第二名执法人员确认）", RecordingStages.Of(f.Kind), f.TextPart, f.Number),
        RecordConfirmed f => ($"确认第{f.Number}号记录", before.Records[f.Number - 1].Stage, null, f.Number),
        InvestigationClosed f => ("调查终结报告", Investigation, f.ReportPart, 0),
        DraftSaved f => ($"保存决定草稿（第{f.Number}稿）", Review, f.ContentPart, 0),
        PartyTold f => ($"{(f.HearingOffered ? "行政处罚事先告知、听证告知" : "行政处罚事先告知")}{(f.HasNewFactsPart ? "（查明新的事实，重新告知）" : "")}{Deemed(f.EffectiveOn)}", Review, f.ReceiverPart, 0),
        PartyResponded f => ($"当事人{Words.Of(f.Kind)}", Review, f.ContentPart, 0),
        ReviewPassNoted => ("法制审核通过", Review, null, 0),
        DiscussionHeld f => (f.Conclusion == DiscussionConclusion.Agreed ? "集体讨论：同意" : "集体讨论：不同意", RecordingStage.Decision, f.OpinionsPart, 0),
        PenaltyDecided f => ($"行政处罚决定（{f.Number}）", RecordingStage.Decision, null, 0),
        DecisionServed f => ($"送达行政处罚决定书{Deemed(f.EffectiveOn)}", Service, f.ReceiptPart, 0),
        PenaltyPerformed f => (f.AmountFen > 0 ? $"执行：{Words.Of(f.Kind)}{Yuan.Of(f.AmountFen)}" : $"执行：{Words.Of(f.Kind)}", Execution, f.EvidencePart, 0),
        CaseClosed f => ("结案", Execution, f.ReportPart, 0),
        CaseArchived f => (f.RetentionClass == RetentionClass.Unspecified ? "归档" : $"归档（保管期限{Words.Of(f.RetentionClass)}）", Execution, null, 0),
        AmendmentProposed f => (
            f.Kind == AmendmentKind.Voiding ? $"提出作废第{f.RecordNumber}号记录" : $"提出更正第{f.RecordNumber}号记录",
            before.Records[f.RecordNumber - 1].Stage, f.ReasonPart, f.RecordNumber),
        AmendmentDecided f => Line(f, before.Amendments[f.Number - 1], before),
        PenaltyAnnulled f => (f.EffectiveOn.Length > 0 ? $"撤销行政处罚决定（自{f.EffectiveOn}起生效）" : "撤销行政处罚决定", RecordingStage.Decision, f.ReasonPart, 0),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    private static string Deemed(string effectiveOn) => effectiveOn.Length > 0 ? $"（公告送达，{effectiveOn}视为送达）" : "";

    private static (string, RecordingStage, int?, int) Line(AmendmentDecided fact, ProposedAmendment amendment, CaseState before)
    {
        var verdict = fact.Verdict == AmendmentVerdict.Approved ? "同意" : "不同意";
        var act = amendment.Kind == AmendmentKind.Voiding ? "作废" : "更正";
        return ($"{verdict}{act}第{amendment.RecordNumber}号记录", before.Records[amendment.RecordNumber - 1].Stage, fact.OpinionPart, amendment.RecordNumber);
    }
}
