using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    public override async Task<GetOrganResponse> GetOrgan(GetOrganRequest request, ServerCallContext context)
    {
        new Check().Key(request.Code, "code", 40).ThrowIfAny();
        return new() { Organ = (await organs.Read(request, context)).ToMessage() };
    }
}
