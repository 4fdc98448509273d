using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Supervision;

/// <summary>How an obligation stands, whatever day it is.</summary>
internal enum Standing
{
    /// <summary>Not done.</summary>
    Open,

    /// <summary>Not done, and its time limit rests.</summary>
    Waiting,

    Met,

    MetLate,

    /// <summary>No longer asked for.</summary>
    Lapsed,
}

/// <summary>One thing that has to be done in a case. Derived from what is known and the rules in force; the clock is asked last, by <see cref="On"/>.</summary>
internal sealed record Owed(ObligationRule Rule)
{
    /// <summary>Of a delivery its key; else empty.</summary>
    public string Target { get; init; } = "";

    /// <summary>Null where it is not known.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>The last day; null while the time limit rests.</summary>
    public DateOnly? Due { get; init; }

    public bool Provisional { get; init; }

    public Standing Standing { get; init; }

    public DateOnly? MetOn { get; init; }

    public Bearer Bearer { get; init; }

    /// <summary>Department that has to act; empty for the organ as a whole and the party.</summary>
    public string Department { get; init; } = "";

    public string Explanation { get; init; } = "";

    /// <summary>What stands in the way; empty unless it is open.</summary>
    public ImmutableArray<Block> Blocks { get; init; } = [];

    /// <summary>A time limit that runs from a day; provisional where it reaches a year without a notice.</summary>
    public static Owed Limited(ObligationRule rule, DateOnly start, Deadline limit) =>
        new(rule) { Start = start, Due = limit.FinalDay, Provisional = limit.Provisional, Explanation = limit.Explanation.ToChinese() };

    /// <summary>Done on a day; unchanged where that is null.</summary>
    public Owed Done(DateOnly? on) =>
        on is null ? this : this with { MetOn = on, Standing = on > Due ? Standing.MetLate : Standing.Met, Blocks = [] };

    /// <summary>No longer asked for, unless it was done; unchanged where nothing ended it.</summary>
    public Owed EndedBy(DateOnly? end, string why) =>
        end is { } day && Standing == Standing.Open
            ? this with { Standing = Standing.Lapsed, Blocks = [], Explanation = $"{Explanation}\n{why}{(day > Due ? "，此前期限已经届满" : "")}。" }
            : this;

    /// <summary>What stands in the way, as long as it is not done.</summary>
    public Owed Hindered(ImmutableArray<Block> blocks) => Standing == Standing.Open ? this with { Blocks = blocks } : this;

    /// <summary>How it stands on a day.</summary>
    public ObligationState On(DateOnly today) => StateOf(Standing, Due, !Blocks.IsEmpty, today);

    /// <summary>What is open is overdue once its last day is over, whatever stands in the way.</summary>
    public static ObligationState StateOf(Standing standing, DateOnly? due, bool blocked, DateOnly today) => standing switch
    {
        Standing.Open when today > due => ObligationState.Overdue,
        Standing.Open when blocked => ObligationState.Blocked,
        Standing.Open => ObligationState.Due,
        Standing.Waiting => ObligationState.Waiting,
        Standing.Met => ObligationState.Met,
        Standing.MetLate => ObligationState.MetLate,
        _ => ObligationState.Lapsed,
    };
}
