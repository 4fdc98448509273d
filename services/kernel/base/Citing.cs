using EnforcementPlatform.Law;
using Cited = EnforcementPlatform.Contracts.Ledger.Citation;
using Deadline = EnforcementPlatform.Law.Deadline;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Kernel;

/// <summary>How an entry names the rules that its decision rests on, with what they were judged by, so that anyone can judge them again.</summary>
public static class Citing
{
    /// <summary>A rule that holds.</summary>
    public static Cited Of(Rule rule) => new() { Rule = rule.Code, Article = Citation.ToChinese(rule.Basis) };

    /// <summary>A time limit and whether it was kept: what is done late stands, and shows that it was late. Without a last day the limit does not run.</summary>
    public static Cited Of(Rule<InTimeFacts> rule, DateOnly? lastDay, DateOnly on) =>
        lastDay is { } last ? Judged(Of(rule), last, rule.Holds(new(on, last))) : Of(rule);

    /// <summary>A period that an edition sets, and whether it was kept.</summary>
    public static Cited Of(Deadline limit, string edition, DateOnly on) => Judged(Of(limit, edition), limit.LastDay, on <= limit.LastDay);

    /// <summary>A period, with its start and its end as derived now. The end is derived again until it is met.</summary>
    public static Cited Of(Deadline period, DateOnly start)
    {
        var cited = Of(period, EditionKeys.Calendar(period.LastDay.Year));
        cited.Parameters.Add("start", IsoDay.Write(start));
        cited.Parameters.Add("last_day", IsoDay.Write(period.LastDay));
        if (period.Provisional)
        {
            cited.Parameters.Add("provisional", "true");
        }

        return cited;
    }

    /// <summary>The limitation of penalties (行政处罚法 36).</summary>
    public static Cited Of(Rule<LimitationFacts> rule, LimitationFacts facts)
    {
        var cited = Of(rule);
        cited.Parameters.Add("act_ended", IsoDay.Write(facts.ActEnded));
        cited.Parameters.Add("discovered", IsoDay.Write(facts.Discovered));
        cited.Parameters.Add("harmful", Text(facts.HarmToLifeHealthOrFinance));
        return cited;
    }

    /// <summary>The range of a fine, or that nobody has entered one, so that nothing was compared.</summary>
    public static Cited[] Of(FineRange? range)
    {
        if (range is null)
        {
            return [];
        }

        var cited = Of(PenaltyRules.FineWithinRange);
        if (range.Range is { } known)
        {
            return [cited, Of(known)];
        }

        cited.Parameters.Add("range", "unknown");
        return [cited];
    }

    /// <summary>An edition with all its values.</summary>
    public static Cited Of(Edition edition)
    {
        var cited = new Cited { Rule = edition.Key, Article = edition.Source.ToChinese(), Edition = $"{edition.Key}@{edition.Position}" };
        cited.Parameters.Add(edition.Parameters);
        return cited;
    }

    private static Cited Of(Deadline period, string edition) =>
        new() { Rule = period.Rule.Key, Article = Citation.ToChinese(period.Rule.Basis), Edition = edition };

    private static Cited Judged(Cited cited, DateOnly lastDay, bool holds)
    {
        cited.Parameters.Add("last_day", IsoDay.Write(lastDay));
        cited.Parameters.Add("holds", Text(holds));
        return cited;
    }

    private static string Text(bool value) => value ? "true" : "false";
}
