using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>A ledger of review as far as its proofs go: made-up leaves, real trees, real signatures.</summary>
internal sealed class FakeReviewLog(string origin, byte seed = 1)
{
    private readonly Ed25519Signer _signer = new([.. Enumerable.Repeat(seed, Ed25519Signer.SeedSize)]);

    public string Origin => origin;

    public NoteKey Key => new(origin, NoteKeyType.Log, _signer.PublicKey);

    public TrustPolicy Policy => TrustPolicy.Of(Key);

    /// <summary>Puts place and proof into a clearance: the entry at a position under the head of a size.</summary>
    public Clearance Prove(Clearance clearance, long position, long size)
    {
        var (frontier, tiles, emitted) = (new Frontier(TreeHash.Sha256), new MemoryTiles(), new List<TileHash>());
        for (var index = 0L; index < size; index++)
        {
            frontier.Append(LeafAt(index), emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
        }

        var path = position < 0 || position >= size ? [] : new TiledTree(TreeHash.Sha256, size, tiles).InclusionProof(position, size);
        clearance.Origin = origin;
        clearance.Position = position;
        clearance.LeafHash = ByteString.CopyFrom(LeafAt(position));
        clearance.Checkpoint = new Checkpoint(origin, size, frontier.Root()).Sign(_signer).ToString();
        clearance.InclusionProof.Clear();
        clearance.InclusionProof.Add(path.Select(hash => ByteString.CopyFrom(hash)));
        return clearance;
    }

    public byte[] LeafAt(long index) => Leaf.Hash(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin} {index}")));
}
