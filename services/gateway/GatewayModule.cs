using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Gateway.Work;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Gateway;

/// <summary>The role <c>gateway</c>: delivers what is published to upper-level platforms.</summary>
public sealed class GatewayModule : LedgerRole
{
    public override string Name => ServiceRole.Gateway;

    public override RolePorts Ports { get; } = new() { Http = 5140, Grpc = 5141 };

    public override SettingsSection Section { get; } = new(GatewayOptions.Section, typeof(GatewayOptions));

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        GatewayFactsReflection.Descriptor,
        Contracts.Gateway.EventsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new DeliveriesView()];

    public override IEnumerable<string> Mistakes(PlatformOptions options) => options.Of<GatewayOptions>(GatewayOptions.Section).Mistakes();

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddPeopleCopies(services);
        AddStreams<DeliveryStream>(services, "deliveries", "delivery_id");
        services.AddSingleton<Destinations>(provider => new(
            options, provider.GetRequiredService<IHttpExchange>(), provider.GetRequiredService<TimeProvider>()));
        Hear<OnDisclosurePublished>(services);
        Hear<OnDisclosureWithdrawn>(services);
        Add<ViewedWork>(services);
        services.AddSingleton<IWork>(provider => provider.GetRequiredService<ViewedWork>());
        services.AddSingleton<DeliveryMetrics>();
        Add<PaceCell>(services);
        Add<DeliverySender>(services);
        Add<DeliveryQueues>(services);
        Add<DeliveryRpcs>(services);
    }

    /// <summary>Reads the secrets before anything is opened, and begins to deliver once the ledger is.</summary>
    public override async Task Start(IServiceProvider services, CancellationToken ct)
    {
        _ = services.GetRequiredService<Destinations>();
        await base.Start(services, ct);
        services.GetRequiredKeyedService<DeliveryQueues>(Name).Begin();
    }

    /// <summary>Ends delivering first: a delivery is kept in the ledger, and its work list is a view.</summary>
    public override async Task Stop(IServiceProvider services)
    {
        await services.GetRequiredKeyedService<DeliveryQueues>(Name).DisposeAsync();
        await base.Stop(services);
    }

    public override void Map(RoleEndpoints endpoints) => endpoints.Grpc<DeliveryRpcs>();
}
