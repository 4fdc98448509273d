using System.Collections.Immutable;
using System.Text;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_note
{
    private const string Origin = "ep.example.cn/records/2026";
    private const string WitnessName = "supervision.ep.example.cn/w1";
    private const string LogKey = "ep.example.cn/records/2026+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private const string WitnessKey = "supervision.ep.example.cn/w1+1d85229f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

    private const string KnownAnswer =
        """
        ep.example.cn/records/2026
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — ep.example.cn/records/2026 YVCn6yn9obs1fh5G7dIUtfi3hXLjEWNqeNODD47/MPNSurIX6ZmuvpiFG9ym8+20wecj6n4Aj2jNX4Y7716ArmYuNgg=
        — supervision.ep.example.cn/w1 HYUinwAAAABrA4IAkU5Kk/aXM07nWvO6MXzPcbEitrJPqBfvuW538omLFCZAPY6iIglD1jRwOe55FFFMxmy5VZCqB5s+xEelRhjjCA==

        """;

    private static readonly Ed25519Signer log = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly Ed25519Signer witness = new([.. Enumerable.Range(32, 32).Select(i => (byte)i)]);
    private static readonly DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1795392000);
    private static readonly TrustPolicy policy = TrustPolicy.Parse($"log {LogKey}\nwitness w {WitnessKey}\nquorum w\n");

    [Fact]
    public void Is_the_known_answer_byte_for_byte()
    {
        var leaves = NaiveTree.RfcInputs.Select(input => Leaf.Hash(input));
        var head = new Checkpoint(Origin, 8, NaiveTree.Grow(TreeHash.Sha256, leaves).Frontier.Root());
        Assert.Equal(KnownAnswer, head.Sign(log).Cosign(WitnessName, witness, time).ToString());
        Assert.Equal(LogKey, new NoteKey(Origin, NoteKeyType.Log, log.PublicKey).ToString());
        Assert.Equal(WitnessKey, new NoteKey(WitnessName, NoteKeyType.Witness, witness.PublicKey).ToString());
    }

    [Fact]
    public void Is_believed_with_the_log_and_the_witness()
    {
        var opened = policy.Open(Encoding.UTF8.GetBytes(KnownAnswer));
        Assert.Equal((Origin, 8L), (opened.Checkpoint.Origin, opened.Checkpoint.Size));
        Assert.Equal([("w", time)], opened.Cosignatures);
        Assert.Equal(KnownAnswer, opened.Note.ToString());
    }

    [Fact]
    public void Is_never_believed_with_any_byte_changed()
    {
        var bytes = Encoding.UTF8.GetBytes(KnownAnswer);
        for (var at = 0; at < bytes.Length; at++)
            foreach (var mask in new byte[] { 1, 0x20, 0x80 })
            {
                bytes[at] ^= mask;
                var refused = Assert.ThrowsAny<Exception>(() => policy.Open(bytes));
                Assert.True(refused is NoteFormatException or NoteSignatureException, $"byte {at}: {refused}");
                bytes[at] ^= mask;
            }
    }

    [Fact]
    public void Stripped_of_its_cosignature_fails_the_quorum_and_of_its_signature_fails_altogether()
    {
        var lines = KnownAnswer.Split('\n');
        var uncosigned = string.Join('\n', lines.Where((_, i) => i != 5));
        var unsigned = string.Join('\n', lines.Where((_, i) => i != 4));
        Assert.Throws<NoteSignatureException>(() => policy.Open(Encoding.UTF8.GetBytes(uncosigned)));
        Assert.Throws<NoteSignatureException>(() => policy.Open(Encoding.UTF8.GetBytes(unsigned)));
        Assert.Throws<NoteFormatException>(() => policy.Open(Encoding.UTF8.GetBytes(string.Join('\n', lines[..4]) + "\n")));
        Assert.Empty(TrustPolicy.Of(NoteKey.Parse(LogKey)).Open(Encoding.UTF8.GetBytes(uncosigned)).Cosignatures);
    }

    [Fact]
    public void Keeps_unknown_signatures_and_believes_nothing_because_of_them()
    {
        var stranger = new NoteSignature("stranger", 1, new byte[70]);
        var note = Note.Parse(Encoding.UTF8.GetBytes(KnownAnswer)).With(stranger);
        Assert.Equal(3, policy.Open(note.ToBytes()).Note.Signatures.Length);
        Assert.Throws<NoteSignatureException>(() => policy.Open((note with { Signatures = [stranger] }).ToBytes()));
    }

    [Fact]
    public void Is_refused_when_another_key_hides_behind_the_name_and_id_of_a_known_one()
    {
        var head = new Checkpoint(Origin, 9, new byte[32]);
        var known = NoteKey.Parse(LogKey);
        var forged = new NoteSignature(Origin, known.Id, witness.Sign(Encoding.UTF8.GetBytes(head.Text)));
        Assert.Throws<NoteSignatureException>(() => TrustPolicy.Of(known).Open(new Note(head.Text, [forged]).ToBytes()));
        var otherId = forged with { KeyId = known.Id + 1 };
        Assert.Throws<NoteSignatureException>(() => TrustPolicy.Of(known).Open(new Note(head.Text, [otherId]).ToBytes()));
    }

    [Fact]
    public void Of_another_origin_is_refused_though_the_key_is_right()
    {
        var head = new Checkpoint("ep.example.cn/other", 8, new byte[32]);
        var signed = new NoteSignature(Origin, NoteKey.Parse(LogKey).Id, log.Sign(Encoding.UTF8.GetBytes(head.Text)));
        Assert.Throws<NoteSignatureException>(() => policy.Open(new Note(head.Text, [signed]).ToBytes()));
    }

    [Fact]
    public void May_have_16_signatures_and_not_17()
    {
        var note = Note.Parse(Encoding.UTF8.GetBytes(KnownAnswer));
        ImmutableArray<NoteSignature> More(int count) =>
            [.. note.Signatures, .. Enumerable.Range(0, count - 2).Select(i => new NoteSignature("w" + i, 1, new byte[64]))];
        Assert.Equal(16, policy.Open((note with { Signatures = More(16) }).ToBytes()).Note.Signatures.Length);
        Assert.Throws<NoteFormatException>(() => policy.Open((note with { Signatures = More(17) }).ToBytes()));
    }

    [Theory]
    [InlineData("\n8\n", "\r\n8\r\n")]
    [InlineData("\n8\n", "\n08\n")]
    [InlineData("\n8\n", "\n-1\n")]
    [InlineData("\n8\n", "\n+8\n")]
    [InlineData("\n8\n", "\n 8\n")]
    [InlineData("\n8\n", "\n8.0\n")]
    [InlineData("\n8\n", "\n9223372036854775808\n")]
    [InlineData("\n8\n", "\n\n")]
    [InlineData("\n8\n", "\n8\0\n")]
    [InlineData("\n8\n", "\n8\t\n")]
    [InlineData("RgQyg=\n", "RgQyg=\nextension\n")]
    [InlineData("RgQyg=\n", "RgQyh=\n")]
    [InlineData("RgQyg=\n", "RgQy\n")]
    [InlineData("2026\n8", "2026 x\n8")]
    [InlineData("2026\n8", "2026+x\n8")]
    [InlineData("2026\n8", "2026\u3000x\n8")]
    [InlineData("ep.example.cn/records/2026\n8", "\n8")]
    [InlineData("— s", "- s")]
    [InlineData("— s", "—  s")]
    [InlineData("— s", "— \u00a0")]
    [InlineData("jCA==\n", "jCA==")]
    [InlineData("jCA==\n", "jCA==\n\n")]
    [InlineData("jCA==\n", "jCA==\nx\n")]
    [InlineData("jCA==\n", "jCB==\n")]
    [InlineData("jCA==\n", "jCA\n")]
    [InlineData("jCA==\n", "jCA== \n")]
    [InlineData("jCA==\n", "jCA==\n— x AAAAAA==\n")]
    public void Is_refused_when_it_is_spelled_another_way(string was, string becomes)
    {
        Assert.Contains(was, KnownAnswer, StringComparison.Ordinal);
        Assert.Throws<NoteFormatException>(() => policy.Open(Encoding.UTF8.GetBytes(KnownAnswer.Replace(was, becomes, StringComparison.Ordinal))));
    }

    [Fact]
    public void Is_refused_when_it_is_not_utf8()
    {
        var bytes = Encoding.UTF8.GetBytes(KnownAnswer);
        bytes[3] = 0xff;
        Assert.Throws<NoteFormatException>(() => Note.Parse(bytes));
        Assert.Throws<NoteFormatException>(() => Note.Parse(new byte[Note.MaxBytes + 1]));
    }
}
