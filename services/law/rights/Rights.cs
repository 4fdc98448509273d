using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EnforcementPlatform.Law;

/// <summary>One row: whoever has the duty and stands in <b>all</b> relations named may call the rpc.</summary>
/// <param name="Rpc">Full name without a leading slash: <c>enforcement.records.v1.CaseService/FileCase</c>.</param>
public sealed record Right(string Rpc, Duty Duty, Relation Relation);

/// <summary>
/// Who may call what. Default deny: an rpc, duty or relation that <see cref="RightsTable"/> does not name is refused.
/// Pure data and set arithmetic; the kernel enforces it.
/// </summary>
public static class Rights
{
    private static readonly FrozenDictionary<string, ImmutableArray<Right>> ByRpc =
        RightsTable.Staff.GroupBy(right => right.Rpc).ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());

    private static readonly FrozenSet<string> Public = RightsTable.Public.ToFrozenSet();

    private static readonly FrozenSet<(string Rpc, string Role)> ByService = RightsTable.Services.ToFrozenSet();

    /// <summary>Every row for people, in the order of the table.</summary>
    public static ImmutableArray<Right> All => RightsTable.Staff;

    /// <summary>Every rpc that has a row of any kind, sorted.</summary>
    public static ImmutableArray<string> Rpcs { get; } =
    [
        .. ByRpc.Keys.Concat(Public).Concat(ByService.Select(row => row.Rpc)).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>True when anybody may call it, without a token.</summary>
    public static bool IsPublic(string rpc) => Public.Contains(rpc);

    /// <summary>True when the service <paramref name="role"/> may call it in its own name, with its own token.</summary>
    public static bool ServiceMay(string rpc, string role) => ByService.Contains((rpc, role));

    /// <summary>True when a person with these duties, standing in these relations to the thing, may call the rpc.</summary>
    public static bool Permits(string rpc, IReadOnlySet<Duty> duties, Relation relation) =>
        IsPublic(rpc) || RowsOf(rpc).Any(row => duties.Contains(row.Duty) && (relation & row.Relation) == row.Relation);

    /// <summary>
    /// The alternatives of which one must hold, each a set of relations that are all required: the filter of a list.
    /// Alternatives implied by a weaker one are left out. Empty: nothing may be seen. One <see cref="Relation.None"/>: everything.
    /// </summary>
    public static ImmutableArray<Relation> RelationsFor(string rpc, IReadOnlySet<Duty> duties)
    {
        if (IsPublic(rpc))
        {
            return [Relation.None];
        }

        var offered = RowsOf(rpc).Where(row => duties.Contains(row.Duty)).Select(row => row.Relation).Distinct().ToArray();
        return [.. offered.Where(one => !offered.Any(other => other != one && (one & other) == other)).Order()];
    }

    private static ImmutableArray<Right> RowsOf(string rpc) => ByRpc.GetValueOrDefault(rpc, []);
}
