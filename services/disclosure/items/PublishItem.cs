using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override Task<PublishItemResponse> PublishItem(PublishItemRequest request, ServerCallContext context)
    {
        new Check().Item(request.ItemId, request.Etag, request.RequestId).Text(request.FlagsReason, "flags_reason", max: 500, min: 0).ThrowIfAny();
        return items.Act(
            request,
            context,
            (state, act) => state.PublishItem(act, request.FlagsReason),
            state => new PublishItemResponse { Item = state.ToMessage() });
    }
}

internal sealed partial record ItemState
{
    /// <summary>
    /// 公布, only what the authority outside approved, by somebody who did not write it. A revision never changes what the public was shown of a day
    /// that is over; a first version may take up what was in force before the register was. The set-up is the operator's act and has no second
    /// person; no caller is ever a service here (rights table).
    /// </summary>
    public Decision PublishItem(IActContext act, string flagsReason)
    {
        Require(ItemAction.PublishItem);
        var version = Versions[^1];
        if (Published is not null && version.From < act.Today)
        {
            throw DisclosureFaults.ItemTakesEffectInPast.With(("date", IsoDay.Write(version.From)));
        }

        if (act.Actor.Service is null)
        {
            DisclosureRules.PublisherNotDrafter.Require(new(version.WriterId, act.Actor.PersonId));
        }

        var text = version.Text.Require();
        var notice = new ItemPublished { Item = ToPublic(version, text, version.Approval!.Require()), PublishedAt = act.Now.ToTimestamp() };
        var published = new ItemVersionPublished
        {
            PublisherId = act.Actor.PersonId,
            Overruled = { new PersonalDataCheck(party: null).Message(notice).Overruled(flagsReason) },
        };
        if (flagsReason.Length > 0)
        {
            published.OverruleReasonPart = 0;
        }

        var decision = Decision
            .Of(published)
            .WithNotice(notice)
            .Citing(act.Actor.Service is null ? [Citing.Of(DisclosureRules.PublisherNotDrafter)] : []);
        return flagsReason.Length > 0 ? decision.WithPersonal(new WrittenText { Text = flagsReason }) : decision;
    }

    private PublicItem ToPublic(KeptVersion version, ItemText text, OutsideApproval approval) => new()
    {
        ItemId = Id,
        Code = Code,
        Name = text.Name,
        Kind = text.Kind,
        OrganName = OrganName,
        Responsibility = text.Responsibility,
        Authority = text.Authority,
        LegalBasis = text.LegalBasis,
        EffectiveFrom = IsoDay.Write(version.From),
        Version = version.Number,
        ApprovedBy = approval.Authority,
        ApprovalNumber = approval.Number,
        ApprovedOn = approval.GivenOn,
    };
}
