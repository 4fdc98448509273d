using System.Diagnostics;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>Somebody else's Merkle code (golang.org/x/mod/sumdb, in Go) reads what ours wrote, for every size from 1 to 600.</summary>
public sealed class The_go_checker(WrittenLog log) : IClassFixture<WrittenLog>
{
    private static readonly Lazy<(string? Program, string Reason)> checker = new(Build);

    [Fact]
    public void Agrees_about_roots_proofs_tiles_and_signatures()
    {
        Assert.SkipUnless(checker.Value.Program is not null, checker.Value.Reason);
        var (code, output) = Run(checker.Value.Program!, [log.Folder]);
        Assert.True(code == 0, output);
        Assert.Matches("^AGREED: 600 sizes, [0-9]{4} inclusion proofs, [0-9]{4} consistency proofs, [0-9]+ tiles, 300 cosignatures passed over", output);
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
        var file = Path.Combine(log.Folder, path);
        var bytes = File.ReadAllBytes(file);
        var place = path.StartsWith("tile", StringComparison.Ordinal) ? 40 : 30;
        bytes[place] ^= 1;
        File.WriteAllBytes(file, bytes);
        var (code, output) = Run(checker.Value.Program!, [log.Folder]);
        bytes[place] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(1, code);
        Assert.StartsWith("REFUSED", output, StringComparison.Ordinal);
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
