namespace EnforcementPlatform.Kernel;

/// <summary>
/// A fact that orders parts of its own ledger destroyed for ever: the partial class of a service's fact message implements it. From that
/// entry on views, feeds and folds of views treat the parts as destroyed; the store follows (<see cref="ILedgerStore.DestroyParts"/>).
/// </summary>
public interface IDestructionOrder
{
    /// <summary>The parts: position of the entry and index among its parts.</summary>
    IEnumerable<(long Position, int Part)> Places { get; }
}

/// <summary>What entries order destroyed.</summary>
public static class DestructionOrders
{
    public static bool OrdersDestruction(this DecodedEntry entry) => entry.Facts.Any(fact => fact.Body is IDestructionOrder);

    public static IEnumerable<(long Position, int Part)> OrderedDestroyed(this DecodedEntry entry) =>
        entry.Facts.Select(fact => fact.Body).OfType<IDestructionOrder>().SelectMany(order => order.Places);
}
