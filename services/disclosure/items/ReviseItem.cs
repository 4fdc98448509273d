using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override Task<ReviseItemResponse> ReviseItem(ReviseItemRequest request, ServerCallContext context)
    {
        new Check()
            .Item(request.ItemId, request.Etag, request.RequestId)
            .ItemText(request.Text)
            .Date(request.EffectiveFrom, "effective_from")
            .ThrowIfAny();
        return items.Act(
            request,
            context,
            (state, act) => state.ReviseItem(act, request),
            state => new ReviseItemResponse { Item = state.ToMessage() });
    }
}

internal sealed partial record ItemState
{
    /// <summary>动态调整: the next version, reviewed outside and published like the first. What is in force stays so until its day comes.</summary>
    public Decision ReviseItem(IActContext act, ReviseItemRequest request)
    {
        Require(ItemAction.ReviseItem);
        if (Published is { } published && IsoDay.Parse(request.EffectiveFrom) <= published.From)
        {
            throw DisclosureFaults.ItemNotAfterPrevious.With(("date", IsoDay.Write(published.From)));
        }

        RequireClean(request.Text);
        return Decision
            .Of(new ItemWritten
            {
                Version = (Published?.Number ?? 0) + 1,
                Code = Code,
                OrganName = OrganName,
                EffectiveFrom = request.EffectiveFrom,
                WriterId = act.Actor.PersonId,
                TextPart = 0,
            })
            .WithPersonal(request.Text);
    }
}
