using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Law;

/// <summary>The range of a fine as somebody has entered it, in fen, both ends included; and the sentence that is shown beside the draft.</summary>
/// <param name="Range">The edition that gives it; null where nobody entered one for the article: then nothing was compared.</param>
public sealed record FineRange(Edition? Range, string Sentence);

/// <summary>
/// Which edition gives the range of a fine under which article: data (<c>data/fine-ranges.json</c>), found however the instrument is written.
/// An article that nobody has entered is said, never passed over.
/// </summary>
public static class FineRanges
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly ImmutableArray<(ImmutableArray<ArticlePlace> Places, string Key)> Known =
    [
        .. EmbeddedData.Read("fine-ranges")
            .SelectMany(json => JsonSerializer.Deserialize<Row[]>(json, Json)!)
            .Select(row => (
                row.Names.Select(name => new ArticlePlace(ArticlePlace.BareName(name), row.Article, 0, row.Paragraph)).ToImmutableArray(),
                row.Key)),
    ];

    /// <summary>
    /// The key of the edition for an article as it was typed; null where none was entered. A place within an article that has a range has that
    /// range; a whole article has the range of its one paragraph that has one.
    /// </summary>
    public static string? KeyOf(string typed)
    {
        if (ArticlePlace.Read(typed) is not { } place)
        {
            return null;
        }

        var above = Known.Where(one => one.Places.Any(place.IsWithin)).Select(one => one.Key).ToArray();
        var found = above.Length > 0 ? above : [.. Known.Where(one => one.Places.Any(known => known.IsWithin(place))).Select(one => one.Key)];
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>The range of the article that a fine rests on, as it stands on a day.</summary>
    public static FineRange Of(string articleApplied, Editions law, DateOnly day) =>
        KeyOf(articleApplied) is { } key && law.TryAt(key, day, sector: null, out var range)
            ? new(range, $"罚款幅度：{Yuan(range.Number("min_fen"))}以上{Yuan(range.Number("max_fen"))}以下（{range.Source.ToChinese()}），系统已核对罚款数额。")
            : new(null, $"所引条款“{articleApplied}”的罚款幅度尚未录入，系统没有核对罚款数额。请对照条文原文核对（《中华人民共和国行政处罚法》第三十四条）。");

    private static string Yuan(long fen)
    {
        const long tenThousand = 10_000_00, yuan = 100;
        return fen % tenThousand == 0
            ? (fen / tenThousand).ToString(CultureInfo.InvariantCulture) + "万元"
            : ((decimal)fen / yuan).ToString("0.##", CultureInfo.InvariantCulture) + "元";
    }

    private sealed record Row(ImmutableArray<string> Names, int Article, string Key, int Paragraph = 0);
}
