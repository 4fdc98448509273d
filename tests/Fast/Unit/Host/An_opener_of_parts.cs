using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>Opens a sealed part under the commitment that its entry has, and under no other.</summary>
public sealed class An_opener_of_parts : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly InstallationKeys keys;
    private readonly PartOpener opener;

    public An_opener_of_parts()
    {
        keys = InstallationKeys.Load(folder.Path, "gateway");
        opener = new(keys, new MessageTypes(EventsReflection.Descriptor));
    }

    [Fact]
    public void Opens_what_its_entry_commits_to() => Assert.Equal("当事人"u8.ToArray(), Opened(Sealed("当事人"u8.ToArray())));

    [Fact]
    public void Opens_nothing_under_another_commitment()
    {
        var (row, _) = Sealed("当事人"u8.ToArray());
        var (_, other) = Sealed("当事人"u8.ToArray());

        Assert.Null(opener.Open(row, other));
    }

    [Fact]
    public void Opens_nothing_that_was_altered()
    {
        var (row, digest) = Sealed("当事人"u8.ToArray());
        row.Bytes[0] ^= 1;

        Assert.Null(opener.Open(row, digest));
    }

    public void Dispose() => folder.Dispose();

    private byte[]? Opened((PartRow Row, PartDigest Digest) part) => opener.Open(part.Row, part.Digest)?.Plaintext;

    private (PartRow Row, PartDigest Digest) Sealed(byte[] plain)
    {
        var salt = Commitment.NewSalt();
        var commitment = Commitment.Compute(salt, plain);
        var stored = keys.Seal(salt, commitment, plain);
        return (new(7, 1, stored.Salt, stored.Algorithm, stored.Key, stored.Nonce, stored.Bytes), new(PartKind.Personal, commitment, plain.Length));
    }
}
