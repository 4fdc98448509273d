using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Gateway;

/// <summary>The rpcs of enforcement.gateway.v1.DeliveryService: one file each, its pure decision beside it. Here: what they need.</summary>
internal sealed partial class DeliveryRpcs(Streams<DeliveryStream> deliveries, Destinations destinations, RoleViews views)
    : DeliveryService.DeliveryServiceBase;
