using EnforcementPlatform.Law;
using Cited = EnforcementPlatform.Contracts.Ledger.Citation;

namespace EnforcementPlatform.Disclosure;

/// <summary>How a decision names the rules it rests on.</summary>
internal static class Citing
{
    /// <summary>A rule that holds.</summary>
    public static Cited Of(Rule rule) => new() { Rule = rule.Code, Article = Citation.ToChinese(rule.Basis) };

    /// <summary>A time limit and whether it was kept: what is done late stands, and shows that it was late.</summary>
    public static Cited Of(Rule<InTimeFacts> rule, Deadline? limit, DateOnly today)
    {
        var cited = Of(rule);
        if (limit is not null)
        {
            cited.Parameters.Add("last_day", $"{limit.LastDay:yyyy-MM-dd}");
            cited.Parameters.Add("holds", rule.Holds(new(today, limit.LastDay)) ? "true" : "false");
        }

        return cited;
    }
}
