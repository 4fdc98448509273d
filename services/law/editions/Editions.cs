using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace EnforcementPlatform.Law;

/// <summary>A set of editions and the choice among them. Immutable; knows nothing of the clock.</summary>
public sealed class Editions
{
    private readonly ImmutableArray<Edition> editions;

    public Editions(IEnumerable<Edition> editions) => this.editions = [.. editions];

    public IReadOnlyList<Edition> All => editions;

    /// <summary>These and one more.</summary>
    public Editions With(Edition edition) => new(editions.Add(edition));

    /// <summary>What was known at an instant: the set with which a decision of that time is to be judged.</summary>
    public Editions KnownBy(DateTimeOffset instant) => new(editions.Where(edition => edition.RecordedAt <= instant));

    /// <summary>
    /// The edition that applies on a date in a sector. The higher <see cref="Authority"/> goes first; then one for this very
    /// sector before one for all; then the later valid-from; then the one recorded last; then the higher position.
    /// </summary>
    /// <exception cref="EditionMissingException">None applies.</exception>
    public Edition At(string key, DateOnly date, string? sector = null) =>
        TryAt(key, date, sector, out var edition) ? edition : throw new EditionMissingException(key, date);

    /// <summary>As <see cref="At"/>, false where none applies.</summary>
    public bool TryAt(string key, DateOnly date, string? sector, [NotNullWhen(true)] out Edition? edition)
    {
        edition = editions
            .Where(one => one.Key == key && one.AppliesOn(date) && (one.Sector is null || one.Sector == sector))
            .OrderByDescending(one => one.Authority)
            .ThenByDescending(one => one.Sector is not null)
            .ThenByDescending(one => one.ValidFrom)
            .ThenByDescending(one => one.RecordedAt)
            .ThenByDescending(one => one.Position)
            .FirstOrDefault();
        return edition is not null;
    }
}

/// <summary>No edition of a key applies on a date: it must be adopted before the act can be decided.</summary>
public sealed class EditionMissingException(string key, DateOnly date)
    : Exception($"{date:yyyy年M月d日}没有可适用的规则版本“{key}”。请先录入该规则的版本（须注明文号和施行日期）。")
{
    public string Key { get; } = key;

    public DateOnly Date { get; } = date;
}
