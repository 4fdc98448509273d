using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Gateway;

internal sealed partial class DeliveryRpcs
{
    public override async Task<GetDeliveryResponse> GetDelivery(GetDeliveryRequest request, ServerCallContext context)
    {
        new Check().DeliveryId(request.DeliveryId).ThrowIfAny();
        return new() { Delivery = (await deliveries.Read(request, context)).ToMessage() };
    }
}
