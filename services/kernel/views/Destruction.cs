using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// What an entry orders destroyed. The order (fact <see cref="PartsDestroyed"/>) MUST stand in every stream that the entry holding the part
/// claims, so that each fold and each view of such a stream learns of it from its own stream.
/// </summary>
internal static class Destruction
{
    public static bool OrderedBy(DecodedEntry entry) => entry.Facts.Any(fact => fact.Body is PartsDestroyed);

    /// <summary>The entries with every part masked that one of them orders destroyed.</summary>
    public static IEnumerable<DecodedEntry> Masked(IReadOnlyList<DecodedEntry> entries)
    {
        var orders = Orders(entries);
        return orders.Count == 0 ? entries : entries.Select(entry => Mask(entry, orders));
    }

    private static Dictionary<(long Position, int Part), long> Orders(IReadOnlyList<DecodedEntry> entries)
    {
        var orders = new Dictionary<(long, int), long>();
        foreach (var entry in entries)
        {
            foreach (var part in entry.Facts.Select(fact => fact.Body).OfType<PartsDestroyed>().SelectMany(order => order.Parts))
            {
                orders.TryAdd((part.Position, part.Part), entry.Position);
            }
        }

        return orders;
    }

    private static DecodedEntry Mask(DecodedEntry entry, Dictionary<(long Position, int Part), long> orders) => entry with
    {
        Personal = [.. entry.Personal.Select(part => orders.TryGetValue((part.Position, part.Part), out var by) ? part with { Message = null, DestroyedBy = by } : part)],
    };
}
