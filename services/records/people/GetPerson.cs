using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override async Task<GetPersonResponse> GetPerson(GetPersonRequest request, ServerCallContext context)
    {
        new Check().Id(request.PersonId, "person_id").ThrowIfAny();
        return new() { Person = (await people.Read(request, context)).ToMessage() };
    }
}
