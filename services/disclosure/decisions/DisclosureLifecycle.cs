using System.ComponentModel;
using EnforcementPlatform.Contracts.Disclosure;
using static EnforcementPlatform.Contracts.Disclosure.DisclosureStage;
using static EnforcementPlatform.Disclosure.DisclosureAction;

namespace EnforcementPlatform.Disclosure;

/// <summary>What can be done with a disclosure, and what other services tell of it.</summary>
internal enum DisclosureAction
{
    [Description("登记处罚决定")]
    NoteDecision,

    [Description("登记决定撤销")]
    NoteAnnulment,

    [Description("拟写公示稿")]
    DraftText,

    [Description("拟写更正稿")]
    CorrectText,

    [Description("发布")]
    PublishText,

    [Description("撤回")]
    WithdrawText,

    [Description("登记不予公开")]
    WithholdText,

    [Description("登记推送结果")]
    NoteDelivery,
}

/// <summary>
/// The whole course of the disclosure of a decision (行政处罚法 48; 国办发〔2018〕118号) in one table: the stage after an action, or null
/// where the stage does not allow it. What else must hold is said by each use case.
/// </summary>
internal static class DisclosureLifecycle
{
    public static DisclosureStage? Next(DisclosureStage stage, DisclosureAction action) => (stage, action) switch
    {
        // Two handlers with cursors of their own: an annulment may be known before its decision, and then there is nothing to publish.
        (Unspecified, NoteDecision) => Due,
        (Unspecified, NoteAnnulment) => Lapsed,
        (Lapsed, NoteDecision) => Lapsed,

        (Due or Drafted, DraftText) => Drafted,
        (Drafted, PublishText) => Published,

        // What is published stays public until its correction is.
        (Published or Correcting, CorrectText) => Correcting,
        (Correcting, PublishText) => Published,

        // A text that may not be published cannot be drafted; where no number tells the party's age, it may become known after the draft.
        (Due or Drafted, WithholdText) => Withheld,

        (Due or Drafted or Withheld, NoteAnnulment) => Lapsed,
        (Published or Correcting, NoteAnnulment) => ToWithdraw,
        (ToWithdraw, WithdrawText) => Withdrawn,

        // What the gateway tells is kept whenever it comes; only what was published once can be delivered.
        (Published or Correcting or ToWithdraw or Withdrawn, NoteDelivery) => stage,

        _ => null,
    };
}
