using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Deadline = EnforcementPlatform.Law.Deadline;
using Edition = EnforcementPlatform.Law.Edition;

namespace EnforcementPlatform.Records.Cases;

/// <summary>The editions, calendar among them, that a decision goes by. Pure.</summary>
internal sealed record LawInForce(Editions Editions)
{
    private const int MostDerived = 4096;

    /// <summary>What was derived from a calendar, while the calendar lives: a period is a pure function of rule, day and calendar.</summary>
    private static readonly ConditionalWeakTable<WorkCalendar, BoundedMemory<(string Key, DateOnly Start), Deadline>> Derived = [];

    /// <summary>
    /// The end of a period that starts on a day; provisional where it reaches a year without a notice. Every answer about a case asks, mostly for
    /// the same few days.
    /// </summary>
    public Deadline Derive(string key, DateOnly start)
    {
        var known = Derived.GetValue(Editions.Calendar, _ => new(MostDerived));
        if (!known.TryFind((key, start), out var derived))
        {
            known.Keep((key, start), derived = Deadline.Derive(DeadlineCatalogue.Find(key), start, [], Editions.Calendar));
        }

        return derived;
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
            throw CaseFaults.EditionMissing.With(("key", missing.Key), ("date", IsoDay.Write(missing.Date)));
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
