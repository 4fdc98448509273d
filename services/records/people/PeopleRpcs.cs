using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Records;

/// <summary>The register of persons; one file a slice.</summary>
internal sealed partial class PeopleRpcs(ServiceLedger ledger, Streams<PersonState> people, Streams<OrganState> organs, RoleViews views)
    : Contracts.Records.PeopleService.PeopleServiceBase;
