using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Records;

/// <summary>Hold and destruction; one file a slice.</summary>
internal sealed partial class RetentionRpcs(
    Streams<RetentionState> retentions,
    Streams<CaseState> cases,
    CaseParts parts,
    Media media,
    Destroyer destroyer) : Contracts.Records.RetentionService.RetentionServiceBase;
