namespace EnforcementPlatform.Law;

/// <summary>Whether somebody has read the text that a fact is taken from.</summary>
public enum SourceMark
{
    /// <summary>Read in a copy of the official text.</summary>
    Verified,

    /// <summary>来源待核: taken from a secondary copy or local custom; MUST stay configurable and be shown as such.</summary>
    Pending,
}

/// <summary>A law, regulation, rule or notice.</summary>
/// <param name="Name">Full official name, without the 书名号.</param>
/// <param name="Number">Document number, where the name alone is not how it is cited.</param>
public sealed record Instrument(string Name, SourceMark Mark = SourceMark.Verified, string? Number = null)
{
    /// <summary>《name》 and in brackets its number, where there is one, and 来源待核, where nobody has read the official text.</summary>
    public string ToChinese() => (Number, Mark) switch
    {
        (null, SourceMark.Verified) => $"《{Name}》",
        (null, _) => $"《{Name}》（来源待核）",
        (_, SourceMark.Verified) => $"《{Name}》（{Number}）",
        _ => $"《{Name}》（{Number}，来源待核）",
    };
}

/// <summary>A place in an instrument. A zero article cites the instrument as a whole.</summary>
/// <param name="Paragraph">款, counted from 1; 0 when the whole article is meant.</param>
/// <param name="Item">项, counted from 1; 0 when no single item is meant.</param>
public sealed record Citation(Instrument Instrument, int Article = 0, int Paragraph = 0, int Item = 0)
{
    /// <summary>The place in an instrument that has no numbered articles, as it is written there; null where the numbers say it.</summary>
    public string? Where { get; init; }

    /// <summary>As officials write it: 《中华人民共和国行政处罚法》第六十四条第一项.</summary>
    public string ToChinese() => Instrument.ToChinese() + Place;

    /// <summary>Several in a row, an instrument named once for all its places: 《中华人民共和国行政处罚法》第四十四条、第六十二条.</summary>
    public static string ToChinese(IEnumerable<Citation> citations)
    {
        var written = new List<string>();
        Instrument? named = null;
        foreach (var citation in citations)
        {
            written.Add(citation.Instrument == named ? citation.Place : citation.ToChinese());
            named = citation.Instrument;
        }

        return string.Join('、', written);
    }

    /// <summary>The place alone, where the instrument was named before: 第六十四条第一项.</summary>
    public string Place => Where ?? Part(Article, "条") + Part(Paragraph, "款") + Part(Item, "项");

    private static string Part(int number, string unit) => number == 0 ? "" : $"第{ChineseNumber.Write(number)}{unit}";
}
