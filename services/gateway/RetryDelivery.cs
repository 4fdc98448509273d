using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Gateway;

internal sealed partial class DeliveryRpcs
{
    public override async Task<RetryDeliveryResponse> RetryDelivery(RetryDeliveryRequest request, ServerCallContext context)
    {
        new Check().DeliveryId(request.DeliveryId).Etag(request.Etag).RequestId(request.RequestId).ThrowIfAny();
        var response = await deliveries.Act(
            request, context, (state, act) => state.RetryDelivery(act), state => new RetryDeliveryResponse { Delivery = state.ToMessage() });
        destinations.Wake(response.Delivery.Destination);
        return response;
    }
}

internal sealed partial record DeliveryStream
{
    /// <summary>Whatever the item and its destination wait for is over: one attempt is made at once.</summary>
    public Decision RetryDelivery(IActContext act)
    {
        var item = CurrentFor(DeliveryAction.RetryDelivery);
        var after = item with { State = After(item, DeliveryAction.RetryDelivery) };
        return Telling(act, Decision.Of(new DeliveryHurried { Number = item.Number, PersonId = act.Actor.PersonId }), after);
    }
}
