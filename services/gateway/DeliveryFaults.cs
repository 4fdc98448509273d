using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using static EnforcementPlatform.Kernel.FaultKind;

namespace EnforcementPlatform.Gateway;

/// <summary>Every refusal of the gateway. Reasons are API; each sentence names the rule and what to do.</summary>
internal static class DeliveryFaults
{
    public static readonly FaultType WrongState = new(Refused, "DELIVERY_WRONG_STATE", "该推送目前为“{state}”，不能{action}。请刷新后按页面所示的处理办法办理。");

    /// <summary>Every refusal, for the catalogue and its test.</summary>
    public static ImmutableArray<FaultType> All { get; } =
        [.. typeof(DeliveryFaults).GetFields().Where(field => field.FieldType == typeof(FaultType)).Select(field => (FaultType)field.GetValue(null)!)];
}
