using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<AssignReviewerResponse> AssignReviewer(AssignReviewerRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Id(request.ReviewerId, "reviewer_id")
            .ThrowIfAny();
        var law = await LawOf(context);
        return await reviews.Act(
            request,
            context,
            async (state, act) => state.AssignReviewer(act, request.ReviewerId, await reviewers.Load(state.Organ, act.Ct)),
            state => new AssignReviewerResponse { Review = Show(state, law) });
    }
}

internal sealed partial record ReviewState
{
    /// <summary>
    /// 指定审核人员, by the lead of the legal department, who took no part in the case; one of its reviewers, who took none either. Naming
    /// another takes the review from the first.
    /// </summary>
    public Decision AssignReviewer(IActContext act, string reviewerId, ReviewersState pool)
    {
        Require(ReviewAction.AssignReviewer);
        if (Involved.Contains(act.Actor.PersonId))
        {
            throw ReviewFaults.AssignerInvolved.Now();
        }

        RequireIndependent(reviewerId);
        pool.RequireTwo(LegalDepartment, act.Today);
        if (!pool.Of(LegalDepartment, act.Today).Contains(reviewerId))
        {
            throw ReviewFaults.ReviewerNotNamed.With(("date", IsoDay.Write(act.Today)));
        }

        if (!pool.IsQualified(reviewerId))
        {
            throw ReviewFaults.ReviewerNotQualified.Now();
        }

        return Decision
            .Of(new ReviewerAssigned { ReviewerId = reviewerId, AssignerId = act.Actor.PersonId, PoolVersion = pool.Version })
            .Citing(Citing.Of(PenaltyRules.ReviewerNotHandler));
    }
}
