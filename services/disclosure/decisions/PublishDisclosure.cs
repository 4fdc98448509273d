using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    public override async Task<PublishDisclosureResponse> PublishDisclosure(PublishDisclosureRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.DisclosureId, request.Etag, request.RequestId)
            .Text(request.LateReason, "late_reason", max: 500, min: 0)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await disclosures.Act(
            request,
            context,
            (state, act) => state.PublishDisclosure(act, request.LateReason, law),
            state => new PublishDisclosureResponse { Disclosure = Show(state, law) });
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// 发布: exactly the text that was drafted, by somebody who did not write it; checked for personal data once more, since between draft and
    /// publication rules and detector may have become stricter. Only the first publication has a time limit;
    /// a provisional one asks for no reason.
    /// </summary>
    public Decision PublishDisclosure(IActContext act, string lateReason, Editions law)
    {
        Require(DisclosureAction.PublishText);
        var draft = Versions[^1];
        DisclosureFaults.Require(DisclosureRules.PublisherNotDrafter, new(draft.DrafterId, act.Actor.PersonId));
        var text = draft.Text.Require();
        RequirePublishable(text, act.Today);
        var limit = PublishBy(law);
        if (limit is { Provisional: false } && draft.Number == 1)
        {
            DisclosureFaults.Require(DisclosureRules.LateNeedsReason, new(act.Today, limit.LastDay, lateReason));
        }

        var published = new TextPublished { Version = draft.Number, PublisherId = act.Actor.PersonId };
        if (lateReason.Length > 0)
        {
            published.LateReasonPart = 0;
        }

        var decision = Decision
            .Of(published)
            .WithNotice(Announce(draft.Number, text, act.Now, limit))
            .Citing(Citing.Of(DisclosureRules.PublisherNotDrafter), Citing.Of(DisclosureRules.PublishedInTime, limit, act.Today));
        return lateReason.Length > 0 ? decision.WithPersonal(new WrittenText { Text = lateReason }) : decision;
    }

    /// <summary>The time limit of the first publication; null where no decision was told.</summary>
    public Deadline? PublishBy(Editions law) => Issued is null ? null : DisclosureClock.Derive(DisclosureClock.Publish, Issued.DecidedOn, law);

    private DisclosurePublished Announce(int version, DraftedText text, DateTimeOffset now, Deadline? limit) => new()
    {
        DisclosureId = Id,
        Version = version,
        Decision = text.Decision,
        PublishedAt = now.ToTimestamp(),
        PublishBy = DisclosureClock.Write(limit),
        CorrectionReason = text.CorrectionReason,
    };
}
