using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override async Task<GetPersonResponse> GetPerson(GetPersonRequest request, ServerCallContext context)
    {
        new Check().Id(request.PersonId, "person_id").OptionalDate(request.On, "on").ThrowIfAny();
        var person = await people.Read(request, context);
        return new() { Person = (request.On.Length == 0 ? person : person.AsOf(IsoDay.Parse(request.On))).ToMessage() };
    }
}
