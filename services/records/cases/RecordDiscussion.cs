using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<RecordDiscussionResponse> RecordDiscussion(RecordDiscussionRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Count(request.Opinions, "opinions", 0, 30)
            .Opinions(request.Opinions)
            .Enum(request.Conclusion, "conclusion")
            .Text(request.DifferenceReason, "difference_reason", max: 2_000, min: 0)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.RecordDiscussion(
                act, request, await OfficersOn(request.Opinions.Select(one => one.PersonId), null, act), law, await files.Load(state.Id, act.Ct)),
            state => new RecordDiscussionResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>
    /// 集体讨论 by the responsible persons (行政处罚法 57), after the review of this very draft (河南省行政执法条例 28) and after the party was heard.
    /// </summary>
    public Decision RecordDiscussion(
        IActContext act, RecordDiscussionRequest request, ImmutableArray<Officer> attendants, LawInForce law, CaseFileState file, DecisionGate? gate = null)
    {
        Require(CaseFacts.ActionOf(request.Conclusion));
        if (Discussion?.Conclusion == DiscussionConclusion.NotAgreed)
        {
            throw CaseFaults.DiscussionNotAgreed.Now();
        }

        if (Discussion is { } held && file.IsKnownAt(held.FileVersion) && Pass?.KnownAt <= held.HeldAt)
        {
            throw CaseFaults.DiscussionStands.Now();
        }

        _ = Draft ?? throw CaseFaults.DraftMissing.Now();
        (gate ?? DecisionGate.Standing).Require(GateStep.Discussing, GateFacts.Of(this, file, act, law));
        RequireCollective(act, request, attendants);
        RequireAgreeing(request);
        return Decision
            .Of(new DiscussionHeld
            {
                DraftDigest = ByteString.CopyFrom(Draft!.Digest),
                AttendantIds = { request.Opinions.Select(one => one.PersonId) },
                Conclusion = request.Conclusion,
                OpinionsPart = 0,
                FileVersion = file.Version,
                AttendantVersions = { attendants.Select(one => one.Version) },
                Stances = { request.Opinions.Select(one => one.Stance) },
            })
            .WithPersonal(new DiscussionText { Opinions = { request.Opinions.Select(one => one.Opinion_) }, Difference = request.DifferenceReason })
            .Citing(Citing.Of(PenaltyRules.CollectivelyDiscussed), Citing.Of(PenaltyRules.DiscussedAfterReview));
    }

    private void RequireCollective(IActContext act, RecordDiscussionRequest request, ImmutableArray<Officer> attendants)
    {
        if (request.Opinions.Count == 0 || request.Opinions.Any(one => ReadableText.IsBlank(one.Opinion_)))
        {
            throw CaseFaults.DiscussionEmpty.Now();
        }

        var ids = attendants.Select(one => one.PersonId).ToHashSet();
        if (ids.Count < request.Opinions.Count || !ids.Contains(act.Actor.PersonId))
        {
            throw CaseFaults.DiscussionNotAttended.Now();
        }

        var other = attendants.ToList().FindIndex(one => one.Organ != Organ || !one.Duties.Contains(Duty.DecideCase));
        if (other >= 0)
        {
            throw CaseFaults.AttendantNotResponsible.With(("ordinal", $"{other + 1}"), ("person", attendants[other].PersonId));
        }

        var involved = attendants.ToList().FindIndex(one => Involved.Contains(one.PersonId) || one.PersonId == Pass?.ReviewerId);
        if (involved >= 0)
        {
            throw CaseFaults.AttendantInvolved.With(("ordinal", $"{involved + 1}"), ("person", attendants[involved].PersonId));
        }

        if (ids.Count < 2)
        {
            throw CaseFaults.NotDiscussed.Now();
        }
    }

    /// <summary>The conclusion is what most of them thought, or says why it is not; it is never what none of them thought.</summary>
    private static void RequireAgreeing(RecordDiscussionRequest request)
    {
        var stance = request.Conclusion == DiscussionConclusion.Agreed ? OpinionStance.Agree : OpinionStance.Disagree;
        var same = request.Opinions.Count(one => one.Stance == stance);
        if (same == 0)
        {
            throw CaseFaults.ConclusionOfNobody.Now();
        }

        if (same * 2 <= request.Opinions.Count && ReadableText.IsBlank(request.DifferenceReason))
        {
            throw CaseFaults.ConclusionDiffers.Now();
        }
    }
}
