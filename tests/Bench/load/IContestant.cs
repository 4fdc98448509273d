namespace EnforcementPlatform.Bench.Load;

/// <summary>One who takes part: a server under load, and what its callers do.</summary>
internal interface IContestant
{
    /// <summary>Name in the table, Chinese.</summary>
    string Name { get; }

    /// <summary>The callers of a round. Round 0 warms up and is not counted.</summary>
    IReadOnlyList<ICaller> CallersOf(int round);

    /// <summary>Called before the window of a round, outside it.</summary>
    Task Begin(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Called after the window, outside it.</summary>
    Task End(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Returns when everything the callers caused has been done; the window ends then.</summary>
    Task Settle(CancellationToken ct);

    /// <summary>CPU time of its servers so far.</summary>
    TimeSpan Cpu();
}
