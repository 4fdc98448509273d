using EnforcementPlatform.Contracts.Gateway;

namespace EnforcementPlatform.Gateway;

/// <summary>What an item's state means to those who look after deliveries.</summary>
internal static class DeliveryExplanation
{
    /// <summary>Where an item stands and what its readers have to do.</summary>
    public static string Of(Item item) => item.State switch
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
