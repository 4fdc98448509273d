using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records;

/// <summary>What the day of a change of a register must satisfy.</summary>
internal static class RegisterDay
{
    /// <summary>
    /// A change of the register counts from its day on. The day is not before that of the change before it, whose time it would take away, and not
    /// ahead: what is not yet so is recorded when it is.
    /// </summary>
    public static void RequireBetween(DateOnly earliest, DateOnly day, DateOnly today, string field = "from") => new Check()
        .That(day >= earliest, field, "BEFORE_LAST_CHANGE", $"不得早于上一次变更的生效日（{ChineseDate.Write(earliest)}）。")
        .That(day <= today, field, "FUTURE", $"不得晚于今天（{ChineseDate.Write(today)}），请在生效之日登记。")
        .ThrowIfAny();

    /// <summary>
    /// The last day of something is not before what was recorded of it, and not so far ahead that it can only be a slip of the pen: until it has come
    /// it can be set anew.
    /// </summary>
    public static void RequireLast(DateOnly earliest, DateOnly day, DateOnly latest, string field = "last_day") => new Check()
        .That(day >= earliest, field, "BEFORE_LAST_CHANGE", $"不得早于最近一次已登记的任职或变更之日（{ChineseDate.Write(earliest)}），请核对最后一日。")
        .That(day <= latest, field, "TOO_FAR_AHEAD", $"不得晚于{ChineseDate.Write(latest)}，请核对最后一日；更晚离开的，请临近时再登记。")
        .ThrowIfAny();
}
