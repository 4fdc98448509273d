using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Supervision;

/// <summary>The role <c>supervision</c>: what is due, overdue and blocked, and the seven stages of each case.</summary>
public sealed class SupervisionModule : LedgerRole
{
    public override string Name => ServiceRole.Supervision;

    public override RolePorts Ports { get; } = new() { Http = 5150, Grpc = 5151 };

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        OversightFactsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
        EditionEventsReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new ObligationsView()];

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddPeopleCopies(services);
        AddEditionCopies(services);
        AddStreams<OversightState>(services, "oversight", "case_id");
        Add<OnCaseProgressed>(services);
        Add<OnCaseFileGrew>(services);
        Add<OnReviewProgressed>(services);
        Add<OnDisclosurePublished>(services);
        Add<OnDisclosureWithdrawn>(services);
        Add<OnDisclosureWithheld>(services);
        Add<OnDeliveryChanged>(services);
        Add<SupervisionRpcs>(services);
    }

    protected override IReadOnlyCollection<INoticeHandler> Handlers(IServiceProvider services) =>
    [
        .. PeopleHandlers(services),
        .. EditionHandlers(services),
        services.GetRequiredService<OnCaseProgressed>(),
        services.GetRequiredService<OnCaseFileGrew>(),
        services.GetRequiredService<OnReviewProgressed>(),
        services.GetRequiredService<OnDisclosurePublished>(),
        services.GetRequiredService<OnDisclosureWithdrawn>(),
        services.GetRequiredService<OnDisclosureWithheld>(),
        services.GetRequiredService<OnDeliveryChanged>(),
    ];

    public override void Map(RoleEndpoints endpoints) => endpoints.Grpc<SupervisionRpcs>();
}
