namespace EnforcementPlatform.Kernel;

/// <summary>The views of a ledger, as its scrub compares them. The log knows nothing else of views.</summary>
public interface IScrubbedViews
{
    /// <summary>Names, in the order in which they are compared.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Builds a view again beside the served one, reading so many entries a second: the first row in which they differ, without the values that may be
    /// personal; null where all rows agree, or the served one is behind.
    /// </summary>
    Task<string?> DifferenceIn(string view, int entriesPerSecond, CancellationToken ct);

    /// <summary>Throws a view away and lets it be made again.</summary>
    Task MakeAnew(string view);
}
