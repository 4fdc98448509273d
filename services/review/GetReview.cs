using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<GetReviewResponse> GetReview(GetReviewRequest request, ServerCallContext context)
    {
        new Check().Id(request.CaseId, "case_id").ThrowIfAny();
        var state = await reviews.Read(request, context);
        return new() { Review = state.ToMessage(await LawOf(context), clock.GetUtcNow()) };
    }
}
