using System.Text;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class The_known_answer_entry
{
    private static readonly Dictionary<string, string> answers = File.ReadLines(RepositoryFiles.At("services", "ledger", "known-answer.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.IndexOf(' ')], line => line[(line.IndexOf(' ') + 1)..]);

    [Fact]
    public void Encodes_to_the_published_bytes() => Assert.Equal(answers["entry"], Entries.Json(Entries.KnownAnswer()));

    [Fact]
    public void Has_the_published_leaf_hash() =>
        Assert.Equal(answers["leaf"], Convert.ToHexStringLower(Leaf.Hash(Encoding.UTF8.GetBytes(answers["entry"]))));

    [Fact]
    public void Decodes_and_encodes_to_itself()
    {
        var bytes = Encoding.UTF8.GetBytes(answers["entry"]);
        Assert.Equal(bytes, EntryCodec.Encode(EntryCodec.Decode(bytes)));
    }

    [Fact]
    public void Has_the_published_command_ids_and_commitments()
    {
        Assert.Equal(answers["handler-id"], CommandId.OfHandler("ep.example.cn/records", 17, 2, "OnDecisionIssued", "upper"));
        Assert.Equal(answers["hmac-sha256"], Convert.ToHexStringLower(Commitment.Compute(Entries.Salt, "known answer"u8)));
        Assert.Equal(answers["hmac-sm3"], Convert.ToHexStringLower(Commitment.ComputeSm3(Entries.Salt, "known answer"u8)));
    }
}
