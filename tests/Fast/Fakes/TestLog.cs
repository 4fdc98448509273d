using System.Text;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>
/// A log in memory with a key of its own: heads of every size, and proofs between them. Two of one origin and key, with different words after
/// some entry, are a fork.
/// </summary>
public sealed class TestLog
{
    public const string DefaultOrigin = "ep.test/records/0123456789ab";

    private readonly List<byte[]> _roots = [TreeHash.Sha256.Empty()];
    private readonly MemoryTiles _tiles = new();
    private readonly Ed25519Signer _signer;

    public TestLog(int entries, int sameUntil = int.MaxValue, string origin = DefaultOrigin, byte seed = 7)
    {
        (Origin, Entries, _signer) = (origin, entries, new([.. Enumerable.Repeat(seed, 32)]));
        var frontier = new Frontier(TreeHash.Sha256);
        var emitted = new List<TileHash>();
        for (var i = 0; i < entries; i++)
        {
            frontier.Append(Leaf.Hash(Encoding.UTF8.GetBytes(i < sameUntil ? $"entry {i}" : $"other {i}")), emitted);
            emitted.ForEach(_tiles.Put);
            emitted.Clear();
            _roots.Add(frontier.Root());
        }
    }

    public string Origin { get; }

    public int Entries { get; }

    public NoteKey Key => new(Origin, NoteKeyType.Log, _signer.PublicKey);

    public Note Head(int size) => new Checkpoint(Origin, size, _roots[size]).Sign(_signer);

    /// <summary>What this log asks a witness that cosigned <paramref name="old"/> entries.</summary>
    public AddCheckpoint Ask(int old, int size) =>
        new(old, old > size ? [] : new TiledTree(TreeHash.Sha256, Entries, _tiles).ConsistencyProof(old, size), Head(size));
}
