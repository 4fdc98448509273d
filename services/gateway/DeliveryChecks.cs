using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Gateway;

/// <summary>Field checks that several requests share.</summary>
internal static class DeliveryChecks
{
    private const int LongestName = 32;

    /// <summary>Destination and disclosure.</summary>
    public static Check DeliveryId(this Check check, string value)
    {
        var dot = value.IndexOf('.', StringComparison.Ordinal);
        return dot < 1
            ? check.That(false, "delivery_id", value.Length == 0 ? "REQUIRED" : "DELIVERY_ID", value.Length == 0 ? "不能为空。" : "应为“目标.公示编号”。")
            : check.Key(value[..dot], "delivery_id", LongestName).Id(value[(dot + 1)..], "delivery_id");
    }

    public static Check Destination(this Check check, string value) => value.Length == 0 ? check : check.Key(value, "destination", LongestName);
}
