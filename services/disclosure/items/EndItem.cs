using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
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
            .Text(request.FlagsReason, "flags_reason", max: 500, min: 0)
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
        if (Published is { } published && IsoDay.Parse(request.EffectiveTo) < published.From)
        {
            throw DisclosureFaults.ItemEndsTooEarly.With(("date", IsoDay.Write(published.From)));
        }

        if (Published is not null && IsoDay.Parse(request.EffectiveTo) < act.Today)
        {
            throw DisclosureFaults.ItemEndsInPast.With(("date", request.EffectiveTo));
        }

        var closed = new ItemClosed { EffectiveTo = request.EffectiveTo, ReasonPart = 0 };
        if (Published is null)
        {
            new PersonalDataCheck(party: null).Text("reason", request.Reason).ThrowIfBlocked();
            new Check().That(request.FlagsReason.Length == 0, "flags_reason", "NOT_NEEDED", "该事项未曾公布，没有需要说明的内容，请留空。").ThrowIfAny();
            return Decision.Of(closed).WithPersonal(new WrittenText { Text = request.Reason });
        }

        var notice = new ItemEnded { ItemId = Id, EffectiveTo = request.EffectiveTo, Reason = request.Reason, EndedAt = act.Now.ToTimestamp() };
        closed.Overruled.Add(new PersonalDataCheck(party: null).Message(notice).Overruled(request.FlagsReason));
        if (request.FlagsReason.Length > 0)
        {
            closed.OverruleReasonPart = 1;
        }

        var decision = Decision.Of(closed).WithPersonal(new WrittenText { Text = request.Reason }).WithNotice(notice);
        return request.FlagsReason.Length > 0 ? decision.WithPersonal(new WrittenText { Text = request.FlagsReason }) : decision;
    }
}
