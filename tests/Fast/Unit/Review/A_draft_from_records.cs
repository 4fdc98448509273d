using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Review;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>Review takes no text on trust: what it keeps is what the digest commits to.</summary>
public sealed class A_draft_from_records
{
    [Fact]
    public void Is_taken_when_its_text_gives_its_digest()
    {
        var shown = Shown();

        Assert.Equal("查明的事实", ShownDraft.ContentOf(ShownDraft.Of(shown).Text.Committed)!.FactsFound);
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("salt")]
    [InlineData("text")]
    [InlineData("short salt")]
    [InlineData("another message")]
    [InlineData("no message")]
    public void Is_refused_where_anything_does_not_fit(string what)
    {
        var shown = Shown();
        switch (what)
        {
            case "digest":
                shown.Draft.Digest = Flipped(shown.Draft.Digest);
                break;
            case "salt":
                shown.Salt = Flipped(shown.Salt);
                break;
            case "text":
                shown.Committed = Flipped(shown.Committed);
                break;
            case "short salt":
                shown.Salt = shown.Salt.Memory.ToArray() is var salt ? ByteString.CopyFrom(salt, 0, 31) : shown.Salt;
                break;
            case "another message":
                shown = Shown(new PersonalPart { Type = Party.Descriptor.FullName, Body = new Party { Name = "某公司" }.ToByteString() }.ToByteString());
                break;
            default:
                shown = Shown(ByteString.CopyFrom(0xff, 0xff));
                break;
        }

        Refused.With(ReviewFaults.DraftNotProven, () => ShownDraft.Of(shown));
    }

    private static GetDraftForReviewResponse Shown(ByteString? committed = null)
    {
        committed ??= new PersonalPart { Type = DraftContent.Descriptor.FullName, Body = new DraftContent { FactsFound = "查明的事实" }.ToByteString() }.ToByteString();
        var salt = Commitment.NewSalt();
        return new()
        {
            Draft = new() { Number = 1, Digest = ByteString.CopyFrom(Commitment.Compute(salt, committed.Span)) },
            Salt = ByteString.CopyFrom(salt),
            Committed = committed,
        };
    }

    private static ByteString Flipped(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[^1] ^= 1;
        return ByteString.CopyFrom(copy);
    }
}
