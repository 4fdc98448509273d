using System.Text.RegularExpressions;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// What of an address tells where somebody lives although the rest is missing: the street with its house number (建设路12号), and any two numbered
/// parts in a row (12号院3号楼, 2单元501室). One number alone (8号) is in every text and tells nothing, a town neither.
/// </summary>
internal static partial class AddressParts
{
    private const int ShortestStreet = 2;

    /// <summary>The parts, folded (<see cref="FoldedText"/>).</summary>
    public static IEnumerable<string> Of(string address)
    {
        var folded = FoldedText.Of(address).Text;
        var parts = Numbered().Matches(folded).ToArray();
        if (parts.Length > 0 && StreetBefore(folded[..parts[0].Index]) is { Length: >= ShortestStreet } street)
        {
            yield return street + folded[parts[0].Index..];
            yield return street + HouseNumber().Match(parts[0].Value).Value;
        }

        if (parts.Length > 1)
        {
            yield return folded[parts[0].Index..];
        }

        foreach (var (first, second) in parts.Zip(parts.Skip(1)).Where(pair => pair.First.Index + pair.First.Length == pair.Second.Index))
        {
            yield return first.Value + second.Value;
        }
    }

    /// <summary>What follows the last district, town or neighbourhood office; 小区 and the like are none.</summary>
    private static string StreetBefore(string text) => Districts().Match(text) is { Success: true } district ? text[(district.Index + district.Length)..] : text;

    [GeneratedRegex("[0-9a-z一二三四五六七八九十百〇零]+(?:号院|号楼|号|弄|栋|幢|座|单元|楼|层|室|户|组|队|门)|[0-9]{2,}$")]
    private static partial Regex Numbered();

    /// <summary>Without the yard: whoever writes 12号 means 12号院.</summary>
    [GeneratedRegex("^[^号]+号?")]
    private static partial Regex HouseNumber();

    [GeneratedRegex("省|(?<!超)市|(?<![小社园库矿厂校院])区|县|旗|镇|乡|街道办事处|街道", RegexOptions.RightToLeft)]
    private static partial Regex Districts();
}
