using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Review;

/// <summary>
/// Drafts as records holds them. MUST ask records itself, never a copy, and MUST return only what was checked against its digest. Throws
/// <see cref="ReviewFaults.DraftNotFound"/>, <see cref="ReviewFaults.DraftNotProven"/>, or <see cref="KernelFaults.PeerUnavailable"/>.
/// </summary>
internal interface IDrafts
{
    /// <summary>The current draft of a case.</summary>
    ValueTask<ShownDraft> Find(string caseId, CancellationToken ct);
}

/// <summary>The current draft of a case, its digest recomputed from its text.</summary>
/// <param name="Handlers">The two handlers now.</param>
/// <param name="Involved">Everybody who was ever a handler or wrote a draft.</param>
internal sealed record ShownDraft(
    string Organ,
    string Department,
    int Number,
    byte[] Digest,
    long CaseVersion,
    DraftText Text,
    ImmutableArray<string> Handlers,
    ImmutableArray<string> Involved)
{
    /// <summary>Version of the case's file: evidence and documents.</summary>
    public long FileVersion { get; init; }

    public bool PartyTold { get; init; }

    public bool PartyAnswered { get; init; }

    public bool HearingHeld { get; init; }

    /// <summary>Takes an answer of records only if its text gives its digest.</summary>
    public static ShownDraft Of(GetDraftForReviewResponse shown)
    {
        var digest = shown.Draft.Digest.ToByteArray();
        var proven = shown.Salt.Length == Commitment.SaltSize
            && Commitment.Compute(shown.Salt.Span, shown.Committed.Span).AsSpan().SequenceEqual(digest);
        if (!proven || ContentOf(shown.Committed) is null)
        {
            throw ReviewFaults.DraftNotProven.Now();
        }

        return new(
            shown.Organ,
            shown.Department,
            shown.Draft.Number,
            digest,
            shown.CaseVersion,
            new() { Committed = shown.Committed, Salt = shown.Salt },
            [.. shown.ActingHandlerIds],
            [.. shown.HandlerIds])
        {
            FileVersion = shown.FileVersion,
            PartyTold = shown.PartyTold,
            PartyAnswered = shown.PartyAnswered,
            HearingHeld = shown.HearingHeld,
        };
    }

    /// <summary>The draft in the bytes that its digest commits to; null where they hold something else.</summary>
    public static DraftContent? ContentOf(ByteString committed)
    {
        try
        {
            var part = PersonalPart.Parser.ParseFrom(committed);
            return part.Type == DraftContent.Descriptor.FullName ? DraftContent.Parser.ParseFrom(part.Body) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

/// <summary>Asks records over gRPC, in the name of this service.</summary>
internal sealed class GrpcDrafts(Func<CaseService.CaseServiceClient> connect) : IDrafts
{
    public async ValueTask<ShownDraft> Find(string caseId, CancellationToken ct)
    {
        try
        {
            return ShownDraft.Of(await connect().GetDraftForReviewAsync(new() { CaseId = caseId }, cancellationToken: ct));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            throw ReviewFaults.DraftNotFound.Now();
        }
        catch (RpcException)
        {
            throw KernelFaults.PeerUnavailable.With(("service", Law.ServiceRole.Records));
        }
    }
}
