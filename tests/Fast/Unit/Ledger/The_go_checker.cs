using System.Diagnostics;
using System.Text;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>Somebody else's Merkle code (golang.org/x/mod/sumdb, in Go) reads what ours wrote, for every size from 1 to 600.</summary>
public sealed class The_go_checker : IDisposable
{
    private const int Sizes = 600;
    private const string Origin = "ep.test/go";

    private static readonly Lazy<(string? Program, string Reason)> checker = new(Build);

    private readonly string root = Directory.CreateTempSubdirectory("ep-tlog-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Agrees_about_roots_proofs_tiles_and_signatures()
    {
        Assert.SkipUnless(checker.Value.Program is not null, checker.Value.Reason);
        WriteLog();
        var (code, output) = Run(checker.Value.Program!, [root]);
        Assert.True(code == 0, output);
        Assert.Matches("^AGREED: 600 sizes, [0-9]{4} inclusion proofs, [0-9]{4} consistency proofs, [0-9]+ tiles", output);
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/002.p/88")]
    [InlineData("tile/1/000.p/2")]
    [InlineData("notes/511")]
    [InlineData("proofs/600")]
    public void Refuses_one_changed_hash(string path)
    {
        Assert.SkipUnless(checker.Value.Program is not null, checker.Value.Reason);
        WriteLog();
        var file = Path.Combine(root, path);
        var bytes = File.ReadAllBytes(file);
        bytes[path.StartsWith("tile", StringComparison.Ordinal) ? 40 : 30] ^= 1;
        File.WriteAllBytes(file, bytes);
        var (code, output) = Run(checker.Value.Program!, [root]);
        Assert.Equal(1, code);
        Assert.StartsWith("REFUSED", output, StringComparison.Ordinal);
    }

    private void WriteLog()
    {
        var random = new Random(600);
        var log = new Ed25519Signer(new byte[32]);
        var (frontier, tiles, emitted) = (new Frontier(TreeHash.Sha256), new MemoryTiles(), new List<TileHash>());
        var entries = Enumerable.Range(0, Sizes).Select(i => Encoding.UTF8.GetBytes($"entry {i}")).ToArray();
        for (var n = 1; n <= Sizes; n++)
        {
            frontier.Append(Leaf.Hash(entries[n - 1]), emitted);
            emitted.ForEach(tiles.Put);
            emitted.Clear();
            Write($"notes/{n}", new Checkpoint(Origin, n, frontier.Root()).Sign(log).ToBytes());
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
            string.Join(' ', [kind, m.ToString(System.Globalization.CultureInfo.InvariantCulture), .. proof.Select(Convert.ToBase64String)]) + "\n";
    }

    private void Write(string path, byte[] bytes)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }

    private static (string? Program, string Reason) Build()
    {
        if (!Directory.Exists("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"))
            return (null, "package golang-golang-x-mod-dev is not installed: apt-get install golang-go golang-golang-x-mod-dev");
        var program = Path.Combine(AppContext.BaseDirectory, "tlog-check");
        try
        {
            var (code, output) = Run("go", ["build", "-o", program, RepositoryFiles.At("tests", "tools", "tlog-check", "main.go")]);
            Assert.True(code == 0, output);
            return (program, "");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, "go is not installed: apt-get install golang-go golang-golang-x-mod-dev");
        }
    }

    private static (int Code, string Output) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
