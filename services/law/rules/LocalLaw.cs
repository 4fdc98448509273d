using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Law;

/// <summary>
/// What a province, a city and the organ itself add to the law: data of the organ (<c>data/local-law.json</c>), not code. An organ elsewhere puts
/// its own instruments under the same codes; a rule without a local basis there rests on the national law alone.
/// </summary>
public static class LocalLaw
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly Content Data = JsonSerializer.Deserialize<Content>(EmbeddedData.Read("local-law").Single(), Json)!;

    private static readonly ImmutableDictionary<string, Instrument> Instruments = Data.Instruments.ToImmutableDictionary(
        one => one.Key, one => new Instrument(one.Value.Title, one.Value.Mark, one.Value.Number));

    private static readonly ImmutableDictionary<string, ImmutableArray<Citation>> Bases = Data.Bases.ToImmutableDictionary(
        one => one.Key, one => one.Value.Select(Read).ToImmutableArray());

    /// <summary>行政执法条例 or the like of the province.</summary>
    public static Instrument Enforcement => Instruments["enforcement"];

    /// <summary>行政处罚听证办法 of the province.</summary>
    public static Instrument Hearing => Instruments["hearing"];

    /// <summary>The organ's own 具体办法; the amounts given here are common custom until it is written.</summary>
    public static Instrument Own => Instruments["own"];

    /// <summary>The province, as the catalogue of time limits names it.</summary>
    public static string Region => Data.Region;

    /// <summary>Every code that has a local basis, with it.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<Citation>> All => Bases;

    /// <summary>The local basis of a rule, time limit or refusal; empty where there is none.</summary>
    public static ImmutableArray<Citation> Of(string code) => Bases.GetValueOrDefault(code, []);

    /// <summary>The same as it stands in a sentence.</summary>
    public static string Cite(string code) => Citation.ToChinese(Of(code));

    /// <summary>Short title and address of every local instrument that a sentence names, where the organ gave an address.</summary>
    public static ImmutableArray<(string Title, string Link)> LinksIn(string sentence) =>
    [
        .. Data.Instruments.Values
            .Where(one => one.Link.Length > 0 && sentence.Contains($"《{one.Title}》", StringComparison.Ordinal))
            .Select(one => ($"《{one.FullName ?? one.Title}》", one.Link)),
    ];

    private static Citation Read(Place place) => new(Instruments[place.Instrument], place.Article, place.Paragraph, place.Item) { Where = place.Where };

    private sealed record Content(
        string Region, ImmutableSortedDictionary<string, Row> Instruments, ImmutableSortedDictionary<string, ImmutableArray<Place>> Bases);

    /// <param name="Title">As refusals name it: the full name, or a short title of a long one.</param>
    /// <param name="Link">Where people read it; empty where there is nothing yet.</param>
    private sealed record Row(string Title, SourceMark Mark, string Link, string? FullName = null, string? Number = null);

    private sealed record Place(string Instrument, int Article = 0, int Paragraph = 0, int Item = 0, string? Where = null);
}
