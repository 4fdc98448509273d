using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<MovePersonResponse> MovePerson(MovePersonRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Key(request.Department, "department", 40)
            .Date(request.From, "from")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            async (state, act) =>
            {
                (await organs.Load(state.Organ, act.Ct)).RequireDepartment(request.Department);
                return state.Move(request, act.Today);
            },
            state => new MovePersonResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    public Decision Move(MovePersonRequest request, DateOnly today)
    {
        RequireHere();
        if (Department == request.Department)
        {
            throw PeopleFaults.DepartmentHeld.With(("code", request.Department));
        }

        var from = IsoDay.Parse(request.From);
        RegisterDay.RequireBetween(Departments[^1].From, from, today);
        return Changed(new PersonMoved { Department = request.Department, From = request.From }, Moving(request.Department, from));
    }
}
