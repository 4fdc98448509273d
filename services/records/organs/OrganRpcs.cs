using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Records;

/// <summary>The register of organs; one file a slice.</summary>
internal sealed partial class OrganRpcs(Streams<OrganState> organs, RoleViews views) : Contracts.Records.OrganService.OrganServiceBase;
