using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>
/// The texts to be judged: as many with planted data as ordinary ones, the same for the same seed. Made without knowledge of any detector, from public
/// standards and the ways people write.
/// </summary>
internal static class PrivacyCorpus
{
    public const int Texts = 20_000;
    public const int Shortest = 30;
    public const int Longest = 400;

    /// <summary>One of so many planted texts has all data in the usual spelling; the others take the spellings in turn.</summary>
    private const int UsualOneOf = 20;

    private const int PercentWithSecond = 15;
    private const int PercentOfOrgans = 3;

    /// <summary>Texts with one datum in a spelling and, now and then, a second of another class as usually written.</summary>
    public static IEnumerable<PrivacyText> Planted(ulong seed, int texts = Texts)
    {
        var draw = new Draw(seed);
        var turn = 0;
        for (var at = 0; at < texts; at++)
        {
            var spelling = at % UsualOneOf == 0 ? Spelling.Usual : Spellings.All[turn++ % Spellings.All.Count];
            yield return Fitting(() => WithPlants(draw, spelling));
        }
    }

    public static IEnumerable<PrivacyText> Ordinary(ulong seed, int texts = Texts)
    {
        var draw = new Draw(seed ^ 0xA5A5_A5A5_A5A5_A5A5);
        for (var at = 0; at < texts; at++)
        {
            yield return Fitting(() => WithoutPlants(draw));
        }
    }

    private static PrivacyText WithPlants(Draw draw, Spelling spelling)
    {
        var (first, sentence) = Sentence(draw, spelling);
        List<Plant> plants = [first.Plant];
        List<string> sentences = [sentence];
        List<string> allowed = first.Also is { } also ? [also] : [];
        if (draw.Chance(PercentWithSecond))
        {
            var (second, another) = Sentence(draw, Spelling.Usual);
            plants.Add(second.Plant);
            sentences.Add(another);
            allowed.AddRange(second.Also is { } second2 ? [second2] : []);
        }

        sentences.Insert(0, draw.Chance(70) ? OrdinarySentences.One(draw) : "");
        sentences.Add(draw.Chance(60) ? OrdinarySentences.One(draw) : "");
        return new(string.Concat(sentences), [.. plants], [.. allowed]);
    }

    private static ((Plant Plant, string? Also) Planted, string Sentence) Sentence(Draw draw, Spelling spelling)
    {
        var (datum, written) = spelling == Spelling.Usual ? AsUsual(draw) : Spellings.Respelled(draw, spelling);
        var plant = new Plant(datum.Kind.Name, datum.Kind.Class, spelling.Name, written);
        return ((plant, datum.Kind.Also), string.Format(CultureInfo.InvariantCulture, draw.Of(datum.Kind.Sentences), written));
    }

    private static (Datum Datum, string Written) AsUsual(Draw draw)
    {
        var datum = draw.Of(Kind.All).Draw(draw);
        return (datum, Spelling.Usual.Write(draw, datum));
    }

    private static PrivacyText WithoutPlants(Draw draw)
    {
        var sentences = Enumerable.Range(0, draw.Between(1, 4)).Select(_ => OrdinarySentences.One(draw)).ToList();
        if (!draw.Chance(PercentOfOrgans))
        {
            return new(string.Concat(sentences), [], []);
        }

        var (kind, sentence) = OrdinarySentences.OfAnOrgan(draw);
        return new(string.Concat([.. sentences, sentence]), [], [kind]);
    }

    private static PrivacyText Fitting(Func<PrivacyText> write)
    {
        while (true)
        {
            if (write() is { Text.Length: >= Shortest and <= Longest } text)
            {
                return text;
            }
        }
    }
}
