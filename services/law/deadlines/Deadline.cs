using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>
/// Days that a period does not count, both ends included. A pause that still lasts is passed with today as its end.
/// </summary>
/// <param name="Reason">Why, in Chinese, as it is to be printed.</param>
public sealed record Pause(DateOnly From, DateOnly To, string Reason, Citation Basis)
{
    public bool Covers(DateOnly date) => From <= date && date <= To;
}

/// <summary>A period with its end, and how the end was found. Derived, never stored as truth: start, rule and edition are the facts.</summary>
public sealed record Deadline
{
    public required DeadlineRule Rule { get; init; }

    /// <summary>The last day on which it is still in time, in Asia/Shanghai, by the calendar as enacted.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>
    /// The day to go by while the calendar is provisional: for the organ's duties the earliest that the coming notice may
    /// bring, for the party's rights the latest. Equal to <see cref="LastDay"/> when nothing is provisional.
    /// </summary>
    public required DateOnly SafeLastDay { get; init; }

    /// <summary>The day after which it is held to be missed: the organ goes by <see cref="LastDay"/>; against the party nothing is held before <see cref="SafeLastDay"/> is over.</summary>
    public DateOnly FinalDay => Rule.Of == DeadlineOf.Party ? SafeLastDay : LastDay;

    /// <summary>For hours the last instant that is still in time; else the instant at which <see cref="FinalDay"/> is over. UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>暂定: some day that was counted lies in a year whose notice is not out yet.</summary>
    public required bool Provisional { get; init; }

    public required DeadlineExplanation Explanation { get; init; }

    /// <summary>True when an act at this instant comes too late.</summary>
    public bool IsMissedAt(DateTimeOffset instant) => Rule.Unit == DeadlineUnit.Hour ? instant > Until : instant >= Until;

    /// <summary>Derives the end of a period of days, months or years that runs from (or, for 七日前, back from) a date.</summary>
    /// <exception cref="ArgumentException">The rule counts hours: these run from an instant.</exception>
    public static Deadline Derive(DeadlineRule rule, DateOnly start, ImmutableArray<Pause> pauses, WorkCalendar calendar)
    {
        if (rule.Unit == DeadlineUnit.Hour)
        {
            throw new ArgumentException($"{rule.Key} counts hours and runs from an instant, not from a date.", nameof(rule));
        }

        var count = DayCount.Run(rule, start, pauses, calendar);
        var reading = rule.Of == DeadlineOf.Party || rule.Before ? ProvisionalReading.MostRest : ProvisionalReading.MostWork;
        var safe = count.Provisional ? DayCount.Run(rule, start, pauses, calendar.Reading(reading)).End : count.End;
        return new Deadline
        {
            Rule = rule,
            LastDay = count.End,
            SafeLastDay = safe,
            Until = ShanghaiTime.StartOf((rule.Of == DeadlineOf.Party ? safe : count.End).AddDays(1)),
            Provisional = count.Provisional,
            Explanation = DeadlineExplanation.OfDays(rule, start, count, safe),
        };
    }

    /// <summary>As above from an instant: hours run from the instant itself, all other units from its date in Shanghai.</summary>
    /// <exception cref="ArgumentException">The rule counts hours and there are pauses: hours do not pause.</exception>
    public static Deadline Derive(DeadlineRule rule, DateTimeOffset start, ImmutableArray<Pause> pauses, WorkCalendar calendar)
    {
        if (rule.Unit != DeadlineUnit.Hour)
        {
            return Derive(rule, ShanghaiTime.DateOf(start), pauses, calendar);
        }

        if (!pauses.IsEmpty)
        {
            throw new ArgumentException($"{rule.Key} counts hours, which do not pause.", nameof(pauses));
        }

        var until = start.ToUniversalTime().AddHours(rule.Amount);
        return new Deadline
        {
            Rule = rule,
            LastDay = ShanghaiTime.DateOf(until),
            SafeLastDay = ShanghaiTime.DateOf(until),
            Until = until,
            Provisional = false,
            Explanation = DeadlineExplanation.OfHours(rule, start, until),
        };
    }
}
