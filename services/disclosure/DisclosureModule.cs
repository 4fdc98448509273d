using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Disclosure;

/// <summary>The role <c>disclosure</c>: what is public (公示) of decisions, items and officers, and its proof.</summary>
public sealed class DisclosureModule : LedgerRole
{
    public override string Name => ServiceRole.Disclosure;

    public override RolePorts Ports { get; } = new() { Http = 5130, Grpc = 5131 };

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        DisclosureFactsReflection.Descriptor,
        ItemsFactsReflection.Descriptor,
        OfficersFactsReflection.Descriptor,
        Contracts.Disclosure.EventsReflection.Descriptor,
        Contracts.Disclosure.RegistersReflection.Descriptor,
        Contracts.Gateway.EventsReflection.Descriptor,
        Contracts.Records.EventsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
        EditionEventsReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new ListsView(), new PublicView()];

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddPeopleCopies(services);
        AddEditionCopies(services);
        AddStreams<DisclosureState>(services, "disclosures", "disclosure_id");
        AddStreams<ItemState>(services, "items", "item_id");
        AddStreams<OfficerState>(services, "officers", "person_id");
        AddStreams<OrganCopy>(services, "organs", "");
        services.AddSingleton<IRecords>(provider => new GrpcRecords(() => provider.GetRequiredService<Peers>().To(ServiceRole.Records, Name)));
        Hear<OnDecisionIssued>(services);
        Hear<OnDecisionAnnulled>(services);
        Hear<OnDeliveryChanged>(services);
        Hear<OnOfficerChanged>(services);
        Hear<OnOrganChanged>(services);
        Add<DemoItems>(services);
        services.AddSingleton<IDemoData>(provider => provider.GetRequiredService<DemoItems>());
        Add<DisclosureRpcs>(services);
        Add<RegisterRpcs>(services);
        Add<PublicNotices>(services);
        Add<PublicRpcs>(services);
    }

    /// <summary>Opens the ledger, and knows by it whether what it publishes is a demonstration, before anybody can ask.</summary>
    public override async Task Start(IServiceProvider services, CancellationToken ct)
    {
        await base.Start(services, ct);
        if (await services.GetRequiredService<DemoItems>().AreKept(ct))
        {
            services.GetRequiredService<Installation>().FoundDemonstration();
        }
    }

    public override void Map(RoleEndpoints endpoints)
    {
        endpoints.Grpc<DisclosureRpcs>();
        endpoints.Grpc<RegisterRpcs>();
        endpoints.Grpc<PublicRpcs>();
    }
}
