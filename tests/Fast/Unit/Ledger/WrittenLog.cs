using System.Globalization;
using System.Text;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>A log as files, with a note and proofs for every size, every second note cosigned; tests/tools/tlog-check/main.go says what lies where.</summary>
public sealed class WrittenLog : IDisposable
{
    private const int Sizes = 600;
    private const string Origin = "ep.test/go";

    public WrittenLog()
    {
        var random = new Random(600);
        var log = new Ed25519Signer(new byte[32]);
        var witness = new Ed25519Signer([.. Enumerable.Repeat((byte)1, 32)]);
        var (frontier, tiles, emitted) = (new Frontier(TreeHash.Sha256), new MemoryTiles(), new List<TileHash>());
        var entries = Enumerable.Range(0, Sizes).Select(i => Encoding.UTF8.GetBytes($"entry {i}")).ToArray();
        for (var n = 1; n <= Sizes; n++)
        {
            frontier.Append(Leaf.Hash(entries[n - 1]), emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
            var head = new Checkpoint(Origin, n, frontier.Root()).Sign(log);
            Write($"notes/{n}", (n % 2 == 0 ? head.Cosign("ep.test/go/witness", witness, DateTimeOffset.UnixEpoch.AddSeconds(n)) : head).ToBytes());
            Write($"proofs/{n}", Encoding.UTF8.GetBytes(Proofs(new TiledTree(TreeHash.Sha256, n, tiles), n, random)));
        }

        foreach (var (level, tile, width) in Tiles.All(Sizes))
            Write(TilePath.Of(level, tile, width), tiles.Read(level, tile, width)![..(width * 32)]);
        Write("entries", Encoding.UTF8.GetBytes(string.Join('\n', entries.Select(Convert.ToBase64String))));
        Write("vkey", Encoding.UTF8.GetBytes(new NoteKey(Origin, NoteKeyType.Log, log.PublicKey).ToString()));
    }

    /// <summary>All pairs up to 40 entries, then the ends and ten at random.</summary>
    private static string Proofs(TiledTree tree, int n, Random random)
    {
        var chosen = n <= 40 ? Enumerable.Range(0, n) : Enumerable.Range(0, 10).Select(_ => random.Next(n)).Append(0).Append(n - 1);
        return string.Concat(chosen.Select(m =>
            Line("inclusion", m, tree.InclusionProof(m, n)) + Line("consistency", m + 1, tree.ConsistencyProof(m + 1, n))));

        static string Line(string kind, int m, IEnumerable<byte[]> proof) =>
            string.Join(' ', [kind, m.ToString(CultureInfo.InvariantCulture), .. proof.Select(Convert.ToBase64String)]) + "\n";
    }

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("ep-tlog-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
