using System.Collections.Immutable;

namespace EnforcementPlatform.Bench.Privacy;

/// <summary>One way of writing a datum otherwise than it is usually written.</summary>
/// <param name="Family">Which kinds of data it is for: a key of <see cref="Families"/>.</param>
/// <param name="Does">What it does, in a few words.</param>
/// <param name="Write">The datum as it then stands in the text, its label included. May give the usual form for a datum it has no hold on.</param>
internal sealed record Spelling(string Name, string Family, string Does, Func<Draw, Datum, string> Write)
{
    /// <summary>The usual way of writing.</summary>
    public static readonly Spelling Usual = new("usual", "any", "as people usually write it", (_, datum) => datum.Label + datum.Plain);

    private static readonly string[] _numbers =
    [
        "citizen-18", "citizen-18-x", "citizen-15", "passport", "hong-kong-macao-permit", "taiwan-permit", "residence-permit", "foreigner-permit", "bank-card", "bank-account",
        "mobile", "landline", "qq",
    ];

    private static readonly string[] _plates = ["plate", "plate-new-energy", "plate-of-a-group", "plate-cross-border"];

    /// <summary>The kinds of data that each family of spellings is for.</summary>
    public static readonly ImmutableDictionary<string, string[]> Families = new Dictionary<string, string[]>
    {
        ["any"] = [.. Kind.All.Select(kind => kind.Name)],
        ["number"] = _numbers,
        ["long-number"] = ["citizen-18", "citizen-18-x", "bank-card", "residence-permit"],
        ["citizen"] = ["citizen-18", "citizen-18-x", "residence-permit"],
        ["citizen-x"] = ["citizen-18-x"],
        ["mobile"] = ["mobile"],
        ["landline"] = ["landline"],
        ["plate"] = _plates,
        ["email"] = ["email"],
        ["handle"] = ["wechat", "alipay"],
        ["wechat"] = ["wechat"],
        ["qq"] = ["qq"],
        ["alipay"] = ["alipay"],
        ["name"] = ["name"],
        ["name-with-dot"] = ["name-of-a-minority"],
        ["address"] = ["address-in-town", "address-in-village"],
        ["address-in-town"] = ["address-in-town"],
    }.ToImmutableDictionary();

    public IReadOnlyList<string> Kinds => Families[Family];
}
