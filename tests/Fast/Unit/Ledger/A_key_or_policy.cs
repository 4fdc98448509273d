using System.Text;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class A_key_or_policy
{
    private const string Vkey = "ep.example.cn/records/2026+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    private static readonly Ed25519Signer log = new(new byte[32]);
    private static readonly Ed25519Signer[] signers =
        [.. Enumerable.Range(1, 4).Select(i => new Ed25519Signer([.. Enumerable.Repeat((byte)i, 32)]))];

    [Theory]
    [InlineData("ep.example.cn/records/2026+6150a7eb")]
    [InlineData("+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ep.example.cn/records/2026+6150a7ec+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ep.example.cn/records/2026+6150A7EB+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ep.example.cn/records/2027+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ep.example.cn/records/2026+6150a7eb+BQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    [InlineData("ep.example.cn/records/2026+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG=")]
    [InlineData("ep.example.cn/records/2026+6150a7eb+AQ==")]
    [InlineData("ep.example cn/x+6150a7eb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")]
    public void Misspelled_key_is_refused(string vkey)
    {
        Assert.Equal(Vkey, NoteKey.Parse(Vkey).ToString());
        Assert.Throws<NoteFormatException>(() => NoteKey.Parse(vkey));
    }

    [Theory]
    [InlineData("quorum g2", 2, true)]
    [InlineData("quorum g2", 1, false)]
    [InlineData("quorum both", 3, true)]
    [InlineData("quorum both", 2, false)]
    [InlineData("quorum w1", 1, true)]
    [InlineData("quorum w4", 3, false)]
    [InlineData("quorum none", 0, true)]
    public void Policy_counts_the_witnesses_of_its_quorum(string quorum, int cosigned, bool believed)
    {
        var note = new Checkpoint("a/b", 3, new byte[32]).Sign(log);
        for (var i = 0; i < cosigned; i++) note = note.Cosign(Name(i), signers[i], DateTimeOffset.UnixEpoch);
        var policy = TrustPolicy.Parse(Policy(quorum));
        if (believed) Assert.Equal(cosigned, policy.Open(note.ToBytes()).Cosignatures.Length);
        else Assert.Throws<NoteSignatureException>(() => policy.Open(note.ToBytes()));
    }

    [Fact]
    public void Policy_counts_a_witness_that_signs_twice_once()
    {
        var note = new Checkpoint("a/b", 3, new byte[32]).Sign(log).Cosign(Name(0), signers[0], DateTimeOffset.UnixEpoch);
        var again = note.Cosign(Name(0), signers[0], DateTimeOffset.UnixEpoch.AddSeconds(1)).Signatures[^1];
        var twice = note with { Signatures = [.. note.Signatures, again] };
        Assert.Throws<NoteSignatureException>(() => TrustPolicy.Parse(Policy("quorum g2")).Open(twice.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("quorum nobody")]
    [InlineData("quorum none\nquorum none")]
    [InlineData("quorum none\nfoo bar")]
    [InlineData("group g any w1\nquorum g")]
    [InlineData("group x 3 w4 w3\nquorum x")]
    [InlineData("group none any w4\nquorum none")]
    [InlineData("group w1 any w4\nquorum none")]
    [InlineData("quorum x\ngroup x any w4")]
    public void Policy_that_contradicts_itself_is_refused(string tail) =>
        Assert.Throws<NoteFormatException>(() => TrustPolicy.Parse(Policy(tail)));

    [Fact]
    public void Policy_refuses_one_key_twice_and_a_key_of_the_wrong_type()
    {
        var logKey = new NoteKey("a/b", NoteKeyType.Log, log.PublicKey);
        var renamed = new NoteKey("a/c", NoteKeyType.Log, log.PublicKey);
        var asWitness = new NoteKey("w", NoteKeyType.Witness, log.PublicKey);
        Assert.Throws<NoteFormatException>(() => TrustPolicy.Parse($"log {logKey}\nlog {renamed}\nquorum none\n"));
        Assert.Throws<NoteFormatException>(() => TrustPolicy.Parse($"log {asWitness}\nquorum none\n"));
        Assert.Throws<NoteFormatException>(() => TrustPolicy.Parse($"witness w {logKey}\nquorum none\n"));
        Assert.Throws<NoteFormatException>(() => TrustPolicy.Parse($"witness w {asWitness}\nwitness v {asWitness}\nquorum none\n"));
    }

    [Fact]
    public void Proof_file_is_read_back_as_it_was_written_and_proves_its_entry_only()
    {
        var leaves = NaiveTree.RfcInputs.Select(input => Leaf.Hash(input)).ToArray();
        var (frontier, tiles) = NaiveTree.Grow(TreeHash.Sha256, leaves);
        var note = new Checkpoint("a/b", 8, frontier.Root()).Sign(log);
        var policy = TrustPolicy.Of(new NoteKey("a/b", NoteKeyType.Log, log.PublicKey));
        var proof = new TlogProof("id"u8.ToArray(), 5, new TiledTree(TreeHash.Sha256, 8, tiles).InclusionProof(5, 8), note);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nextra aWQ=\nindex 5\nvBoGQ7", proof.ToString(), StringComparison.Ordinal);
        var read = TlogProof.Parse(Encoding.UTF8.GetBytes(proof.ToString()));
        Assert.Equal(proof.ToString(), read.ToString());
        Assert.Equal(8, read.Verify(leaves[5], policy).Checkpoint.Size);
        Assert.Throws<NoteSignatureException>(() => read.Verify(leaves[4], policy));
        var bare = (proof with { Extra = null }).ToString();
        Assert.Null(TlogProof.Parse(Encoding.UTF8.GetBytes(bare)).Extra);
        string[] bad =
        [
            bare.Replace("@v1", "@v2", StringComparison.Ordinal), bare.Replace("index 5", "index 05", StringComparison.Ordinal),
            bare.Replace("index 5", "index -5", StringComparison.Ordinal), bare.Replace("index 5\n", "", StringComparison.Ordinal),
            bare.Replace("vBoGQ7", "vBoG", StringComparison.Ordinal), bare.Replace("index", "extra ?\nindex", StringComparison.Ordinal),
            bare[..bare.IndexOf("\n\n", StringComparison.Ordinal)], bare.Replace("\nindex 5", "\r\nindex 5", StringComparison.Ordinal),
        ];
        Assert.All(bad, text => Assert.Throws<NoteFormatException>(() => TlogProof.Parse(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Bundle_holds_entries_of_any_length_and_nothing_beside_them()
    {
        byte[][] entries = [[], new byte[EntryCodec.MaxBytes], new byte[65_535], [1, 2, 3]];
        var bytes = EntryBundle.Write(entries);
        Assert.Equal(entries, EntryBundle.Parse(bytes, 4));
        Assert.Throws<NoteFormatException>(() => EntryBundle.Parse(bytes, 3));
        Assert.Throws<NoteFormatException>(() => EntryBundle.Parse(bytes, 5));
        Assert.Throws<NoteFormatException>(() => EntryBundle.Parse(bytes.AsSpan(0, bytes.Length - 1), 4));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write([new byte[65_536]]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write([.. Enumerable.Repeat(Array.Empty<byte>(), 257)]));
    }

    private static string Name(int i) => "witness.example/" + i;

    private static string Policy(string tail)
    {
        var keys = signers.Select((signer, i) => $"witness w{i + 1} {new NoteKey(Name(i), NoteKeyType.Witness, signer.PublicKey)} https://example.cn\n");
        return $"# test\nlog {new NoteKey("a/b", NoteKeyType.Log, log.PublicKey)}\n{string.Concat(keys)}"
            + $"group g2 2 w1 w2\ngroup both all g2 w3\n\t\n{tail}\n";
    }
}
