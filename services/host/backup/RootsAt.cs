using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Host.Backup;

/// <summary>Roots of a ledger recomputed from the bytes of its entries, in one pass.</summary>
internal static class RootsAt
{
    /// <summary>Number of entries, the root over all of them, and the root at each of the sizes that the ledger reaches.</summary>
    /// <param name="rows">The ledger; positions without gap count, what lies behind a gap does not.</param>
    /// <param name="sizes">Sizes that are asked for.</param>
    public static (long Size, byte[] Root, IReadOnlyDictionary<long, byte[]> At) Of(ILedgerSource rows, IReadOnlySet<long> sizes)
    {
        var (edge, hashes, roots) = (new Frontier(TreeHash.Sha256), new List<TileHash>(), new Dictionary<long, byte[]>());
        Put();
        foreach (var row in rows.Entries().TakeWhile(row => row.Position == edge.Size))
        {
            edge.Append(Leaf.Hash(row.Bytes), hashes);
            hashes.Clear();
            Put();
        }

        return (edge.Size, edge.Root(), roots);

        void Put()
        {
            if (sizes.Contains(edge.Size))
            {
                roots[edge.Size] = edge.Root();
            }
        }
    }
}
