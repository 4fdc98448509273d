using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>
/// Counts one period day by day and keeps what it met on the way, for the explanation.
/// </summary>
internal sealed class DayCount
{
    private readonly DeadlineRule rule;
    private readonly DateOnly start;
    private readonly ImmutableArray<Pause> pauses;
    private readonly WorkCalendar calendar;
    private readonly List<(DateOnly Date, string Why)> notCounted = [];
    private readonly List<CalendarDate> makeupDays = [];

    private DayCount(DeadlineRule rule, DateOnly start, ImmutableArray<Pause> pauses, WorkCalendar calendar) =>
        (this.rule, this.start, this.pauses, this.calendar) = (rule, start, pauses, calendar);

    /// <summary>The last day that is in time.</summary>
    public DateOnly End { get; private set; }

    /// <summary>The end before it moved off a day off; equal to <see cref="End"/> when it did not move.</summary>
    public DateOnly EndBeforeRolling { get; private set; }

    /// <summary>Days that were passed over, ascending, each with the reason that is printed.</summary>
    public IReadOnlyList<(DateOnly Date, string Why)> NotCounted => [.. notCounted.OrderBy(day => day.Date)];

    /// <summary>Weekend days that were worked and so were counted.</summary>
    public IReadOnlyList<CalendarDate> MakeupDays => [.. makeupDays.OrderBy(day => day.Date)];

    public bool Provisional { get; private set; }

    public static DayCount Run(DeadlineRule rule, DateOnly start, ImmutableArray<Pause> pauses, WorkCalendar calendar)
    {
        var count = new DayCount(rule, start, pauses, calendar);
        count.EndBeforeRolling = rule.Unit switch
        {
            DeadlineUnit.WorkingDay when rule.Before => count.WorkingDays(rule.Amount + 1, -1),
            DeadlineUnit.WorkingDay => count.WorkingDays(rule.Amount, 1),
            DeadlineUnit.CalendarDay => count.PastPauses(start.AddDays(rule.Amount)),
            DeadlineUnit.Month => count.PastPauses(start.AddMonths(rule.Amount)),
            _ => count.PastPauses(start.AddYears(rule.Amount)),
        };
        count.End = rule.Rolls && rule.Unit != DeadlineUnit.WorkingDay ? count.Rolled() : count.EndBeforeRolling;
        return count;
    }

    private DateOnly WorkingDays(int amount, int direction)
    {
        var date = start;
        for (var left = amount; left > 0;)
        {
            date = date.AddDays(direction);
            left -= IsCounted(date) ? 1 : 0;
        }

        return date;
    }

    private bool IsCounted(DateOnly date)
    {
        var day = calendar.DayOf(date);
        Provisional |= day.Provisional;
        if (PauseOn(date) is { } pause)
        {
            notCounted.Add((date, Because(pause)));
        }
        else if (!day.IsWorkingDay)
        {
            notCounted.Add((date, day.Kind == DayKind.Holiday ? $"{day.Name}放假" : "周末"));
        }
        else
        {
            if (day.Kind == DayKind.Makeup)
            {
                makeupDays.Add(day);
            }

            return true;
        }

        return false;
    }

    /// <summary>Moves an end by as many days as lay in pauses; days it moves over may lie in pauses again.</summary>
    private DateOnly PastPauses(DateOnly end)
    {
        for (var date = start.AddDays(1); date <= end; date = date.AddDays(1))
        {
            if (PauseOn(date) is { } pause)
            {
                notCounted.Add((date, Because(pause)));
                end = end.AddDays(1);
            }
        }

        return end;
    }

    private DateOnly Rolled()
    {
        var end = EndBeforeRolling;
        while (IsOff(end))
        {
            end = end.AddDays(1);
        }

        return end;
    }

    private bool IsOff(DateOnly date)
    {
        var day = calendar.DayOf(date);
        Provisional |= day.Provisional;
        return !day.IsWorkingDay;
    }

    private Pause? PauseOn(DateOnly date) => pauses.FirstOrDefault(pause => pause.Covers(date));

    private static string Because(Pause pause) => $"{pause.Reason}，{pause.Basis.ToChinese()}";
}
