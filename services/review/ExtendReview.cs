using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<ExtendReviewResponse> ExtendReview(ExtendReviewRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Text(request.Reason, "reason", max: 500, min: 2)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await reviews.Act(
            request,
            context,
            (state, act) => state.ExtendReview(act, request, law),
            state => new ExtendReviewResponse { Review = Show(state, law) });
    }
}

internal sealed partial record ReviewState
{
    /// <summary>One extension, granted before the time limit has passed (the organ's own rule, 来源待核); a provisional one has not passed for certain.</summary>
    public Decision ExtendReview(IActContext act, ExtendReviewRequest request, Editions law)
    {
        Require(ReviewAction.ExtendReview);
        if (Clock.Extended)
        {
            throw ReviewFaults.AlreadyExtended.Now();
        }

        var limit = Clock.Derive(act.Today, law);
        if (!limit.Provisional && limit.IsMissedAt(act.Now))
        {
            throw ReviewFaults.ExtendedTooLate.With(("date", IsoDay.Write(limit.LastDay)));
        }

        return Decision
            .Of(new ReviewExtended { ApproverId = act.Actor.PersonId, ReasonPart = 0 })
            .WithPersonal(new WrittenText { Text = request.Reason })
            .Citing(Citing.Of(limit, EditionKeys.LegalReviewDays, act.Today));
    }
}
