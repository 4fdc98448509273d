using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Gateway;

internal sealed partial class DeliveryRpcs
{
    public override async Task<ResolveDeliveryResponse> ResolveDelivery(ResolveDeliveryRequest request, ServerCallContext context)
    {
        new Check()
            .DeliveryId(request.DeliveryId)
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Enum(request.Resolution, "resolution")
            .Text(request.Reason, "reason", max: 500, min: 2)
            .ThrowIfAny();
        var response = await deliveries.Act(
            request, context, (state, act) => state.ResolveDelivery(act, request), state => new ResolveDeliveryResponse { Delivery = state.ToMessage() });
        destinations.Wake(response.Delivery.Destination);
        return response;
    }
}

internal sealed partial record DeliveryStream
{
    /// <summary>A person says what the platform has, and why; only where no machine can know it.</summary>
    public Decision ResolveDelivery(IActContext act, ResolveDeliveryRequest request)
    {
        var action = request.Resolution == Resolution.Confirmed ? DeliveryAction.ResolveConfirmed : DeliveryAction.ResolveNotAccepted;
        var item = CurrentFor(action);
        var after = item with { State = After(item, action) };
        var resolved = new DeliveryResolved { Number = item.Number, Resolution = request.Resolution, PersonId = act.Actor.PersonId, ReasonPart = 0 };
        return Settling(act, Decision.Of(resolved).WithPersonal(new ReasonText { Text = request.Reason }), after);
    }
}
