using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>Who set an edition. The number is the rank: where two apply, the higher goes first; see <see cref="Editions.At"/> for the organ's own.</summary>
public enum Authority
{
    /// <summary>本机关: may only narrow what the others leave it, never widen it.</summary>
    Organ = 1,

    /// <summary>地方性法规、地方政府规章</summary>
    Province = 2,

    /// <summary>部门规章 of a department of the State Council (its hearing standard goes before the province's: 河南省行政处罚听证办法 4).</summary>
    Department = 3,

    /// <summary>行政法规 and documents of the State Council</summary>
    StateCouncil = 4,

    /// <summary>法律</summary>
    Law = 5,
}

/// <summary>
/// One version of a parameterised rule, immutable. A decision cites {<see cref="Key"/>, <see cref="Position"/>, the parameters it used}.
/// </summary>
public sealed record Edition
{
    /// <summary>What is versioned; one of <see cref="EditionKeys"/> or a key of the organ's own.</summary>
    public required string Key { get; init; }

    /// <summary>Version of the edition's stream, counted from 1; 0 for the defaults that travel with the program.</summary>
    public required long Position { get; init; }

    public required Authority Authority { get; init; }

    /// <summary>The sector it is limited to (工业和信息化, …); null: all sectors.</summary>
    public string? Sector { get; init; }

    /// <summary>First day on which it applies, Asia/Shanghai.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day on which it applies; null: until another takes its place.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>When this platform learnt of it, UTC.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required Citation Source { get; init; }

    /// <summary>The values, by name; money in fen, days as numbers, all as invariant text.</summary>
    public required ImmutableSortedDictionary<string, string> Parameters { get; init; }

    /// <summary>A parameter that is a whole number (fen, days).</summary>
    /// <exception cref="KeyNotFoundException">The edition has no such parameter.</exception>
    /// <exception cref="FormatException">It is not a whole number.</exception>
    public long Number(string parameter) =>
        long.Parse(Parameters[parameter], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    public bool AppliesOn(DateOnly date) => ValidFrom <= date && (ValidTo is null || date <= ValidTo);
}
