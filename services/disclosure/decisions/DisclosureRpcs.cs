using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

/// <summary>The rpcs of enforcement.disclosure.v1.DisclosureService: one file each, its pure decision beside it. Here: what they need.</summary>
internal sealed partial class DisclosureRpcs(Streams<DisclosureState> disclosures, CopiedEditions editions, RoleViews views, TimeProvider clock)
    : DisclosureService.DisclosureServiceBase
{
    /// <summary>The disclosure as the change left it: a repeated request gets the same answer.</summary>
    private static CaseDisclosure Show(DisclosureState state, Editions law) => state.ToMessage(law, state.At);

    /// <summary>What the caller's organ goes by; a disclosure of another organ is refused anyway.</summary>
    private ValueTask<Editions> LawOf(ServerCallContext context) => editions.Of(context.Actor().Organ, context.CancellationToken);
}
