using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<RenamePersonResponse> RenamePerson(RenamePersonRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Text(request.Name, "name", 50, min: 2)
            .Text(request.Title, "title", 50)
            .Date(request.From, "from")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            (state, act) => state.Rename(request, act.Today),
            state => new RenamePersonResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>The names of before stay, each with its days: what somebody was called when they signed can be told for ever.</summary>
    public Decision Rename(RenamePersonRequest request, DateOnly today)
    {
        RequireHere();
        RegisterDay.RequireBetween(Identities[^1].From, IsoDay.Parse(request.From), today);
        return Changed(new PersonRenamed { From = request.From, Personal = 0 }, this)
            .WithPersonal(new PersonIdentity { Name = request.Name, Title = request.Title });
    }
}
