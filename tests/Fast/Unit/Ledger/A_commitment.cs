using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_commitment
{
    private static readonly byte[] text = "讯问笔录"u8.ToArray();

    [Fact]
    public void Holds_for_its_own_salt_and_text_only()
    {
        var part = new PartDigest(PartKind.Personal, Commitment.Compute(Entries.Salt, text), text.Length, Commitment.ComputeSm3(Entries.Salt, text));
        Assert.True(Commitment.Verify(part, Entries.Salt, text));
        Assert.False(Commitment.Verify(part, Commitment.NewSalt(), text));
        Assert.False(Commitment.Verify(part, Entries.Salt, "讯问记录"u8));
        Assert.False(Commitment.Verify(part with { Length = text.Length + 1 }, Entries.Salt, text));
        Assert.False(Commitment.Verify(part with { Sm3 = new byte[32] }, Entries.Salt, text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void Refuses_a_salt_of_another_length(int length)
    {
        Assert.Throws<ArgumentException>(() => Commitment.Compute(new byte[length], text));
        Assert.Throws<ArgumentException>(() => Commitment.ComputeSm3(new byte[length], text));
    }

    [Fact]
    public void Is_not_fooled_by_a_salt_extended_with_zeros()
    {
        var part = new PartDigest(PartKind.Facts, Commitment.Compute(Entries.Salt, text), text.Length);
        Assert.False(Commitment.Verify(part, [.. Entries.Salt, 0], text));
        byte[] endsInZero = [.. Entries.Salt[..31], 0];
        Assert.False(Commitment.Verify(part with { Digest = Commitment.Compute(endsInZero, text) }, endsInZero[..31], text));
    }

    [Fact]
    public void Takes_a_new_salt_each_time()
    {
        var salts = Enumerable.Range(0, 1000).Select(_ => Commitment.NewSalt()).Concat(Commitment.NewSalts(1000)).Select(Convert.ToHexString).ToHashSet();
        Assert.Equal(2000, salts.Count);
        Assert.All(salts, salt => Assert.Equal(64, salt.Length));
    }
}
