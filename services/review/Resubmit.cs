using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<ResubmitResponse> Resubmit(ResubmitRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Digest(request.DraftDigest)
            .Materials(request.Materials)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await reviews.Act(
            request,
            context,
            async (state, act) => state.Resubmit(act, request, await drafts.Find(request.CaseId, act.Ct)),
            state => new ResubmitResponse { Review = Show(state, law) });
    }
}

internal sealed partial record ReviewState
{
    /// <summary>
    /// 重新送审: never what was returned, and only what the reviewer has not seen: another draft, or the same one in a case that has since
    /// learned more (a hearing, an amended record, evidence). The reviewer stays unless they took part in the case meanwhile.
    /// </summary>
    public Decision Resubmit(IActContext act, ResubmitRequest request, ShownDraft draft)
    {
        var stays = ReviewerId.Length > 0 && !Involved.Union(draft.Involved).Contains(ReviewerId);
        Require(stays ? ReviewAction.ResubmitToReviewer : ReviewAction.ResubmitForAssignment);
        RequireSubmittable(act.Actor, draft, request.DraftDigest, request.Materials);
        if (Rounds.Any(round => round.WasReturned && round.IsOf(draft.Digest)))
        {
            throw ReviewFaults.DraftUnchanged.Now();
        }

        if (Current.IsOf(draft.Digest) && draft.CaseVersion <= Current.CaseVersion && draft.FileVersion <= Current.FileVersion)
        {
            throw ReviewFaults.NothingNew.Now();
        }

        return Submission(
            new DraftResubmitted { Draft = FactOf(draft, request.Materials), SubmitterId = act.Actor.PersonId, ReviewerStays = stays },
            draft,
            request.Materials,
            new ReviewSubmitted
            {
                CaseId = Id,
                DraftDigest = request.DraftDigest,
                Round = Rounds.Length + 1,
                Department = Department,
                LegalDepartment = LegalDepartment,
                SubmittedAt = act.Now.ToTimestamp(),
            });
    }
}
