using System.IO.Compression;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>Verification of a played platform: its files, its exports, and fifty copies that somebody altered.</summary>
public sealed class VerifyTests(PlayedPlatform played) : IClassFixture<PlayedPlatform>
{
    private const int Alterations = 56;

    [Fact]
    public async Task A_played_platform_is_found_intact_with_its_views()
    {
        var (code, printed) = await Verify(played.Folders);
        Assert.True(code == CommandLine.Done, printed);
        Assert.Contains("结论：完好", printed, StringComparison.Ordinal);
        Assert.Contains("已重建并比对", printed, StringComparison.Ordinal);
        Assert.Matches("证据文件：已重新计算校验值 [1-9]", printed);
    }

    [Fact]
    public async Task A_whole_ledger_is_accepted_by_the_stand_alone_verifier() => await Accepted(stream: null);

    [Fact]
    public async Task The_package_of_one_case_is_accepted_by_the_stand_alone_verifier() => await Accepted(CaseStream());

    [Fact]
    public async Task More_than_fifty_alterations_are_each_named()
    {
        var random = new Random(50);
        var missed = new List<string>();
        for (var alteration = 0; alteration < Alterations; alteration++)
        {
            using var folder = new TemporaryFolder();
            var copy = played.CopyTo(folder);
            var tampered = Tampering.Do(alteration % Tampering.Kinds, copy, random);
            var (code, printed) = await Verify(copy);
            if (code != CommandLine.DoesNotHold || !printed.Contains(tampered.Place, StringComparison.Ordinal))
            {
                missed.Add($"{tampered}: exit {code}\n{printed}");
            }
        }

        Assert.True(missed.Count == 0, $"{missed.Count} of {Alterations} missed:\n{string.Join('\n', missed)}");
    }

    private async Task Accepted(string? stream)
    {
        using var folder = new TemporaryFolder();
        var package = Path.Combine(folder.Path, "x.epz");
        var (exported, said) = await Command.Run(
            ["export", "--ledger", "records", "--out", package, .. stream is null ? [] : new[] { "--stream", stream }, .. Options(played.Folders)]);
        Assert.True(exported == CommandLine.Done, said);
        var (code, printed) = await Command.Run("verify", package);
        Assert.True(code == CommandLine.Done, printed);
        StandAlone(folder, package);
    }

    /// <summary>The verifier that has nothing of ours but the package and the published key; it refuses the same package with one byte flipped.</summary>
    private void StandAlone(TemporaryFolder folder, string package)
    {
        var policy = Path.Combine(folder.Path, "policy");
        File.WriteAllText(policy, $"log {LedgerFolder.Open(played.Folders, "records").OwnPolicy().Logs[0]}\nquorum none\n");
        using var output = new StringWriter();
        Assert.True(EnforcementPlatform.Verify.Program.Run([package, "--policy", policy], output, output) == 0, output.ToString());
        var unpacked = Path.Combine(folder.Path, "unpacked");
        ZipFile.ExtractToDirectory(package, unpacked);
        var victim = Directory.GetFiles(unpacked, "*", SearchOption.AllDirectories).First(file => !file.EndsWith("policy", StringComparison.Ordinal));
        var bytes = File.ReadAllBytes(victim);
        bytes[^1] ^= 1;
        File.WriteAllBytes(victim, bytes);
        Assert.Equal(1, EnforcementPlatform.Verify.Program.Run([unpacked, "--policy", policy], output, output));
    }

    private string CaseStream()
    {
        using var rows = LedgerFolder.Open(played.Folders, "records").Rows();
        return rows.Entries().SelectMany(row => EntryCodec.Decode(row.Bytes).Claims).First(claim => claim.Stream.StartsWith("cases/", StringComparison.Ordinal)).Stream;
    }

    private static Task<(int Code, string Printed)> Verify(ProductFolders folders) => Command.Run(["verify", "--views", .. Options(folders)]);

    private static string[] Options(ProductFolders folders) => ["--data", folders.Data, "--keys", folders.Keys, "--anchors", folders.Anchors];
}
