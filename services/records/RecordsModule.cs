using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Records;

/// <summary>The role <c>records</c>: registers, cases, evidence, documents.</summary>
public sealed class RecordsModule : LedgerRole
{
    public override string Name => ServiceRole.Records;

    public override RolePorts Ports { get; } = new() { Http = 5110, Grpc = 5111 };

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        AccountsFactsReflection.Descriptor,
        EditionsFactsReflection.Descriptor,
        OrgansFactsReflection.Descriptor,
        PeopleFactsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new RegistersView()];

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddStreams<OrganState>(services, "organs", "code");
        AddStreams<PersonState>(services, "people", "person_id");
        AddStreams<AccountState>(services, "accounts", "account_id");
        AddStreams<HeldKeyState>(services, "unique", "");
        AddStreams<AdoptedEditionsState>(services, "editions", "");
        Add<HeldKeys>(services);
        Add<Passwords>(services);
        Add<SignInLocks>(services);
        Add<LedgerPeople>(services);
        services.AddKeyedSingleton<IPeople>(Name, (provider, _) => provider.GetRequiredService<LedgerPeople>());
        Add<OrganRules>(services);
        Add<Bootstrap>(services);
        Add<DemoData>(services);
        services.AddSingleton<IDemoData>(provider => provider.GetRequiredService<DemoData>());
        Add<OrganRpcs>(services);
        Add<PeopleRpcs>(services);
        Add<AccountRpcs>(services);
        Add<EditionRpcs>(services);
    }

    public override void Map(RoleEndpoints endpoints)
    {
        endpoints.Grpc<OrganRpcs>();
        endpoints.Grpc<PeopleRpcs>();
        endpoints.Grpc<AccountRpcs>();
        endpoints.Grpc<EditionRpcs>();
    }
}
