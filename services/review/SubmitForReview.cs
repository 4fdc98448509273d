using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<SubmitForReviewResponse> SubmitForReview(SubmitForReviewRequest request, ServerCallContext context)
    {
        new Check()
            .RequestId(request.RequestId)
            .Id(request.CaseId, "case_id")
            .Digest(request.DraftDigest)
            .Materials(request.Materials)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await reviews.Create(
            request,
            context,
            request.CaseId,
            ReviewFaults.ReviewExists,
            async (state, act) => state.SubmitForReview(
                act, request, await drafts.Find(request.CaseId, act.Ct), await reviewers.Load(act.Actor.Organ, act.Ct)),
            state => new SubmitForReviewResponse { Review = Show(state, law) });
    }
}

internal sealed partial record ReviewState
{
    /// <summary>送审: by a handler of the case, its current draft, with all material (平工信〔2019〕99号 二(三)5). The time limit starts.</summary>
    public Decision SubmitForReview(IActContext act, SubmitForReviewRequest request, ShownDraft draft, ReviewersState pool)
    {
        Require(ReviewAction.SubmitForReview);
        RequireSubmittable(act.Actor, draft, request.DraftDigest, request.Materials);
        var legal = pool.LegalDepartmentOn(act.Today);
        pool.RequireTwo(legal, act.Today);
        return Submission(
            new DraftSubmitted
            {
                Draft = FactOf(draft, request.Materials),
                SubmitterId = act.Actor.PersonId,
                Department = draft.Department,
                LegalDepartment = legal,
                PoolVersion = pool.Version,
            },
            draft,
            request.Materials,
            new ReviewSubmitted
            {
                CaseId = request.CaseId,
                DraftDigest = request.DraftDigest,
                Round = 1,
                Department = draft.Department,
                LegalDepartment = legal,
                SubmittedAt = act.Now.ToTimestamp(),
            });
    }

    /// <summary>What both submissions ask of the draft.</summary>
    private static void RequireSubmittable(Actor actor, ShownDraft draft, ByteString digest, IReadOnlyCollection<SubmittedMaterial> materials)
    {
        if (draft.Organ != actor.Organ)
        {
            throw KernelFaults.NotFound.Now();
        }

        if (!draft.Handlers.Contains(actor.PersonId))
        {
            throw KernelFaults.NotPermitted.Now();
        }

        if (!digest.Span.SequenceEqual(draft.Digest))
        {
            throw ReviewFaults.DraftNotCurrent.Now();
        }

        RequireComplete(draft, [.. materials.Select(one => one.Kind)]);
    }

    private static void RequireComplete(ShownDraft draft, ImmutableHashSet<MaterialKind> submitted)
    {
        (MaterialKind Kind, bool Required)[] list =
        [
            (MaterialKind.CaseReport, true),
            (MaterialKind.EvidenceList, true),
            (MaterialKind.PriorNotice, draft.PartyTold),
            (MaterialKind.PartyResponse, draft.PartyAnswered),
            (MaterialKind.HearingRecord, draft.HearingHeld),
        ];
        var missing = list.Where(one => one.Required && !submitted.Contains(one.Kind)).Select(one => Words.Of(one.Kind)).ToArray();
        if (missing.Length > 0)
        {
            throw ReviewFaults.MaterialsIncomplete.With(("missing", string.Join("、", missing)));
        }
    }

    private static SubmittedDraft FactOf(ShownDraft draft, IEnumerable<SubmittedMaterial> materials) => new()
    {
        Number = draft.Number,
        Digest = ByteString.CopyFrom(draft.Digest),
        CaseVersion = draft.CaseVersion,
        FileVersion = draft.FileVersion,
        HandlerIds = { draft.Handlers },
        InvolvedIds = { draft.Involved },
        TextPart = 0,
        Materials = { materials.Select(one => one.Kind) },
        TitlesPart = 1,
    };

    private static Decision Submission(IMessage fact, ShownDraft draft, IEnumerable<SubmittedMaterial> materials, ReviewSubmitted notice) => Decision
        .Of(fact)
        .WithPersonal(draft.Text)
        .WithPersonal(new MaterialTitles { Titles = { materials.Select(one => one.Title) } })
        .WithNotice(notice);
}
