using System.Collections.Immutable;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Review;

/// <summary>
/// The time limit of a review: the organ's own (来源待核), from the day the material is complete, resting while the draft is with the handlers,
/// extended at most once. What is kept are days; the end is derived whenever it is asked.
/// </summary>
/// <param name="Start">Day of submission, not counted itself. Shanghai.</param>
/// <param name="Rests">Times with the handlers, oldest first.</param>
internal sealed record ReviewClock(DateOnly Start, ImmutableArray<Rest> Rests)
{
    public static readonly ReviewClock NotStarted = new(DateOnly.MinValue, []);

    public bool Extended { get; init; }

    public static ReviewClock From(DateOnly day) => new(day, []);

    /// <summary>Rests from the day after the return on.</summary>
    public ReviewClock PausedOn(DateOnly day) => this with { Rests = Rests.Add(new(day.AddDays(1), null)) };

    /// <summary>Runs again from the day after the draft came back.</summary>
    public ReviewClock ResumedOn(DateOnly day) => this with { Rests = Rests.SetItem(Rests.Length - 1, Rests[^1] with { To = day }) };

    /// <summary>The end as it is known on a day.</summary>
    public Deadline Derive(DateOnly today, Editions editions) =>
        ReviewDeadline.Derive(Start, [.. Rests.Select(rest => rest.Until(today)).OfType<Pause>()], Extended, editions);
}

/// <summary>A time with the handlers, both days included; without an end while it lasts.</summary>
internal sealed record Rest(DateOnly From, DateOnly? To)
{
    /// <summary>What of it is known on a day; null where it came back on the very day of the return.</summary>
    public Pause? Until(DateOnly today)
    {
        var to = To ?? today;
        return From <= to ? ReviewDeadline.Rest(From, to) : null;
    }
}
