using EnforcementPlatform.Contracts.Gateway;

namespace EnforcementPlatform.Gateway;

/// <summary>How the gateway's terms are written for people.</summary>
internal static class DeliveryWords
{
    public static string Of(DeliveryState state) => state switch
    {
        DeliveryState.Ready => "待发送",
        DeliveryState.Sending => "发送中",
        DeliveryState.Unknown => "结果不明",
        DeliveryState.Retrying => "待重试",
        DeliveryState.AwaitingReceipt => "待回执",
        DeliveryState.Confirmed => "已确认",
        DeliveryState.Rejected => "被退回",
        DeliveryState.Unfit => "本地校验未通过",
        DeliveryState.Manual => "待人工处理",
        DeliveryState.Superseded => "已被取代",
        _ => "尚无推送",
    };

    public static string Of(DeliveryAction action) => action switch
    {
        DeliveryAction.QueueItem => "列入发送",
        DeliveryAction.FindUnfit => "作本地校验",
        DeliveryAction.SupersedeItem => "以新版本取代",
        DeliveryAction.BeginAttempt => "发送",
        DeliveryAction.NoteConfirmed or DeliveryAction.NoteTakenIn or DeliveryAction.NoteRejected => "登记平台的答复",
        DeliveryAction.NoteOutOfReach or DeliveryAction.NoteNoAnswer => "登记发送未成",
        DeliveryAction.NoteAbsent => "登记平台查无记录",
        DeliveryAction.LeaveToPerson => "转人工处理",
        DeliveryAction.RetryDelivery => "尽快重试",
        _ => "登记人工处理结果",
    };

    public static string Of(DeliveryOperation operation) => operation == DeliveryOperation.Withdraw ? "撤回" : "推送";

    /// <summary>Where an item stands and what its readers have to do.</summary>
    public static string Explain(Item item) => item.State switch
    {
        DeliveryState.Ready => "已写成平台格式，排队等待发送，无须操作。撤回、更正和临近期限的优先。",
        DeliveryState.Sending => "正在发送，发送前已在账本留痕，无须操作。",
        DeliveryState.Unknown => "已发出但没有收到答复，平台是否收下尚不清楚。系统将先向平台查询，查明前不会重复发送，无须操作。",
        DeliveryState.Retrying when LastOf(item) == AttemptOutcome.Unauthorized =>
            "上级平台不认可本单位的身份（密钥、应用标识或者系统时间有误），内容没有被退回。请系统管理员核对 Gateway:Destinations 的设置和密钥文件；改正后自动继续发送。",
        DeliveryState.Retrying when LastOf(item) == AttemptOutcome.Absent => "经查询，平台没有收下上次发送的内容，将再次发送，无须操作。",
        DeliveryState.Retrying => "上级平台暂时无法连接或者繁忙，将持续重试直至送达，每次尝试均已留痕，可证明本单位按期推送。需要时可选择尽快重试。",
        DeliveryState.AwaitingReceipt => "平台已接收，正在等待其回执，系统会定时查询，无须操作。",
        DeliveryState.Confirmed when item.Receipt is null => "已由工作人员向平台核实并确认。",
        DeliveryState.Confirmed => $"平台已确认，回执原文已保存（平台编号：{(item.RemoteId.Length > 0 ? item.RemoteId : "未提供")}）。",
        DeliveryState.Rejected =>
            $"平台退回：代码{item.RefusalCode}{(item.RefusalField.Length > 0 ? $"，字段{item.RefusalField}" : "")}。请在公示中更正后重新公示；属平台一侧的原因且已解决的，可选择尽快重试。",
        DeliveryState.Unfit => "不符合平台的格式要求，没有发送。请按所列问题在公示中更正后重新公示。",
        DeliveryState.Manual => "平台上的内容与所发不一致，或者平台不提供查询，系统无法自行判定。请与平台核实后登记处理结果；在此之前，同一文书的后续版本不会发送。",
        DeliveryState.Superseded => "发送之前已有更新的版本或者已撤回，不再发送。",
        _ => "",
    };

    private static AttemptOutcome LastOf(Item item) => item.Trials.IsEmpty ? AttemptOutcome.Unspecified : item.Trials[^1].Outcome;
}
