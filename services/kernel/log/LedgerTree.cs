using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// The Merkle tree over a store's entries, kept as tile files and one right edge in memory. Leaves are computed from the entries' bytes,
/// never believed: those this process just gave to the store, else those that the store gives back. Not for use by several threads; readers
/// use <see cref="TileFiles"/> at a size that was published.
/// </summary>
internal sealed class LedgerTree
{
    private const int Page = 512;

    private readonly ILedgerStore store;
    private readonly TileFiles tiles;
    private Frontier frontier;
    private readonly List<TileHash> unwritten = [];
    private readonly FreshEntries fresh;

    private LedgerTree(ILedgerStore store, TileFiles tiles, Frontier frontier, FreshEntries fresh)
    {
        this.fresh = fresh;
        this.store = store;
        this.tiles = tiles;
        this.frontier = frontier;
    }

    public long Size => frontier.Size;

    /// <summary>
    /// Goes on from a signed head where the stored tiles lead to its root and the newest entry under it is the tiles' own; else every tile
    /// is made again. (A ledger that forked below the head differs in every entry from there on, so in the newest too.)
    /// </summary>
    public static async Task<LedgerTree> Open(ILedgerStore store, TileFiles tiles, Checkpoint? signed, FreshEntries fresh, CancellationToken ct)
    {
        if (signed is not null && Restored(tiles, signed) is { } edge && await IsOf(store, tiles, signed.Size, ct))
        {
            tiles.CutTo(signed.Size);
            return new LedgerTree(store, tiles, edge, fresh);
        }

        var isRebuilt = tiles.SetAside();
        return new LedgerTree(store, tiles, new Frontier(TreeHash.Sha256), fresh) { WasRebuilt = isRebuilt };
    }

    /// <summary>True where stored tiles did not fit and every one is made again from the entries.</summary>
    public bool WasRebuilt { get; private init; }

    /// <summary>Root of the first <paramref name="size"/> entries, from the entries themselves: what an accusation needs. Uses no tile.</summary>
    /// <exception cref="LedgerDamagedException">An entry is missing, or its bytes are not those that were hashed when it was appended.</exception>
    public static async Task<byte[]> RootOf(ILedgerStore store, long size, CancellationToken ct)
    {
        var edge = new Frontier(TreeHash.Sha256);
        await Take(store, edge, size, hashes => hashes.Clear(), ct);
        return edge.Root();
    }

    /// <summary>
    /// Makes every tile again from the entries, beside the stored ones, and exchanges them: tiles are derived, and one that was altered or is missing
    /// says nothing of the entries.
    /// </summary>
    /// <exception cref="LedgerDamagedException">The entries themselves do not hold.</exception>
    public async Task Rebuild(CancellationToken ct)
    {
        var (edge, size, anew) = (new Frontier(TreeHash.Sha256), Size, tiles.Beside());
        await Take(store, edge, size, hashes => Write(anew, hashes), ct);
        tiles.ExchangeFor(anew);
        frontier = edge;
        unwritten.Clear();
    }

    /// <summary>Takes in the entries up to the head. After an error of the disk it may be called again.</summary>
    /// <exception cref="LedgerDamagedException">An entry's bytes are not those that were hashed when it was appended.</exception>
    public async Task GrowTo(long head, CancellationToken ct)
    {
        while (Size < head || unwritten.Count > 0)
        {
            tiles.Write(unwritten);
            unwritten.Clear();
            if (Size < head && !TakeFresh(head))
            {
                await TakeStored(head, ct);
            }

            if (Size < head && unwritten.Count == 0)
            {
                throw new LedgerDamagedException($"entry {Size} is missing below the head {head}");
            }
        }
    }

    public byte[] Root() => frontier.Root();

    /// <summary>Root of the first <paramref name="size"/> entries, from the stored tiles.</summary>
    public byte[] Root(long size) => Stored().Root(size);

    /// <summary>
    /// True if the stored tiles prove that this tree only appended to the earlier head, and lead to the root in memory. Where they do not, they are
    /// made again from the entries before anything is said.
    /// </summary>
    public async Task<bool> Extends(Checkpoint earlier, Action rebuilding, CancellationToken ct)
    {
        if (IsShown(earlier))
        {
            return true;
        }

        rebuilding();
        await Rebuild(ct);
        return IsShown(earlier);
    }

    private bool IsShown(Checkpoint earlier)
    {
        try
        {
            return Shows(earlier);
        }
        catch (TileMissingException)
        {
            return false;
        }
    }

    private bool Shows(Checkpoint earlier)
    {
        var stored = Stored();
        var root = Root();
        return stored.Root(Size).AsSpan().SequenceEqual(root)
            && TreeProof.VerifyConsistency(TreeHash.Sha256, earlier.Size, Size, stored.ConsistencyProof(earlier.Size, Size), earlier.Root, root);
    }

    private bool TakeFresh(long head)
    {
        var taken = fresh.From(Size, (int)Math.Min(Page, head - Size));
        foreach (var bytes in taken)
        {
            frontier.Append(Leaf.Hash(bytes), unwritten);
        }

        return taken.Count > 0;
    }

    private async Task TakeStored(long head, CancellationToken ct)
    {
        foreach (var entry in await store.ReadFrom(Size, (int)Math.Min(Page, head - Size), ct))
        {
            frontier.Append(LeafOf(entry, Size), unwritten);
        }
    }

    /// <summary>Reads the first entries of a store into an edge; what falls into tiles on the way is handed over page by page.</summary>
    private static async Task Take(ILedgerStore store, Frontier edge, long size, Action<List<TileHash>> written, CancellationToken ct)
    {
        var hashes = new List<TileHash>();
        while (edge.Size < size)
        {
            var page = await store.ReadFrom(edge.Size, (int)Math.Min(Page, size - edge.Size), ct);
            foreach (var entry in page)
            {
                edge.Append(LeafOf(entry, edge.Size), hashes);
            }

            written(hashes);
            if (page.IsEmpty)
            {
                throw new LedgerDamagedException($"entry {edge.Size} is missing below {size}");
            }
        }
    }

    private static void Write(TileFiles files, List<TileHash> hashes)
    {
        files.Write(hashes);
        hashes.Clear();
    }

    private TiledTree Stored() => new(TreeHash.Sha256, Size, tiles);

    private static byte[] LeafOf(StoredEntry entry, long position)
    {
        var leaf = Leaf.Hash(entry.Bytes);
        return entry.Position == position && leaf.AsSpan().SequenceEqual(entry.Leaf)
            ? leaf
            : throw new LedgerDamagedException($"entry {entry.Position}: its bytes do not give its leaf hash, or a position is missing", position: entry.Position);
    }

    private static async Task<bool> IsOf(ILedgerStore store, TileFiles tiles, long size, CancellationToken ct)
    {
        if (size == 0)
        {
            return true;
        }

        var newest = await store.ReadFrom(size - 1, 1, ct);
        var width = (int)((size - 1) % Tiles.Width) + 1;
        return !newest.IsEmpty
            && tiles.Read(0, (size - 1) / Tiles.Width, width).AsSpan((width - 1) * Leaf.Size).SequenceEqual(Leaf.Hash(newest[0].Bytes));
    }

    private static Frontier? Restored(TileFiles tiles, Checkpoint signed)
    {
        if (!tiles.Hold(signed.Size))
        {
            return null;
        }

        var edge = Frontier.Restore(TreeHash.Sha256, signed.Size, tiles);
        return edge.Root().AsSpan().SequenceEqual(signed.Root) ? edge : null;
    }
}
