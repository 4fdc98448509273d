using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>A line whose key is named <c>self</c> is verified, and never counts.</summary>
public sealed class A_cosignature_of_its_own_process
{
    private static readonly TestLog log = new(3);
    private static readonly Ed25519Signer witness = new(new byte[32]);

    [Theory]
    [InlineData("ep.test/records/ab/self", true)]
    [InlineData("self", true)]
    [InlineData("ep.test/records/ab/witness", false)]
    [InlineData("ep.test/records/myself", false)]
    [InlineData("ep.test/self/witness", false)]
    public void Is_told_by_its_name(string name, bool isSelf)
    {
        Assert.Equal(isSelf, new NoteKey(name, NoteKeyType.Witness, witness.PublicKey).IsSelf);
        Assert.False(new NoteKey(name, NoteKeyType.Log, witness.PublicKey).IsSelf);
    }

    [Theory]
    [InlineData("quorum w", false)]
    [InlineData("group g any w\nquorum g", false)]
    [InlineData("quorum none", true)]
    public void Never_makes_a_quorum(string quorum, bool believed)
    {
        var policy = Policy("a/self", quorum);
        var note = Cosigned("a/self");
        if (!believed)
        {
            Assert.Throws<NoteSignatureException>(() => policy.Open(note));
            return;
        }

        Assert.Empty(policy.Open(note).Cosignatures);
        Assert.Equal("w", Assert.Single(policy.Open(note).OwnCosignatures).Witness);
    }

    /// <summary>The twin: the very same, under a name that says nothing of self.</summary>
    [Theory]
    [InlineData("quorum w")]
    [InlineData("group g any w\nquorum g")]
    public void Under_another_name_makes_one(string quorum) =>
        Assert.Equal("w", Assert.Single(Policy("a/other", quorum).Open(Cosigned("a/other")).Cosignatures).Witness);

    [Fact]
    public void Is_a_problem_when_it_is_wrong()
    {
        var forged = log.Head(3).Cosign("a/self", witness, DateTimeOffset.UnixEpoch);
        var wrong = log.Head(2).With(forged.Signatures[^1]);
        Assert.Throws<NoteSignatureException>(() => Policy("a/self", "quorum none").Open(wrong.ToBytes()));
    }

    private static TrustPolicy Policy(string name, string quorum) =>
        TrustPolicy.Parse($"log {log.Key}\nwitness w {new NoteKey(name, NoteKeyType.Witness, witness.PublicKey)}\n{quorum}\n");

    private static byte[] Cosigned(string name) => log.Head(3).Cosign(name, witness, DateTimeOffset.UnixEpoch).ToBytes();
}
