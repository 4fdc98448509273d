using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using EnforcementPlatform.Bench.Load;

namespace EnforcementPlatform.Bench.Append;

/// <summary>Counts of tags: role, purpose and what was done with them (made or checked).</summary>
internal sealed record TagCounts(FrozenDictionary<TagKey, long> Of)
{
    /// <summary>What was counted since an earlier page.</summary>
    public TagCounts Since(TagCounts earlier) => new(Of.ToFrozenDictionary(one => one.Key, one => one.Value - earlier.Of.GetValueOrDefault(one.Key)));
}

/// <summary>One count.</summary>
internal readonly record struct TagKey(string Role, string Purpose, bool IsMade);

/// <summary>Reads the counts at <c>/metrics</c> of one role, whose page shows every role of its process.</summary>
internal sealed partial class TagPage(Uri role) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = role };

    /// <summary>The counts as the product shows them: for 300 ms it shows the same again.</summary>
    public async Task<TagCounts> Read(CancellationToken ct)
    {
        var page = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), ct);
        var counts = Line().Matches(page).ToFrozenDictionary(
            line => new TagKey(line.Groups["role"].Value, line.Groups["purpose"].Value, line.Groups["step"].Value == "made"),
            line => long.Parse(line.Groups["count"].ValueSpan, CultureInfo.InvariantCulture));
        return counts.Count > 0 ? new(counts) : throw new InvalidOperationException("/metrics shows no enforcement_tags_total");
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("^enforcement_tags_total\\{[^}]*purpose=\"(?<purpose>[^\"]*)\",role=\"(?<role>[^\"]*)\",step=\"(?<step>[^\"]*)\"[^}]*\\} (?<count>\\d+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}

/// <summary>The product as contestant; its tags are counted over each window, and so with all that its roles do meanwhile.</summary>
internal sealed class CountedProduct(IContestant product, TagPage page) : IContestant
{
    private readonly List<TagCounts> _rounds = [];
    private TagCounts? _before;

    /// <summary>Of each round so far, the one that warms up included.</summary>
    public IReadOnlyList<TagCounts> Rounds => _rounds;

    public string Name => product.Name;

    public IReadOnlyList<ICaller> CallersOf(int round) => product.CallersOf(round);

    public async Task Begin(CancellationToken ct) => _before = await page.Read(ct);

    public async Task End(CancellationToken ct) => _rounds.Add((await page.Read(ct)).Since(_before!));

    public Task Settle(CancellationToken ct) => product.Settle(ct);

    public TimeSpan Cpu() => product.Cpu();
}
