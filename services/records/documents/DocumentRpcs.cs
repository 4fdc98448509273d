using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Documents of a case; one file a slice.</summary>
internal sealed partial class DocumentRpcs(
    ServiceLedger ledger,
    Streams<DocumentState> documents,
    Streams<CaseState> cases,
    Streams<CaseFileState> files,
    Streams<OrganState> organs,
    Streams<PersonState> people,
    OrganRules rules,
    PublicPlaces places,
    RoleViews views) : Contracts.Records.DocumentService.DocumentServiceBase;
