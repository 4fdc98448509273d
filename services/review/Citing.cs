using EnforcementPlatform.Law;
using Cited = EnforcementPlatform.Contracts.Ledger.Citation;

namespace EnforcementPlatform.Review;

/// <summary>How a decision names the rules it rests on.</summary>
internal static class Citing
{
    /// <summary>A rule that holds.</summary>
    public static Cited Of(Rule rule) => new() { Rule = rule.Code, Article = Citation.ToChinese(rule.Basis) };

    /// <summary>The time limit and whether it was kept: an opinion given late stands, and shows that it was late.</summary>
    public static Cited Of(Deadline limit, DateOnly today)
    {
        var cited = new Cited
        {
            Rule = limit.Rule.Key,
            Article = Citation.ToChinese(limit.Rule.Basis),
            Edition = EditionKeys.LegalReviewDays,
        };
        cited.Parameters.Add("last_day", $"{limit.LastDay:yyyy-MM-dd}");
        cited.Parameters.Add("holds", today <= limit.LastDay ? "true" : "false");
        return cited;
    }
}
