using System.Diagnostics;
using System.Runtime.InteropServices;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>buf reads the contracts: style and comments, and nothing that a released client could notice.</summary>
public sealed class ContractToolTests
{
    private static readonly string Buf = RepositoryFiles.At(
        "tests", "tools", "node_modules", "@bufbuild", RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "buf-linux-aarch64" : "buf-linux-x64", "bin", "buf");
    private static readonly string Fixture = RepositoryFiles.At("tests", "tools", "breaking", "after");
    private static readonly string Rules = RepositoryFiles.At("proto", "buf.yaml");

    [Fact]
    public async Task The_contracts_keep_the_house_style_and_comment_everything() =>
        Assert.Equal("", await Run("lint", await Contracts(), "--config", Rules));

    [Fact]
    public async Task The_contracts_break_nothing_that_was_released()
    {
        var released = RepositoryFiles.At("proto", "released.binpb");
        Assert.SkipWhen(new FileInfo(released).Length == 0, "nothing is released yet: proto/released.binpb is empty");

        Assert.Equal("", await Run("breaking", await Contracts(), "--against", released, "--config", Rules));
    }

    [Fact]
    public async Task A_break_is_caught()
    {
        var found = await Run("breaking", ".", "--against", "../before", "--config", Rules);

        Assert.Contains("Field \"1\" with name \"name\" on message \"Probe\" changed type", found);
    }

    [Fact]
    public async Task A_missing_comment_is_caught()
    {
        var found = await Run("lint", ".", "--config", Rules);

        Assert.Contains("Field \"name\" should have a non-empty comment", found);
    }

    private static async Task<string> Contracts()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "descriptors.binpb");
        await using var embedded = typeof(FactsPart).Assembly.GetManifestResourceStream("descriptors.binpb")!;
        await using var file = File.Create(path);
        await embedded.CopyToAsync(file, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>What buf prints: findings, one a line; nothing when all is well.</summary>
    private static async Task<string> Run(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Buf), "buf is not installed; ./test installs it");
        using var buf = Process.Start(new ProcessStartInfo(Buf, arguments) { WorkingDirectory = Fixture, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var ct = TestContext.Current.CancellationToken;
        var output = buf.StandardOutput.ReadToEndAsync(ct);
        var errors = buf.StandardError.ReadToEndAsync(ct);
        await buf.WaitForExitAsync(ct);
        return await output + await errors;
    }
}
