using System.Collections.Immutable;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>One datum in a text: what it is, how it is spelled, and as it is written.</summary>
internal sealed record Plant(string Kind, string Class, string Spelling, string Written);

/// <summary>A text with its labels. A class of <see cref="Allowed"/> may be found or not: an organ's own telephone, an account of the treasury.</summary>
internal sealed record PrivacyText(string Text, ImmutableArray<Plant> Plants, ImmutableArray<string> Allowed)
{
    public IEnumerable<string> Classes => Plants.Select(plant => plant.Class).Distinct(StringComparer.Ordinal);
}
