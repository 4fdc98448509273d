using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

/// <summary>Disclosure takes no text on trust: what it keeps is what the notice's two digests commit to.</summary>
public sealed class A_decision_from_records
{
    [Fact]
    public void Is_taken_when_text_and_party_give_their_digests()
    {
        var shown = new DisclosureWorld().Shown();

        Assert.Equal("查明的事实", ShownDecision.ContentOf(shown.Parts)!.FactsFound);
        Assert.Equal(DisclosureWorld.Company, ShownDecision.PartyOf(shown.Parts));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("decision salt")]
    [InlineData("decision text")]
    [InlineData("party salt")]
    [InlineData("party text")]
    [InlineData("short salt")]
    [InlineData("no party digest")]
    [InlineData("parts exchanged")]
    public void Is_refused_where_anything_does_not_fit(string what)
    {
        var (issued, answer) = (new DisclosureWorld().Issued(), new DisclosureWorld().Answer());
        switch (what)
        {
            case "number":
                answer.Number = "平工信罚〔2026〕2号";
                break;
            case "decision salt":
                answer.DecisionSalt = Flipped(answer.DecisionSalt);
                break;
            case "decision text":
                answer.DecisionCommitted = Flipped(answer.DecisionCommitted);
                break;
            case "party salt":
                answer.PartySalt = Flipped(answer.PartySalt);
                break;
            case "party text":
                answer.PartyCommitted = Flipped(answer.PartyCommitted);
                break;
            case "short salt":
                answer.PartySalt = ByteString.CopyFrom(answer.PartySalt.ToByteArray(), 0, 31);
                break;
            case "no party digest":
                issued.PartyDigest = ByteString.Empty;
                break;
            default:
                // Each proves its digest, but neither is what it should be.
                (answer.PartyCommitted, answer.DecisionCommitted) = (answer.DecisionCommitted, answer.PartyCommitted);
                (answer.PartySalt, answer.DecisionSalt) = (answer.DecisionSalt, answer.PartySalt);
                (issued.PartyDigest, issued.DraftDigest) = (issued.DraftDigest, issued.PartyDigest);
                break;
        }

        Refused.With(DisclosureFaults.DecisionNotProven, () => ShownDecision.Of(issued, answer, DisclosureWorld.OrganOf()));
    }

    private static ByteString Flipped(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        return ByteString.CopyFrom(copy);
    }
}
