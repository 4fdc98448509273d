using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace EnforcementPlatform.Kernel;

/// <summary>Where a role maps what it serves. Nothing mapped here answers on another role's ports.</summary>
public sealed class RoleEndpoints
{
    private readonly List<ServiceDescriptor> _contracts = [];
    private readonly RouteGroupBuilder _routes;

    internal RoleEndpoints(IEndpointRouteBuilder routes, string role)
    {
        _routes = routes.MapGroup("");
        _routes.WithMetadata(new RoleOfEndpoint(role));
    }

    /// <summary>Plain HTTP endpoints.</summary>
    public IEndpointRouteBuilder Http => _routes;

    /// <summary>Contracts mapped so far.</summary>
    internal IReadOnlyList<ServiceDescriptor> Contracts => _contracts;

    /// <summary>Maps a contract: gRPC, and HTTP/JSON where its proto says so.</summary>
    public void Grpc<TService>()
        where TService : class
    {
        _contracts.Add(DescriptorOf(typeof(TService)));
        _routes.MapGrpcService<TService>();
    }

    /// <summary>Maps one of the platform's own gRPC services, which the rights table does not know: health and reflection.</summary>
    internal void OfPlatform<TService>()
        where TService : class => _routes.MapGrpcService<TService>();

    private static ServiceDescriptor DescriptorOf(Type service)
    {
        var generated = service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
            ?? throw new ArgumentException($"{service.Name} does not derive from a generated gRPC base class", nameof(service));
        return (ServiceDescriptor)generated.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }
}

/// <summary>Marks an endpoint as one role's.</summary>
internal sealed record RoleOfEndpoint(string Role);
