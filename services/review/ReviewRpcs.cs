using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Review;

/// <summary>The rpcs of enforcement.review.v1.ReviewService: one file each, its pure decision beside it. Here: what they need.</summary>
internal sealed partial class ReviewRpcs(
    Streams<ReviewState> reviews,
    Streams<ReviewersState> reviewers,
    IDrafts drafts,
    CopiedEditions editions,
    LedgerProofs proofs,
    RoleViews views,
    TimeProvider clock)
    : ReviewService.ReviewServiceBase
{
    /// <summary>The review as the change left it: a repeated request gets the same answer.</summary>
    private static CaseReview Show(ReviewState state, Editions law) => state.ToMessage(law, state.At);

    /// <summary>What the caller's organ goes by; a review of another organ is refused anyway.</summary>
    private ValueTask<Editions> LawOf(ServerCallContext context) => editions.Of(context.Actor().Organ, context.CancellationToken);
}
