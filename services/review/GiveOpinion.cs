using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Review;

internal sealed partial class ReviewRpcs
{
    public override async Task<GiveOpinionResponse> GiveOpinion(GiveOpinionRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .CheckedItems(request.Items)
            .Enum(request.Outcome, "outcome")
            .Text(request.Opinion, "opinion", max: 5_000, min: 2)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await reviews.Act(
            request,
            context,
            (state, act) => state.GiveOpinion(act, request, law),
            state => new GiveOpinionResponse { Review = Show(state, law) });
    }
}

internal sealed partial record ReviewState
{
    /// <summary>
    /// 法制审核意见 on the eleven heads (平工信〔2019〕99号 二(三)4), by the assigned reviewer alone (rights table). What does not conform goes
    /// back; only what wholly conforms passes, and that entry is the clearance.
    /// </summary>
    public Decision GiveOpinion(IActContext act, GiveOpinionRequest request, Editions law)
    {
        var passes = request.Outcome == ReviewOutcome.Pass;
        Require(passes ? ReviewAction.PassDraft : ReviewAction.ReturnDraft);
        RequireIndependent(act.Actor.PersonId);
        RequireAnswered(request.Items);
        var faults = request.Items.Where(one => one.Verdict == CheckVerdict.DoesNotConform).Select(one => one.Item).ToArray();
        if (passes == faults.Length > 0)
        {
            throw (passes ? ReviewFaults.PassWithFault : ReviewFaults.ReturnWithoutFault).Now();
        }

        var opinion = (passes ? Pass(act, request) : Return(act, request, faults))
            .WithPersonal(new OpinionText { Opinion = request.Opinion, Remarks = { request.Items.Select(one => one.Remark) } });
        return opinion.Citing(Citing.Of(Clock.Derive(act.Today, law), EditionKeys.LegalReviewDays, act.Today));
    }

    /// <summary>A head that the act type has to answer is not passed over as 不涉及: a review of nothing would pass everything.</summary>
    private static void RequireAnswered(IEnumerable<CheckedItem> items)
    {
        var skipped = items.FirstOrDefault(one => one.Verdict == CheckVerdict.NotApplicable && ReviewHeads.Find(ReviewHeads.Penalty, one.Item.ToString()) is null);
        if (skipped is not null)
        {
            throw ReviewFaults.HeadNotAnswered.With(
                ("head", Words.Of(skipped.Item)),
                ("others", string.Join("；", ReviewHeads.Inapplicable.Select(one => $"{Words.Of(System.Enum.Parse<CheckItem>(one.Head))}（{one.Reason}）"))));
        }
    }

    private Decision Pass(IActContext act, GiveOpinionRequest request)
    {
        var digest = ByteString.CopyFrom(Current.Digest);
        return Decision
            .Of(new ReviewCleared
            {
                ReviewerId = act.Actor.PersonId,
                DraftDigest = digest,
                CaseVersion = Current.CaseVersion,
                Items = { request.Items.Select(FactOf) },
                OpinionPart = 0,
            })
            .WithNotice(new ReviewPassed
            {
                CaseId = Id,
                DraftDigest = digest,
                ReviewerId = act.Actor.PersonId,
                PassedAt = act.Now.ToTimestamp(),
                CaseVersion = Current.CaseVersion,
                FileVersion = Current.FileVersion,
            });
    }

    private Decision Return(IActContext act, GiveOpinionRequest request, IEnumerable<CheckItem> faults)
    {
        var digest = ByteString.CopyFrom(Current.Digest);
        return Decision
            .Of(new DraftReturned
            {
                ReviewerId = act.Actor.PersonId,
                DraftDigest = digest,
                Items = { request.Items.Select(FactOf) },
                OpinionPart = 0,
            })
            .WithNotice(new ReviewReturned
            {
                CaseId = Id,
                DraftDigest = digest,
                Round = Current.Number,
                ReviewerId = act.Actor.PersonId,
                Faults = { faults },
                ReturnedAt = act.Now.ToTimestamp(),
            });
    }

    private static ItemChecked FactOf(CheckedItem one) => new() { Item = one.Item, Verdict = one.Verdict };
}
