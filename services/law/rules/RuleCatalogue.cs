using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>Every rule of this library, for printing and for finding a rule by its code.</summary>
public static class RuleCatalogue
{
    public static ImmutableArray<Rule> All { get; } = [.. PenaltyRules.All, .. RecordRules.All, .. EditionRules.All, .. DisclosureRules.All];

    private static readonly ImmutableDictionary<string, Rule> ByCode = All.ToImmutableDictionary(rule => rule.Code);

    /// <summary>The rule of a code.</summary>
    /// <exception cref="KeyNotFoundException">No such rule.</exception>
    public static Rule Find(string code) => ByCode[code];
}
