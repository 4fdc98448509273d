using System.Globalization;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Host.Story;

/// <summary>Days as the contracts write them.</summary>
internal static class ShanghaiDay
{
    /// <summary>ISO date in Asia/Shanghai.</summary>
    public static string Of(DateTimeOffset instant) => ShanghaiTime.DateOf(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
