using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// The two time limits of a disclosure: seven working days from the decision to publish (国办发〔2018〕118号, 来源待核), three working days
/// from the annulment to withdraw (行政处罚法 48, 85). What is kept are days; the end is derived with the organ's calendar whenever it is asked.
/// </summary>
internal static class DisclosureClock
{
    public const string Publish = "PUB_PENALTY";
    public const string Withdraw = "PUB_WITHDRAW";

    /// <summary>The end; provisional where it reaches a year without a notice.</summary>
    public static Deadline Derive(string rule, DateOnly start, Editions law) => Deadline.Derive(DeadlineCatalogue.Find(rule), start, [], law.Calendar);

    /// <summary>The last day as notices write it; empty where there is none to tell.</summary>
    public static string Write(Deadline? limit) => limit is null ? "" : IsoDay.Write(limit.LastDay);
}
