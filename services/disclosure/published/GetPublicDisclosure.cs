using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class PublicRpcs
{
    public override async Task<GetPublicDisclosureResponse> GetPublicDisclosure(GetPublicDisclosureRequest request, ServerCallContext context)
    {
        new Check().Id(request.DisclosureId, "disclosure_id").ThrowIfAny();
        return new() { Disclosure = await Find(request.DisclosureId, context.CancellationToken) ?? throw DisclosureFaults.Unknown.Now() };
    }
}
