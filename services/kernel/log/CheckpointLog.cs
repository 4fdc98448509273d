using System.Collections.Immutable;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel;

/// <summary>A signed head of a log.</summary>
public sealed record SignedHead(Checkpoint Checkpoint, Note Note)
{
    public long Size => Checkpoint.Size;
}

/// <summary>
/// What a log has signed, and the proofs and tiles under it. <see cref="Current"/> follows the ledger within a second;
/// <see cref="Public"/> moves at most once a minute, on the minute, because its growth tells when something unpublished happens.
/// </summary>
public sealed class CheckpointLog
{
    private readonly TileFiles tiles;
    private readonly TimeProvider clock;
    private readonly Doorbell signed = new();
    private SignedHead current;
    private SignedHead? published;

    internal CheckpointLog(TileFiles tiles, SignedHead current, SignedHead? published, TimeProvider clock)
    {
        this.tiles = tiles;
        this.clock = clock;
        this.current = current;
        this.published = published;
    }

    /// <summary>The newest signed head. For the other services of the installation, never for the public.</summary>
    public SignedHead Current => Volatile.Read(ref current);

    /// <summary>The head that anybody may see; null in the first minute after its file was lost.</summary>
    public SignedHead? Public => Volatile.Read(ref published);

    /// <summary>The newest signed head once it covers <paramref name="size"/> entries.</summary>
    /// <exception cref="OperationCanceledException">The caller stopped waiting.</exception>
    public async Task<SignedHead> WaitFor(long size, CancellationToken ct)
    {
        while (true)
        {
            var next = signed.Next;
            if (Current is { } head && head.Size >= size)
            {
                return head;
            }

            await Doorbell.Or(next, TimeSpan.FromSeconds(2), clock, ct);
        }
    }

    /// <summary>
    /// A tile's bytes at a width, or null where the tree of <paramref name="within"/> does not have them. Pass <see cref="Public"/> for
    /// anybody, <see cref="Current"/> for a service or an auditor.
    /// </summary>
    public byte[]? Tile(int level, long tile, int width, SignedHead within) =>
        level is >= 0 and < 64 && tile >= 0 && width is > 0 and <= Tiles.Width && Tiles.WidthOf(within.Size, level, tile) >= width
            ? tiles.Read(level, tile, width)
            : null;

    /// <summary>PATH(index, D[size]) of RFC 6962 section 2.1.1, leaf's sibling first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not signed yet, or no such entry.</exception>
    public ImmutableArray<byte[]> InclusionProof(long index, long size) => Signed(size).InclusionProof(index, size);

    /// <summary>Leaf of an entry as its tile has it; empty where the tile is missing.</summary>
    internal byte[] Leaf(long index)
    {
        var place = (int)(index % Tiles.Width);
        return tiles.Read(0, index / Tiles.Width, place + 1) is { } hashes ? hashes[(place * EnforcementPlatform.Ledger.Leaf.Size)..] : [];
    }

    /// <summary>PROOF(earlier, D[size]) of RFC 6962 section 2.1.2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not signed yet, or the earlier head is not earlier.</exception>
    public ImmutableArray<byte[]> ConsistencyProof(long earlier, long size) => Signed(size).ConsistencyProof(earlier, size);

    /// <summary>Root of the first <paramref name="size"/> entries, from the stored tiles.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not signed yet.</exception>
    public byte[] Root(long size) => Signed(size).Root(size);

    internal void Advance(SignedHead head)
    {
        Volatile.Write(ref current, head);
        signed.Ring();
    }

    internal void Publish(SignedHead head) => Volatile.Write(ref published, head);

    private TiledTree Signed(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Current.Size);
        return new TiledTree(TreeHash.Sha256, size, tiles);
    }
}
