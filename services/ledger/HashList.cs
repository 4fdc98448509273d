namespace EnforcementPlatform.Ledger;

/// <summary>
/// A list of tree hashes as long as a ledger, outside the memory (<see cref="Scratch"/>). An unknown hash is kept as zeros, which no hash is.
/// Not for use by several threads.
/// </summary>
internal sealed class HashList : IDisposable
{
    private const int Page = Tiles.Width * Leaf.Size;

    private readonly Scratch scratch = new();
    private readonly byte[] pending = new byte[Page];
    private readonly byte[] cached = new byte[Page];
    private long cachedPage = -1;

    /// <summary>How many there are, unknown ones included.</summary>
    public long Count { get; private set; }

    /// <summary>The hash, or null where it is unknown or beyond the end.</summary>
    public byte[]? this[long index]
    {
        get
        {
            if (index < 0 || index >= Count) return null;
            var hash = PageOf(index / Tiles.Width).Slice((int)(index % Tiles.Width) * Leaf.Size, Leaf.Size);
            return hash.ContainsAnyExcept((byte)0) ? hash.ToArray() : null;
        }
    }

    /// <summary>Adds one at the end.</summary>
    public void Add(ReadOnlySpan<byte> hash)
    {
        var place = (int)(Count % Tiles.Width) * Leaf.Size;
        if (hash.Length == Leaf.Size) hash.CopyTo(pending.AsSpan(place));
        else pending.AsSpan(place, Leaf.Size).Clear();
        if (++Count % Tiles.Width == 0) scratch.Write((Count - Tiles.Width) * Leaf.Size, pending);
    }

    /// <summary>Puts hashes in place of those there; all MUST be of one tile that is full.</summary>
    public void Replace(long first, ReadOnlySpan<byte> hashes)
    {
        cachedPage = -1;
        var open = Count / Tiles.Width * Tiles.Width;
        if (first >= open) hashes.CopyTo(pending.AsSpan((int)(first - open) * Leaf.Size));
        else scratch.Write(first * Leaf.Size, hashes);
    }

    /// <summary>The hashes of one tile, 256 of them: those beyond the end are zeros.</summary>
    public ReadOnlySpan<byte> PageOf(long page)
    {
        if (page == Count / Tiles.Width)
        {
            pending.AsSpan((int)(Count % Tiles.Width) * Leaf.Size).Clear();
            return pending;
        }

        if (page == cachedPage) return cached;
        scratch.Read(page * Page, cached);
        cachedPage = page;
        return cached;
    }

    public void Dispose() => scratch.Dispose();
}
