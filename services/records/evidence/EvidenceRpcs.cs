using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Collecting and reading evidence; one file a slice.</summary>
internal sealed partial class EvidenceRpcs(
    ServiceLedger ledger,
    Streams<EvidenceState> evidence,
    Streams<CaseState> cases,
    Streams<CaseFileState> files,
    IOfficers officers,
    Streams<CaseAccessState> access,
    Media media,
    RoleViews views) : Contracts.Records.EvidenceService.EvidenceServiceBase;
