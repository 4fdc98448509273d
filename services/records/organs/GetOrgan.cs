using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    public override async Task<GetOrganResponse> GetOrgan(GetOrganRequest request, ServerCallContext context)
    {
        new Check().Key(request.Code, "code", 40).OptionalDate(request.On, "on").ThrowIfAny();
        var organ = await organs.Read(request, context);
        return new() { Organ = request.On.Length == 0 ? organ.ToMessage() : organ.ToMessage(IsoDay.Parse(request.On)) };
    }
}
