using System.Collections.Immutable;
using static EnforcementPlatform.Law.Move;

namespace EnforcementPlatform.Law;

/// <summary>The ordinary procedure of an administrative penalty (行政处罚法, chapter 5, sections 3 and 4), with service and performance, from the clue to the archive.</summary>
public static class OrdinaryPenalty
{
    private const string Clue = "CLUE", Investigating = "INVESTIGATING", Concluded = "CONCLUDED", Told = "TOLD", Discussed = "DISCUSSED", Decided = "DECIDED",
        Served = "SERVED", Performed = "PERFORMED", Closed = "CLOSED", Archived = "ARCHIVED", Annulled = "ANNULLED";

    private static readonly ImmutableArray<string> Every = [Clue, Investigating, Concluded, Told, Discussed, Decided, Served, Performed, Closed, Archived, Annulled];

    /// <summary>A record can be amended until the dossier is closed in the archive.</summary>
    private static readonly ImmutableArray<string> Amendable = Every.Remove(Clue).Remove(Archived);

    public static Procedure Table { get; } = new(
        "penalty",
        "行政处罚普通程序",
        Instruments.PenaltyLaw,
        [
            new(Clue, "案源登记"),
            new(Investigating, "调查中"),
            new(Concluded, "调查终结"),
            new(Told, "已告知"),
            new(Discussed, "已集体讨论"),
            new(Decided, "已决定"),
            new(Served, "已送达"),
            new(Performed, "已执行"),
            new(Closed, "已结案"),
            new(Archived, "已归档"),
            new(Annulled, "已撤销") { GoesOnFrom = Performed },
        ],
        [
            new("RegisterClue", "登记案件来源", Into(Clue, Procedure.Beginning)),
            new("FileCase", "立案", Into(Investigating, Clue)),
            new("AssignHandlers", "变更承办人", Within(Investigating, Concluded, Told, Discussed)),
            new("ShowIdentity", "记录亮证", Within(Investigating)),
            new("TellRights", "记录权利义务告知", Within(Investigating)),
            new("RecordAct", "制作调查笔录", Within(Investigating)),
            new("RecordHearing", "记录听证", Within(Told)),
            new("ConfirmRecord", "确认笔录", Within(Investigating, Told)),
            new("CloseInvestigation", "终结调查", Into(Concluded, Investigating)),
            new("SaveDraft", "保存决定草稿", [.. Within(Concluded, Told), .. Into(Told, Discussed)]),
            new("TellParty", "告知拟处罚内容", Into(Told, Concluded, Told, Discussed)),
            new("RecordPartyResponse", "记录当事人意见", Into(Told, Told, Discussed)),

            // What another service tells is kept whenever it comes; only before the decision does it open anything.
            new("NoteReviewPassed", "记载法制审核通过", Within(Every)),

            // Evidence or a document that came after the discussion has to be discussed, too.
            new("AgreeInDiscussion", "记录集体讨论", Into(Discussed, Told, Discussed)),
            new("DisagreeInDiscussion", "记录集体讨论", Into(Told, Told, Discussed)),
            new("IssueDecision", "作出处罚决定", Into(Decided, Told, Discussed)),
            new("ServeDecision", "记录送达", Into(Served, Decided)),
            new("PerformInPart", "记录执行", Within(Served)),
            new("PerformInFull", "记录执行", Into(Performed, Served)),
            new("CloseCase", "结案", Into(Closed, Performed, Annulled)),
            new("ArchiveCase", "归档", Into(Archived, Closed)),
            new("CorrectRecord", "更正笔录", Within(Amendable)),
            new("VoidRecord", "作废笔录", Within(Amendable)),

            // A record that was amended after the discussion was not what was discussed.
            new("ApproveAmendment", "审批更正或者作废", [.. Within(Amendable.Remove(Discussed)), .. Into(Told, Discussed)]),
            new("RejectAmendment", "审批更正或者作废", Within(Amendable)),
            new("AnnulDecision", "撤销处罚决定", Into(Annulled, Decided, Served, Performed, Closed, Archived)),
        ],
        [
            new("RegisterClue", Procedure.Beginning, "登记案件来源"),
            new("FileCase", Clue, "立案", At(54, 2)),
            new("ShowIdentity", Investigating, "记录亮证", At(55, 1)),
            new("TellRights", Investigating, "记录权利义务告知"),
            new("RecordAct", Investigating, "制作调查笔录和取证记录", At(54, 1), At(55, 2)),
            new("ConfirmRecord", Investigating, "由另一名执法人员确认笔录", At(42, 1)),
            new("CloseInvestigation", Investigating, "终结调查", At(57, 1)),
            new("SaveDraft", Concluded, "保存决定草稿"),
            new("TellParty", Concluded, "告知拟处罚内容，达到听证标准的告知听证权利", At(44), At(63)),
            new("RecordPartyResponse", Told, "听取当事人陈述、申辩，要求听证的举行听证，当事人放弃或者逾期未提出的除外", At(45), At(64)),
            // A statement or a hearing after the review makes it worthless, and who discusses must have the review before them. The review may also be
            // that after the discussion, when a record was amended.
            new("NoteReviewPassed", Discussed, "决定草稿经法制审核通过", At(58)),
            new("AgreeInDiscussion", Told, "情节复杂或者重大违法行为的处罚经机关负责人集体讨论", At(57, 2)) { Otherwise = "DisagreeInDiscussion", IsConditional = true },
            new("IssueDecision", Discussed, "作出处罚决定", At(57, 1)),
            new("ServeDecision", Decided, "记录送达", At(61)),
            new("PerformInFull", Served, "记录执行", At(66)) { Otherwise = "PerformInPart" },
            new("CloseCase", Performed, "结案"),
            new("ArchiveCase", Closed, "归档", At(47)),
        ])
    {
        Notes =
        [
            "本流程只列作出行政处罚的情形；不予立案、不予行政处罚、移送等，依照第五十四条、第五十七条第一款办理。",
            "法制审核：第五十八条第一款规定四类情形须经审核，本系统对普通程序案件一律审核。",
        ],
    };

    private static Citation At(int article, int paragraph = 0) => new(Instruments.PenaltyLaw, article, paragraph);
}
