using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Actor = EnforcementPlatform.Kernel.Actor;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Every rpc of the contracts' assembly, found, not listed.</summary>
internal static class EveryContract
{
    /// <summary>The generated base class of every service.</summary>
    public static ImmutableArray<Type> Services { get; } =
    [
        .. typeof(FactsPart).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<BindServiceMethodAttribute>() is not null)
            .OrderBy(type => type.FullName, StringComparer.Ordinal),
    ];

    public static ImmutableArray<MethodDescriptor> Rpcs { get; } =
        [.. Services.SelectMany(service => DescriptorOf(service).Methods)];

    public static ServiceDescriptor DescriptorOf(Type service) =>
        (ServiceDescriptor)service.DeclaringType!.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}

/// <summary>
/// A role that maps every contract and implements none: whatever gets as far as a service shows as INTERNAL, so a test sees at once that a wrong
/// request was let through.
/// </summary>
internal sealed class EmptyRole : IRole
{
    /// <summary>Account of a person without any duty.</summary>
    public const string Nobody = "nobody";

    public string Name => "records";

    public RolePorts Ports => new();

    public void Services(IServiceCollection services, PlatformOptions options) => services.AddKeyedSingleton<IPeople>(Name, new PeopleWithoutDuties());

    public void Map(RoleEndpoints endpoints)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new("EmptyServices"), AssemblyBuilderAccess.Run).DefineDynamicModule("EmptyServices");
        var map = typeof(RoleEndpoints).GetMethod(nameof(RoleEndpoints.Grpc))!;
        foreach (var service in EveryContract.Services)
        {
            var empty = module.DefineType(service.Name, TypeAttributes.Public, service).CreateType();
            map.MakeGenericMethod(empty).Invoke(endpoints, null);
        }
    }

    public Task Start(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;

    private sealed class PeopleWithoutDuties : IPeople
    {
        public ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct) =>
            ValueTask.FromResult<Actor?>(new() { PersonId = "p", AccountId = subject, Organ = "o", Department = "d" });
    }
}
