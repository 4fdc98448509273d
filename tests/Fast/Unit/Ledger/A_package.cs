using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Verify;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_package : IDisposable
{
    private static readonly string policy =
        $"log {new NoteKey(SampleLedger.Origin, NoteKeyType.Log, SampleLedger.Log.PublicKey)}\nquorum none\n";

    /// <summary>Which entry ordered a destruction lies outside the stream's package, so nothing in it can contradict the number.</summary>
    private const string TombstoneOfStream = "parts/001.1";

    private readonly string root = Directory.CreateTempSubdirectory("ep-package-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Of_a_ledger_is_intact_and_stands_alone()
    {
        var folder = Ledger(300);
        var report = PackageVerifier.Verify(folder, SampleLedger.Policy);
        Assert.Empty(report.Faults);
        Assert.Equal((300L, 899L, 1L, 0L), (report.Entries, report.PartsOpened, report.PartsDestroyed, report.PartsAbsent));
        Assert.True(File.Exists(Path.Combine(folder, "tile/entries/001.p/44")));
        Assert.True(File.Exists(Path.Combine(folder, "tile/1/000.p/1")));
    }

    [Fact]
    public void Of_a_ledger_may_leave_parts_out_or_sealed()
    {
        var ledger = SampleLedger.Of(30);
        PackageWriter.WriteLedger(Path.Combine(root, "facts"), ledger, ledger.Checkpoint, policy, row => row.Part == 1 ? null : row);
        Assert.Equal(30, Verified("facts").PartsAbsent);
        PackageWriter.WriteLedger(Path.Combine(root, "sealed"), ledger, ledger.Checkpoint, policy, row => row);
        Assert.Equal(30, Verified("sealed").PartsSealed);

        LedgerReport Verified(string name)
        {
            var report = PackageVerifier.Verify(Path.Combine(root, name), SampleLedger.Policy);
            Assert.Empty(report.Faults);
            return report;
        }
    }

    [Fact]
    public void Of_a_ledger_names_the_file_of_every_byte_that_was_damaged() => DamageEachByte(Ledger(4), 7, 400);

    [Fact]
    public void Of_a_stream_names_the_file_of_every_byte_that_was_damaged() => DamageEachByte(Stream(), 11, 400);

    [Fact]
    public void Of_a_ledger_does_not_trust_its_own_sums() => ForgeEachFile(Ledger(4));

    [Fact]
    public void Of_a_stream_does_not_trust_its_own_sums() => ForgeEachFile(Stream());

    [Fact]
    public void Names_files_that_were_removed_added_or_swapped()
    {
        foreach (var folder in new[] { Ledger(300), Stream() })
            foreach (var path in Files(folder))
            {
                var bytes = File.ReadAllBytes(Path.Combine(folder, path));
                File.Delete(Path.Combine(folder, path));
                Assert.Contains(PackageVerifier.Verify(folder, SampleLedger.Policy).Faults, fault => fault.Place == path);
                File.WriteAllBytes(Path.Combine(folder, path), bytes);
                if (path.EndsWith("010.0", StringComparison.Ordinal)) break;
            }

        var added = Ledger(5, "added");
        File.WriteAllText(Path.Combine(added, "note.txt"), "x");
        WriteSums(added);
        Assert.Equal([new LedgerFault("note.txt", LedgerProblem.Unexpected)], PackageVerifier.Verify(added, SampleLedger.Policy).Faults);
        var swapped = Path.Combine(Stream("swapped"), "chain");
        File.Move(Path.Combine(swapped, "001.json"), Path.Combine(swapped, "x"));
        File.Move(Path.Combine(swapped, "002.json"), Path.Combine(swapped, "001.json"));
        File.Move(Path.Combine(swapped, "x"), Path.Combine(swapped, "002.json"));
        WriteSums(Path.GetDirectoryName(swapped)!);
        var places = PackageVerifier.Verify(Path.GetDirectoryName(swapped)!, SampleLedger.Policy).Faults.Select(fault => fault.Place).ToArray();
        Assert.Contains("chain/001.json", places);
        Assert.Contains("chain/002.json", places);
    }

    [Fact]
    public void Of_a_stream_proves_its_last_entry_and_the_chain_before_it()
    {
        var report = PackageVerifier.Verify(Stream(), SampleLedger.Policy);
        Assert.Empty(report.Faults);
        Assert.Equal((5L, 60L), (report.Entries, report.Signed!.Checkpoint.Size));
        Assert.Equal((14L, 1L), (report.PartsOpened, report.PartsDestroyed));
    }

    [Fact]
    public void Binds_its_media()
    {
        var folder = Stream();
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        var stray = Convert.ToHexStringLower(SHA256.HashData("video"u8));
        File.WriteAllBytes(Path.Combine(folder, "media", stray), "video"u8.ToArray());
        WriteSums(folder);
        Assert.Equal([new LedgerFault("media/" + stray, LedgerProblem.Unexpected)], PackageVerifier.Verify(folder, SampleLedger.Policy).Faults);
    }

    [Fact]
    public void Is_not_written_over_another()
    {
        var folder = Ledger(3);
        var ledger = SampleLedger.Of(3);
        Assert.Throws<IOException>(() => PackageWriter.WriteLedger(folder, ledger, ledger.Checkpoint, policy, row => row));
    }

    [Fact]
    public void Is_read_by_the_program_that_travels_with_it()
    {
        var folder = Ledger(20);
        var keys = Path.Combine(root, "keys");
        File.WriteAllText(keys, policy);
        Assert.Equal(0, Run([folder, "--policy", keys], out var intact));
        Assert.Contains("结论：完好", intact, StringComparison.Ordinal);
        Assert.DoesNotContain("使用包内公钥", intact, StringComparison.Ordinal);
        Assert.Equal(0, Run([folder], out var own));
        Assert.Contains("使用包内公钥", own, StringComparison.Ordinal);

        var entries = Path.Combine(folder, "tile/entries/000.p/20");
        File.WriteAllBytes(entries, Flip(File.ReadAllBytes(entries), 700));
        Assert.Equal(1, Run([folder, "--policy", keys, "--faults", "3"], out var damaged));
        Assert.Contains("tile/entries/000.p/20: the bytes were altered 内容被改动", damaged, StringComparison.Ordinal);
        Assert.Equal(2, Run([], out _));
        Assert.Equal(2, Run([folder, "--policy"], out _));
        Assert.Equal(2, Run([folder, "--faults", "none"], out _));
        Assert.Equal(2, Run([Path.Combine(root, "nowhere")], out _));
        File.WriteAllText(keys, "log nonsense");
        Assert.Equal(2, Run([folder, "--policy", keys], out _));

        static int Run(string[] args, out string text)
        {
            using var output = new StringWriter();
            var code = Program.Run(args, output, output);
            text = output.ToString();
            return code;
        }
    }

    [Fact]
    public void Is_not_read_where_texts_cannot_be_compared()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EnforcementPlatform.Verify.dll"), Ledger(3)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        };
        using var process = Process.Start(start)!;
        Assert.Contains("请安装 ICU", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
    }

    private string Ledger(int count, string name = "ledger")
    {
        var ledger = SampleLedger.Of(count);
        var folder = Path.Combine(root, name);
        PackageWriter.WriteLedger(folder, ledger, ledger.Checkpoint, policy, Opened);
        return folder;
    }

    /// <summary>The stream cases/007, whose first entry has a destroyed part.</summary>
    private string Stream(string name = "stream")
    {
        var ledger = SampleLedger.Of(60);
        var positions = ledger.ClaimRows.Where(row => row.Stream == "cases/007").OrderBy(row => row.Version).Select(row => row.Position).ToArray();
        var entries = positions.Select(position => new PackagedEntry(
            ledger.EntryRows[(int)position].Bytes,
            [.. ledger.PartRows.Where(row => row.Position == position).Select(Opened)],
            [.. ledger.DestroyedRows.Where(row => row.Position == position)]));
        var tree = new TiledTree(TreeHash.Sha256, 60, NaiveTree.Grow(TreeHash.Sha256, ledger.EntryRows.Select(row => row.Leaf!)).Tiles);
        var proof = new TlogProof(null, positions[^1], tree.InclusionProof(positions[^1], 60), Note.Parse(ledger.Checkpoint));
        var folder = Path.Combine(root, name);
        PackageWriter.WriteStream(folder, "cases/007", entries, proof, policy);
        return folder;
    }

    private static PartRow Opened(PartRow row) => row.Algorithm == "none" || SampleLedger.Open(row) is not { } opened
        ? row
        : row with { Algorithm = "none", Key = [], Nonce = [], Salt = opened.Salt, Bytes = opened.Plaintext };

    private static void DamageEachByte(string folder, int step, int least)
    {
        var tried = 0;
        foreach (var path in Files(folder).Append("SHA256SUMS"))
        {
            var file = Path.Combine(folder, path);
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at += path == "SHA256SUMS" ? 37 : step, tried++)
            {
                File.WriteAllBytes(file, Flip(bytes, at));
                var faults = PackageVerifier.Verify(folder, SampleLedger.Policy).Faults;
                Assert.True(path == "SHA256SUMS" ? !faults.IsEmpty : faults.Any(fault => fault.Place == path), $"{path} byte {at}");
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.True(tried > least, $"{tried}");
    }

    /// <summary>Whoever alters a file can write new sums; then signature, tree and commitments must still tell.</summary>
    private static void ForgeEachFile(string folder)
    {
        foreach (var path in Files(folder).Where(path => path is not ("policy" or TombstoneOfStream)))
        {
            var file = Path.Combine(folder, path);
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at < bytes.Length; at += 1 + bytes.Length / 15)
            {
                File.WriteAllBytes(file, Flip(bytes, at));
                WriteSums(folder);
                var report = PackageVerifier.Verify(folder, SampleLedger.Policy);
                Assert.False(report.Intact, $"{path} byte {at}");
                Assert.DoesNotContain(report.Faults, fault => fault.Detail == "SHA256SUMS");
            }

            File.WriteAllBytes(file, bytes);
        }
    }

    private static void WriteSums(string folder) => File.WriteAllText(Path.Combine(folder, "SHA256SUMS"), string.Concat(Files(folder).Select(path =>
        $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, path))))}  {path}\n")), new UTF8Encoding(false));

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Where(path => path != "SHA256SUMS").Order(StringComparer.Ordinal)];

    private static byte[] Flip(byte[] bytes, int at)
    {
        var altered = bytes.ToArray();
        altered[at] ^= 1;
        return altered;
    }
}
