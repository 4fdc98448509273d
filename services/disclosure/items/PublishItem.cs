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
        new Check().Item(request.ItemId, request.Etag, request.RequestId).ThrowIfAny();
        return items.Act(
            request,
            context,
            (state, act) => state.PublishItem(act),
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
    public Decision PublishItem(IActContext act)
    {
        Require(ItemAction.PublishItem);
        var version = Versions[^1];
        if (Published is not null && version.From < act.Today)
        {
            throw DisclosureFaults.ItemTakesEffectInPast.With(("date", $"{version.From:yyyy-MM-dd}"));
        }

        if (act.Actor.Service is null)
        {
            DisclosureFaults.Require(DisclosureRules.PublisherNotDrafter, new(version.WriterId, act.Actor.PersonId));
        }

        var text = version.Text.Require();
        RequireClean(text);
        var approval = version.Approval!.Require();
        return Decision
            .Of(new ItemVersionPublished { PublisherId = act.Actor.PersonId })
            .WithNotice(new ItemPublished { Item = ToPublic(version, text, approval), PublishedAt = act.Now.ToTimestamp() })
            .Citing(act.Actor.Service is null ? [Citing.Of(DisclosureRules.PublisherNotDrafter)] : []);
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
        EffectiveFrom = $"{version.From:yyyy-MM-dd}",
        Version = version.Number,
        ApprovedBy = approval.Authority,
        ApprovalNumber = approval.Number,
        ApprovedOn = approval.GivenOn,
    };
}
