using System.Collections.Immutable;
using System.Globalization;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// "As seen after": how far a caller has seen each ledger. Answers carry it in the header <c>ep-after</c>; a query that carries it
/// waits for its view. Written <c>records@120,review@7</c>: ledger role and position of the newest entry seen.
/// </summary>
public static class AfterTokens
{
    /// <summary>Header name, in requests and answers, over gRPC and HTTP alike.</summary>
    public const string Header = "ep-after";

    private const int Longest = 400;

    public static string Format(string role, long position) => string.Create(CultureInfo.InvariantCulture, $"{role}@{position}");

    public static string Format(IEnumerable<KeyValuePair<string, long>> positions) =>
        string.Join(',', positions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Format(pair.Key, pair.Value)));

    /// <summary>The positions by role. A token we did not write is a violation of the field <c>ep-after</c>.</summary>
    public static ImmutableDictionary<string, long> Parse(string token)
    {
        var positions = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var item in token.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = item.IndexOf('@', StringComparison.Ordinal);
            new Check()
                .That(token.Length <= Longest && at > 0 && TryPosition(item[(at + 1)..], out _), Header, "AFTER_TOKEN", "不是有效的已读位置标记，请原样带回上次返回的值。")
                .ThrowIfAny();
            TryPosition(item[(at + 1)..], out var position);
            positions[item[..at]] = Math.Max(position, positions.GetValueOrDefault(item[..at]));
        }

        return positions.ToImmutable();
    }

    /// <summary>Both together: the later position of each role.</summary>
    public static string Merge(string first, string second)
    {
        var merged = Parse(first).ToBuilder();
        foreach (var (role, position) in Parse(second))
        {
            merged[role] = Math.Max(position, merged.GetValueOrDefault(role));
        }

        return Format(merged);
    }

    private static bool TryPosition(string text, out long position) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out position);
}
