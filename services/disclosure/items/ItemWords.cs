using EnforcementPlatform.Contracts.Disclosure;

namespace EnforcementPlatform.Disclosure;

/// <summary>How the terms of the register of items are written for people.</summary>
internal static class ItemWords
{
    public static string Of(ItemStage stage) => stage switch
    {
        ItemStage.Written => "待审核",
        ItemStage.Objected => "审核未通过",
        ItemStage.Approved => "审核通过，待公布",
        ItemStage.Published => "已公布",
        ItemStage.Ended => "已终止",
        _ => "尚未登记",
    };

    public static string Of(ItemAction action) => action switch
    {
        ItemAction.AddItem => "登记",
        ItemAction.ReviseItem => "修订",
        ItemAction.RecordApproval or ItemAction.RecordObjection => "登记审核意见",
        ItemAction.PublishItem => "公布",
        _ => "终止",
    };
}
