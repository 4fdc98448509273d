using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EnforcementPlatform.Records;

/// <summary>The role <c>records</c>: registers, cases, evidence, documents.</summary>
public sealed class RecordsModule : LedgerRole
{
    public override string Name => ServiceRole.Records;

    public override RolePorts Ports { get; } = new() { Http = 5110, Grpc = 5111 };

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        AccountsFactsReflection.Descriptor,
        CaseFactsReflection.Descriptor,
        DocumentsFactsReflection.Descriptor,
        EditionsFactsReflection.Descriptor,
        EventsReflection.Descriptor,
        EvidenceFactsReflection.Descriptor,
        OrgansFactsReflection.Descriptor,
        PeopleFactsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
        EditionEventsReflection.Descriptor,
        RetentionFactsReflection.Descriptor,
        CaseTypesReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new RegistersView(), new CasesView()];

    protected override ICompanions Companions { get; } = new CredentialCompanions();

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddStreams<OrganState>(services, "organs", "code");
        AddStreams<PersonState>(services, "people", "person_id");
        AddStreams<AccountState>(services, "accounts", "account_id");
        AddStreams<HeldKeyState>(services, "unique", "");
        AddStreams<AdoptedEditionsState>(services, "editions", "");
        AddStreams<CaseState>(services, "cases", "case_id");
        AddStreams<CaseFileState>(services, "file", "case_id");
        AddStreams<EvidenceState>(services, "evidence", "evidence_id");
        AddStreams<CaseAccessState>(services, "access", "case_id");
        AddStreams<BlobState>(services, "blobs", "");
        AddStreams<DocumentState>(services, "documents", "document_id");
        AddStreams<RetentionState>(services, "retention", "case_id");
        AddParts(services);
        AddRpcs(services);
    }

    private void AddParts(IServiceCollection services)
    {
        Add<HeldKeys>(services);
        services.TryAddSingleton(new PasswordCost());
        Add<HashingLanes>(services);
        Add<Passwords>(services);
        Add<SignInLocks>(services);
        Add<SignInSources>(services);
        Add<Sessions>(services);
        Add<SignInJournal>(services);
        Add<AfterSignIn>(services);
        Add<Operators>(services);
        services.AddSingleton<IOperators>(provider => provider.GetRequiredService<Operators>());
        Add<LedgerPeople>(services);
        services.AddKeyedSingleton<IPeople>(Name, (provider, _) => provider.GetRequiredService<LedgerPeople>());
        Add<OrganRules>(services);
        Add<LedgerOfficers>(services);
        services.AddSingleton<IOfficers>(provider => provider.GetRequiredService<LedgerOfficers>());
        Add<LedgerOrganFacts>(services);
        services.AddSingleton<IOrganFacts>(provider => provider.GetRequiredService<LedgerOrganFacts>());
        services.AddSingleton<IReviews>(provider => new GrpcReviews(
            () => new(provider.GetRequiredService<Peers>().To(ServiceRole.Review, Name)),
            provider.GetRequiredService<ITrustedLogs>()));
        Hear<OnReviewPassed>(services);
        Add<Media>(services);
        Add<CaseParts>(services);
        Add<Destroyer>(services);
        Add<Bootstrap>(services);
        Add<AccountRecovery>(services);
        services.AddSingleton<IAccountRecovery>(provider => provider.GetRequiredService<AccountRecovery>());
        Add<DemoData>(services);
        services.AddSingleton<IDemoData>(provider => provider.GetRequiredService<DemoData>());
    }

    private void AddRpcs(IServiceCollection services)
    {
        Add<OrganRpcs>(services);
        Add<PeopleRpcs>(services);
        Add<AccountRpcs>(services);
        Add<EditionRpcs>(services);
        Add<CaseRpcs>(services);
        Add<EvidenceRpcs>(services);
        Add<PublicPlaces>(services);
        Add<DocumentRpcs>(services);
        Add<RetentionRpcs>(services);
    }

    /// <summary>Opens the ledger, then finishes what an earlier process was ordered to destroy, and sets a new installation up, before anybody can ask.</summary>
    public override async Task Start(IServiceProvider services, CancellationToken ct)
    {
        await base.Start(services, ct);
        await KnowWhatItIs(services, ct);
        if (!services.GetRequiredKeyedService<ServiceLedger>(Name).TakesAppends())
        {
            return; // it is served for reading; what waits goes on at the next start
        }

        await services.GetRequiredService<SignInJournal>().Enter(ct);
        await services.GetRequiredService<Destroyer>().Resume(ct);
        if (services.GetRequiredService<PlatformOptions>().FirstSetup is { Length: > 0 } plan)
        {
            await services.GetRequiredService<Bootstrap>().ApplyOnce(plan, ct);
        }
    }

    /// <summary>Demonstration or real, as the ledger says, before anybody is served; the settings that contradict it are refused.</summary>
    private static async Task KnowWhatItIs(IServiceProvider services, CancellationToken ct)
    {
        var bootstrap = services.GetRequiredService<Bootstrap>();
        if (services.GetRequiredService<PlatformOptions>().DemoData)
        {
            await bootstrap.RequireNotInUse(ct);
        }

        if (await bootstrap.IsDemonstration(ct))
        {
            services.GetRequiredService<Installation>().FoundDemonstration();
        }
    }

    public override void Map(RoleEndpoints endpoints)
    {
        endpoints.Grpc<AccountRpcs>();
        endpoints.Grpc<CaseRpcs>();
        endpoints.Grpc<EvidenceRpcs>();
        endpoints.Grpc<DocumentRpcs>();
        endpoints.Grpc<PeopleRpcs>();
        endpoints.Grpc<OrganRpcs>();
        endpoints.Grpc<EditionRpcs>();
        endpoints.Grpc<RetentionRpcs>();
    }
}
