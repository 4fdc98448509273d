using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class DisclosureRpcs
{
    public override async Task<GetDisclosureResponse> GetDisclosure(GetDisclosureRequest request, ServerCallContext context)
    {
        new Check().Id(request.DisclosureId, "disclosure_id").ThrowIfAny();
        var state = await disclosures.Read(request, context);
        return new() { Disclosure = state.ToMessage(await LawOf(context), clock.GetUtcNow()) };
    }
}
