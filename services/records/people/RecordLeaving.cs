using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class PeopleRpcs
{
    public override Task<RecordLeavingResponse> RecordLeaving(RecordLeavingRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.PersonId, "person_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Date(request.LastDay, "last_day")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            (state, act) => state.Leave(Day.Parse(request.LastDay), act.Today),
            state => new RecordLeavingResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>
    /// One act ends posts, certificates and account: the account signs nobody in once the person has left, in this role and, by the notice, in
    /// every other. The day may lie ahead.
    /// </summary>
    public Decision Leave(DateOnly lastDay, DateOnly today)
    {
        RequireHere();
        return Changed(new PersonLeft { LastDay = Day.Write(lastDay) }, Leaving(lastDay, today));
    }
}
