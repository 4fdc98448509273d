using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override Task<EndItemResponse> EndItem(EndItemRequest request, ServerCallContext context)
    {
        new Check()
            .Item(request.ItemId, request.Etag, request.RequestId)
            .Date(request.EffectiveTo, "effective_to")
            .Text(request.Reason, "reason", max: 500, min: 2)
            .ThrowIfAny();
        return items.Act(
            request,
            context,
            (state, act) => state.EndItem(act, request),
            state => new EndItemResponse { Item = state.ToMessage() });
    }
}

internal sealed partial record ItemState
{
    /// <summary>终止: after a day that is not over, with a public reason. What was never published ends without anybody being told.</summary>
    public Decision EndItem(IActContext act, EndItemRequest request)
    {
        Require(ItemAction.EndItem);
        if (Published is { } published && Day(request.EffectiveTo) < published.From)
        {
            throw DisclosureFaults.ItemEndsTooEarly.With(("date", $"{published.From:yyyy-MM-dd}"));
        }

        if (Published is not null && Day(request.EffectiveTo) < act.Today)
        {
            throw DisclosureFaults.ItemEndsInPast.With(("date", request.EffectiveTo));
        }

        new PersonalDataCheck(party: null).Text("reason", request.Reason).ThrowIfAny();
        var decision = Decision
            .Of(new ItemClosed { EffectiveTo = request.EffectiveTo, ReasonPart = 0 })
            .WithPersonal(new WrittenText { Text = request.Reason });
        return Published is null
            ? decision
            : decision.WithNotice(new ItemEnded
            {
                ItemId = Id,
                EffectiveTo = request.EffectiveTo,
                Reason = request.Reason,
                EndedAt = act.Now.ToTimestamp(),
            });
    }
}
