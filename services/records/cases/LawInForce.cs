using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Cited = EnforcementPlatform.Contracts.Ledger.Citation;
using Deadline = EnforcementPlatform.Law.Deadline;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The editions, calendar among them, that a decision goes by. Pure.</summary>
internal sealed record LawInForce(Editions Editions)
{
    private const int MostDerived = 4096;

    /// <summary>What was derived from a calendar, while the calendar lives: a period is a pure function of rule, day and calendar.</summary>
    private static readonly ConditionalWeakTable<WorkCalendar, ConcurrentDictionary<(string Key, DateOnly Start), Deadline>> Derived = [];

    /// <summary>
    /// The end of a period that starts on a day; provisional where it reaches a year without a notice. Every answer about a case asks, mostly for
    /// the same few days.
    /// </summary>
    public Deadline Derive(string key, DateOnly start)
    {
        var known = Derived.GetOrCreateValue(Editions.Calendar);
        if (known.TryGetValue((key, start), out var derived))
        {
            return derived;
        }

        if (known.Count >= MostDerived)
        {
            known.Clear();
        }

        return known[(key, start)] = Deadline.Derive(DeadlineCatalogue.Find(key), start, [], Editions.Calendar);
    }

    /// <summary>The edition of a key on a day.</summary>
    public Edition At(string key, DateOnly day)
    {
        try
        {
            return Editions.At(key, day);
        }
        catch (EditionMissingException missing)
        {
            throw CaseFaults.EditionMissing.With(("key", missing.Key), ("date", $"{missing.Date:yyyy-MM-dd}"));
        }
    }

    /// <summary>
    /// Whether a proposed penalty gives the right to a hearing. 暂扣许可证件 and 限制开展生产经营活动 are taken for other heavy penalties
    /// (行政处罚法 63(5)), and confiscation, which a draft does not price, for one above the threshold: the readings in the party's favour.
    /// Such a penalty is a major decision, too (河南省行政执法条例 28).
    /// </summary>
    public HearingRight HearingOn(PartyKind party, Terms terms, DateOnly day)
    {
        var threshold = At(Hearing.ThresholdKey(party == PartyKind.Citizen), day);
        var heavy = terms.Kinds.Any(kind => kind is PenaltyKind.SuspendLicence or PenaltyKind.RestrictBusiness
            or PenaltyKind.ConfiscateGains or PenaltyKind.ConfiscateGoods);
        return new(Hearing.IsRequired(terms.Penalty, threshold.Number("fen"), heavy), threshold);
    }

    /// <summary>The range of the fine under the article applied, known or not; null where there is no fine.</summary>
    public FineRange? FineRangeOn(Terms terms, DateOnly day) =>
        terms.Kinds.Contains(PenaltyKind.Fine) ? FineRanges.Of(terms.ArticleApplied, Editions, day) : null;
}

/// <summary>Whether there is a right to a hearing, and the edition of the threshold that says so.</summary>
internal sealed record HearingRight(bool Offered, Edition Threshold);

/// <summary>How a decision names the rules it rests on.</summary>
internal static class Citing
{
    /// <summary>A rule that holds.</summary>
    public static Cited Of(Rule rule) => new() { Rule = rule.Code, Article = Articles(rule.Basis) };

    /// <summary>A rule that is recorded whether or not it holds (a missed time limit).</summary>
    public static Cited Of(Rule<InTimeFacts> rule, InTimeFacts facts)
    {
        var cited = Of(rule);
        cited.Parameters.Add("last_day", $"{facts.LastDay:yyyy-MM-dd}");
        cited.Parameters.Add("holds", rule.Holds(facts) ? "true" : "false");
        return cited;
    }

    /// <summary>The limitation with what it was judged by, so that anyone can judge it again.</summary>
    public static Cited Of(Rule<LimitationFacts> rule, LimitationFacts facts)
    {
        var cited = Of(rule);
        cited.Parameters.Add("act_ended", $"{facts.ActEnded:yyyy-MM-dd}");
        cited.Parameters.Add("discovered", $"{facts.Discovered:yyyy-MM-dd}");
        cited.Parameters.Add("harmful", facts.HarmToLifeHealthOrFinance ? "true" : "false");
        return cited;
    }

    /// <summary>A period, with its start and its end as derived now. The end is derived again until it is met.</summary>
    public static Cited Of(Deadline deadline, DateOnly start)
    {
        var cited = new Cited { Rule = deadline.Rule.Key, Article = Articles(deadline.Rule.Basis), Edition = EditionKeys.Calendar(deadline.LastDay.Year) };
        cited.Parameters.Add("start", $"{start:yyyy-MM-dd}");
        cited.Parameters.Add("last_day", $"{deadline.LastDay:yyyy-MM-dd}");
        if (deadline.Provisional)
        {
            cited.Parameters.Add("provisional", "true");
        }

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

    private static string Articles(ImmutableArray<Citation> basis) => string.Join("、", basis.Select(citation => citation.ToChinese()));
}
