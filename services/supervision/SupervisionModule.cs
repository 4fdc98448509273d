using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
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
        Hear<OnCaseProgressed>(services);
        Hear<OnCaseFileGrew>(services);
        Hear<OnReviewProgressed>(services);
        Hear<OnDisclosurePublished>(services);
        Hear<OnDisclosureWithdrawn>(services);
        Hear<OnDisclosureWithheld>(services);
        Hear<OnDeliveryChanged>(services);
        Add<SupervisionRpcs>(services);
    }

    public override void Map(RoleEndpoints endpoints) => endpoints.Grpc<SupervisionRpcs>();
}
