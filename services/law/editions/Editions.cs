using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace EnforcementPlatform.Law;

/// <summary>A set of editions and the choice among them. Immutable; knows nothing of the clock; thread-safe.</summary>
public sealed class Editions
{
    private readonly ImmutableArray<Edition> editions;
    private readonly Lazy<WorkCalendar> calendar;

    public Editions(IEnumerable<Edition> editions)
    {
        this.editions = [.. editions];
        calendar = new Lazy<WorkCalendar>(BuildCalendar);
    }

    /// <summary>What travels with the program: the calendars, the two hearing thresholds of Henan, the ranges of 民用爆炸物品安全管理条例 44(3), 45 and 49.</summary>
    public static Editions Default { get; } = new(DefaultEditions.Read());

    public IReadOnlyList<Edition> All => editions;

    /// <summary>The calendar of every year for which there is an edition.</summary>
    public WorkCalendar Calendar => calendar.Value;

    /// <summary>These and one more.</summary>
    public Editions With(Edition edition) => new(editions.Add(edition));

    /// <summary>
    /// The edition that applies on a date in a sector. Among those set above the organ the higher <see cref="Authority"/> goes
    /// first; then one for this very sector before one for all; then the later valid-from; then the one recorded last; then
    /// the higher position. The organ's own edition takes its place only where it narrows it. The arrangement of a year's holidays is one
    /// thing for the whole year, whatever day its notice bears: the one entered last stands on every day of it.
    /// </summary>
    /// <exception cref="EditionMissingException">None applies.</exception>
    public Edition At(string key, DateOnly date, string? sector = null) =>
        TryAt(key, date, sector, out var edition) ? edition : throw new EditionMissingException(key, date);

    /// <summary>As <see cref="At"/>, false where none applies.</summary>
    public bool TryAt(string key, DateOnly date, string? sector, [NotNullWhen(true)] out Edition? edition)
    {
        var ordered = EditionKeys.YearOf(key) is null
            ? editions
                .Where(one => one.Key == key && one.AppliesOn(date) && (one.Sector is null || one.Sector == sector))
                .OrderByDescending(one => one.Authority)
                .ThenByDescending(one => one.Sector is not null)
                .ThenByDescending(one => one.ValidFrom)
                .ThenByDescending(one => one.RecordedAt)
                .ThenByDescending(one => one.Position)
                .ToArray()
            : [.. editions.Where(one => one.Key == key).OrderByDescending(one => one.Authority).ThenByDescending(one => one.Position).ThenByDescending(one => one.RecordedAt)];
        var above = ordered.FirstOrDefault(one => one.Authority != Authority.Organ);
        var own = ordered.FirstOrDefault(one => one.Authority == Authority.Organ);
        edition = own is not null && Stands(key, own, above) ? own : above;
        return edition is not null;
    }

    /// <summary>Whether an organ's own edition takes the place: it narrows what is above it, or is about what the organ alone decides.</summary>
    private static bool Stands(string key, Edition own, Edition? above) => EditionShape.Of(key) is { } shape
        && (above is null ? shape.FloorSetBy == Authority.Organ : shape.Narrows(own, above));

    private WorkCalendar BuildCalendar() => WorkCalendar.Of(
        from key in editions.Select(edition => edition.Key).Distinct()
        let year = EditionKeys.YearOf(key)
        where year is not null
        select CalendarYear.Parse(At(key, new DateOnly(year.Value, 1, 1)).Parameters["calendar"]));
}

/// <summary>No edition of a key applies on a date: it must be adopted before the act can be decided.</summary>
public sealed class EditionMissingException(string key, DateOnly date)
    : Exception($"{ChineseDate.Write(date)}没有可适用的规则版本“{key}”。请先录入该规则的版本（须注明文号和施行日期）。")
{
    public string Key { get; } = key;

    public DateOnly Date { get; } = date;
}
