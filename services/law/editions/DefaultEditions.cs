using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Law;

/// <summary>The editions that travel with the program, at position 0.</summary>
internal static class DefaultEditions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static IEnumerable<Edition> Read() =>
        EmbeddedData.Read("editions").SelectMany(json => JsonSerializer.Deserialize<Row[]>(json, Json)!).Select(row => row.ToEdition())
            .Concat(EmbeddedData.Read("holidays-").Select(OfCalendar));

    private static Edition OfCalendar(string json)
    {
        var year = CalendarYear.Parse(json);
        return new Edition
        {
            Key = EditionKeys.Calendar(year.Year),
            Position = 0,
            Authority = Authority.StateCouncil,
            ValidFrom = new DateOnly(year.Year, 1, 1),
            ValidTo = new DateOnly(year.Year, 12, 31),
            RecordedAt = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
            Source = new Citation(new Instrument(year.Title, year.NumberMark, year.Number)),
            Parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("calendar", json),
        };
    }

    private sealed record Row(
        string Key, Authority Authority, DateOnly ValidFrom, DateTimeOffset RecordedAt, string Instrument, string Number, SourceMark Mark, int Article,
        ImmutableSortedDictionary<string, string> Parameters, int Paragraph = 0)
    {
        public Edition ToEdition() => new()
        {
            Key = Key,
            Position = 0,
            Authority = Authority,
            ValidFrom = ValidFrom,
            RecordedAt = RecordedAt,
            Source = new Citation(new Instrument(Instrument, Mark, Number), Article, Paragraph),
            Parameters = Parameters.WithComparers(StringComparer.Ordinal),
        };
    }
}
