using System.ComponentModel;
using EnforcementPlatform.Contracts.Disclosure;
using static EnforcementPlatform.Contracts.Disclosure.ItemStage;
using static EnforcementPlatform.Disclosure.ItemAction;

namespace EnforcementPlatform.Disclosure;

/// <summary>What can be done with an item. Where the outcome decides the next stage, each outcome is an action of its own.</summary>
internal enum ItemAction
{
    [Description("登记")]
    AddItem,

    [Description("修订")]
    ReviseItem,

    [Description("登记审核意见")]
    RecordApproval,

    [Description("登记审核意见")]
    RecordObjection,

    [Description("公布")]
    PublishItem,

    [Description("终止")]
    EndItem,
}

/// <summary>
/// The whole course of an enforcement item (平工信〔2019〕99号 二(一)2(1): written, reviewed by 市司法局, published, adjusted) in one table: the stage
/// of its newest version after an action, or null where the stage does not allow it. What is published stays in force meanwhile.
/// </summary>
internal static class ItemLifecycle
{
    public static ItemStage? Next(ItemStage stage, ItemAction action) => (stage, action) switch
    {
        (Unspecified, AddItem) => Written,
        (Written, RecordApproval) => Approved,
        (Written, RecordObjection) => Objected,
        (Approved, PublishItem) => Published,
        (Written or Objected or Approved or Published, ReviseItem) => Written,
        (Written or Objected or Approved or Published, EndItem) => Ended,
        _ => null,
    };
}
