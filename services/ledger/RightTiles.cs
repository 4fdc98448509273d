namespace EnforcementPlatform.Ledger;

/// <summary>The tiles that a ledger's leaves make, outside the memory; up to the first leaf that nothing tells.</summary>
internal sealed class RightTiles : ITileSource, IDisposable
{
    private readonly List<HashList> levels;
    private readonly List<HashList> own = [];

    public RightTiles(HashList leaves)
    {
        levels = [leaves];
        var frontier = new Frontier(TreeHash.Sha256);
        var emitted = new List<TileHash>();
        while (frontier.Size < leaves.Count && leaves[frontier.Size] is { } leaf)
        {
            frontier.Append(leaf, emitted);
            foreach (var hash in emitted)
                if (hash.Level > 0)
                    Put(hash);
            emitted.Clear();
        }

        Size = frontier.Size;
    }

    /// <summary>Entries under these tiles.</summary>
    public long Size { get; }

    public byte[]? Read(int level, long tile, int width) => level < levels.Count ? levels[level].PageOf(tile).ToArray() : null;

    /// <summary>The hashes of one tile, 256 of them; those beyond the end are zeros. Valid until the next call.</summary>
    public ReadOnlySpan<byte> PageOf(int level, long tile) => level < levels.Count ? levels[level].PageOf(tile) : [];

    public void Dispose() => own.ForEach(level => level.Dispose());

    private void Put(TileHash hash)
    {
        if (hash.Level == levels.Count)
        {
            own.Add(new HashList());
            levels.Add(own[^1]);
        }

        levels[hash.Level].Add(hash.Hash);
    }
}
