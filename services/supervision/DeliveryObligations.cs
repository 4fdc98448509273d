using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>Deliveries to upper-level platforms as obligations: the last day is the one the gateway goes by.</summary>
internal static class DeliveryObligations
{
    public static IEnumerable<Owed> Of(OversightState state) => state.Deliveries.Values.Select(delivery => Of(delivery, state));

    private static Owed Of(Delivery delivery, OversightState state)
    {
        var owed = new Owed(ObligationRule.Deliver)
        {
            Target = delivery.Key,
            Start = StartOf(delivery, state),
            Due = delivery.Due,
            Bearer = Bearer.Publisher,
            Explanation = Explain(delivery),
        };
        return Ending(delivery, state) switch
        {
            Standing.Met => owed.Done(ShanghaiTime.DateOf(delivery.ChangedAt)),
            Standing.Lapsed => owed with { Standing = Standing.Lapsed },
            _ => owed.Hindered(Hindering(delivery)),
        };
    }

    private static Standing Ending(Delivery delivery, OversightState state) => delivery.State switch
    {
        DeliveryState.Confirmed => Standing.Met,
        DeliveryState.Superseded => Standing.Lapsed,
        _ => state.Deliveries.Values.Any(other => other.Replaces(delivery)) ? Standing.Lapsed : Standing.Open,
    };

    private static DateOnly? StartOf(Delivery delivery, OversightState state) => delivery.Operation == DeliveryOperation.Withdraw
        ? state.Withdrawal?.WithdrawnOn
        : state.Publications.GetValueOrDefault(delivery.Version)?.PublishedOn;

    private static ImmutableArray<Block> Hindering(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Rejected => [Of(BlockReason.DeliveryRejected, $"上级平台退回{Why(delivery)}。请更正公示内容，形成新版本后推送。")],
        DeliveryState.Unfit => [Of(BlockReason.DeliveryUnfit, $"内容不符合上级平台的数据格式，尚未发送{Why(delivery)}。请更正公示内容，形成新版本后推送。")],
        DeliveryState.Manual => [Of(BlockReason.DeliveryManual, $"推送待人工处理{Why(delivery)}。请公示管理员核实后处理。")],
        _ => [],
    };

    private static Block Of(BlockReason reason, string explanation) =>
        new() { Reason = reason, Article = ObligationRule.Deliver.Article, Explanation = explanation };

    private static string Why(Delivery delivery) => (delivery.RefusalCode, delivery.RefusalField) switch
    {
        ("", "") => "",
        (var code, "") => $"（代码{code}）",
        ("", var field) => $"（字段{field}）",
        var (code, field) => $"（代码{code}，字段{field}）",
    };

    private static string Explain(Delivery delivery) =>
        $"推送目标{delivery.Destination}，第{delivery.Version}版{(delivery.Operation == DeliveryOperation.Withdraw ? "撤回" : "公示")}，"
        + $"已尝试{delivery.Attempts}次。{(delivery.Due is { } due ? $"最后期限{IsoDay.Write(due)}，由推送网关按规则版本确定（来源待核）。" : "推送网关未确定最后期限。")}";
}
