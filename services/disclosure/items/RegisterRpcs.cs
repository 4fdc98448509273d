using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Disclosure;

/// <summary>The rpcs of enforcement.disclosure.v1.RegisterService: one file each, its pure decision beside it. Here: what they need.</summary>
internal sealed partial class RegisterRpcs(Streams<ItemState> items, IRecords records, ServiceLedger ledger, RoleViews views)
    : RegisterService.RegisterServiceBase;
