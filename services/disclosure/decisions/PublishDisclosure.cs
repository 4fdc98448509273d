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
            .Text(request.FlagsReason, "flags_reason", max: 500, min: 0)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await disclosures.Act(
            request,
            context,
            (state, act) => state.PublishDisclosure(act, request.LateReason, request.FlagsReason, law),
            state => new PublishDisclosureResponse { Disclosure = Show(state, law) });
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// 发布: exactly the text that was drafted, by somebody who did not write it; checked for personal data once more, since between draft and
    /// publication rules and detector may have become stricter. What is flagged the publisher overrules with a reason, which is kept. Only the first
    /// publication has a time limit;
    /// a provisional one asks for no reason.
    /// </summary>
    public Decision PublishDisclosure(IActContext act, string lateReason, string flagsReason, Editions law)
    {
        Require(DisclosureAction.PublishText);
        var draft = Versions[^1];
        DisclosureRules.PublisherNotDrafter.Require(new(draft.DrafterId, act.Actor.PersonId));
        var text = draft.Text.Require();
        RequirePublishable(text, act.Today);
        var limit = PublishBy(law);
        if (limit is { Provisional: false } && draft.Number == 1)
        {
            DisclosureRules.LateNeedsReason.Require(new(act.Today, limit.LastDay, lateReason));
        }

        var notice = Announce(draft.Number, text, act.Now, limit);
        var overruled = new PersonalDataCheck(PartyToShow()).Message(notice, FieldOf).Overruled(flagsReason);
        var published = new TextPublished { Version = draft.Number, PublisherId = act.Actor.PersonId, Overruled = { overruled } };
        var reasons = new[] { lateReason, flagsReason }.Where(one => one.Length > 0).ToList();
        if (lateReason.Length > 0)
        {
            published.LateReasonPart = 0;
        }

        if (flagsReason.Length > 0)
        {
            published.OverruleReasonPart = reasons.Count - 1;
        }

        var decision = Decision
            .Of(published)
            .WithNotice(notice)
            .Citing(Citing.Of(DisclosureRules.PublisherNotDrafter), Citing.Of(DisclosureRules.PublishedInTime, limit?.LastDay, act.Today));
        return reasons.Aggregate(decision, (all, reason) => all.WithPersonal(new WrittenText { Text = reason }));
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
