using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Http;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// gRPC health of the role whose port was called (grpc.health.v1). Knows the empty name and the role's own services; says nothing but the status.
/// </summary>
internal sealed class RoleHealth(RunningRoles roles, IServiceProvider services, TimeProvider clock) : Health.HealthBase
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await StatusOf(request.Service, context);
        return status == ServingStatus.ServiceUnknown ? throw KernelFaults.NotFound.Now() : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var last = ServingStatus.Unknown;
        while (true)
        {
            var status = await StatusOf(request.Service, context);
            if (status != last)
            {
                last = status;
                await responseStream.WriteAsync(new() { Status = status }, context.CancellationToken);
            }

            await Task.Delay(Interval, clock, context.CancellationToken);
        }
    }

    private async ValueTask<ServingStatus> StatusOf(string service, ServerCallContext context)
    {
        var role = roles[RoleOfConnection.Of(context.GetHttpContext())];
        if (service.Length > 0 && !role.Endpoints!.Contracts.Any(contract => contract.FullName == service))
        {
            return ServingStatus.ServiceUnknown;
        }

        return await role.WaitsFor(services, context.CancellationToken) is null ? ServingStatus.Serving : ServingStatus.NotServing;
    }
}
