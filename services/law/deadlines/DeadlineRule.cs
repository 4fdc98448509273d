using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

public enum DeadlineUnit
{
    /// <summary>工作日</summary>
    WorkingDay,

    /// <summary>日（自然日）</summary>
    CalendarDay,

    /// <summary>小时: counted from the instant itself (民法典 201, second paragraph).</summary>
    Hour,

    /// <summary>个月: ends on the corresponding day, else on the month's last (民法典 202).</summary>
    Month,

    /// <summary>年: as months.</summary>
    Year,
}

/// <summary>Whose time it is. Where the calendar is provisional, the organ's own duties go by the earlier result, and the party's rights by the later.</summary>
public enum DeadlineOf
{
    /// <summary>The organ, or another authority, must act within it.</summary>
    Organ,

    /// <summary>The party may still act within it; nothing may be held against the party before it ends.</summary>
    Party,
}

/// <summary>One row of the catalogue of time limits: everything about a period but its start.</summary>
/// <param name="Key">Stable, SCREAMING_SNAKE; part of the API.</param>
/// <param name="Name">What the period is for, in Chinese.</param>
/// <param name="Amount">At least 1.</param>
/// <param name="StartsOn">The event it runs from, in Chinese; the day of the event is not counted.</param>
/// <param name="Basis">At least one citation.</param>
/// <param name="Jurisdiction">Where it applies: 全国, 河南省, 本机关.</param>
/// <param name="Mark">Whether the text that gives the amount has been read.</param>
public sealed record DeadlineRule(
    string Key, string Name, int Amount, DeadlineUnit Unit, string StartsOn, ImmutableArray<Citation> Basis, string Jurisdiction, SourceMark Mark)
{
    /// <summary>How a list marks a row that nothing asks.</summary>
    public const string ListedOnly = "仅列出";

    public DeadlineOf Of { get; init; } = DeadlineOf.Organ;

    /// <summary>True where the product goes by it: a gate, a display or supervision asks it. False: it is listed, to be looked up and counted only.</summary>
    public bool InForce { get; init; }

    /// <summary>
    /// Whether an end on a day off moves to the next working day (民法典 203). False for a fixed date, and where moving the
    /// end would lengthen a measure against the party. Meaningless for working days and hours.
    /// </summary>
    public bool Rolls { get; init; } = true;

    /// <summary>
    /// True where the act must come so long <em>before</em> the event (七日前). Neither the day of the act nor that of the
    /// event is counted: the reading that leaves the party the full period.
    /// </summary>
    public bool Before { get; init; }

    /// <summary>5个工作日, 90日, 24小时, 3个月, 2年</summary>
    public string Length => Amount + Unit switch
    {
        DeadlineUnit.WorkingDay => "个工作日",
        DeadlineUnit.CalendarDay => "日",
        DeadlineUnit.Hour => "小时",
        DeadlineUnit.Month => "个月",
        _ => "年",
    };
}
