using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
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
            .That(!request.Stays || request.LastDay.Length == 0, "last_day", "STAYS", "撤回离开登记时不填最后一日。")
            .OptionalDate(request.LastDay, "last_day")
            .That(request.Stays || request.LastDay.Length > 0, "last_day", "REQUIRED", "不能为空。")
            .ThrowIfAny();
        return people.Act(
            request,
            context,
            (state, act) => request.Stays ? state.Stay(act.Today) : state.Leave(IsoDay.Parse(request.LastDay), act.Today),
            state => new RecordLeavingResponse { Person = state.ToMessage() });
    }
}

internal sealed partial record PersonState
{
    /// <summary>How far ahead a leaving may be recorded: a retirement or a transfer is known a few months before.</summary>
    private const int MostDaysAhead = 180;

    /// <summary>
    /// One act ends posts, certificates and account: the account signs nobody in once the person has left, in this role and, by the notice, in
    /// every other. The day may lie ahead; until it has come it may be set to another day. What was recorded of the person stays true: nobody left
    /// before it.
    /// </summary>
    public Decision Leave(DateOnly lastDay, DateOnly today)
    {
        RequireNotGone(today);
        RegisterDay.RequireLast(EarliestLastDay(today), lastDay, today.AddDays(MostDaysAhead));
        return Changed(new PersonLeft { LastDay = IsoDay.Write(lastDay) }, this with { Left = new(lastDay, today) });
    }

    /// <summary>Takes the leaving back before its day has come: posts and certificates are what they were.</summary>
    public Decision Stay(DateOnly today)
    {
        RequireNotGone(today);
        return Left is not null ? Changed(new LeavingTakenBack(), this with { Left = null }) : throw PeopleFaults.PersonStays.Now();
    }

    private void RequireNotGone(DateOnly today)
    {
        if (HasLeft(today))
        {
            RequireHere();
        }
    }

    /// <summary>The day of the last change that has come; where there was none, that of the registration.</summary>
    private DateOnly EarliestLastDay(DateOnly today)
    {
        DateOnly[] changes =
        [
            .. Departments.Skip(1).Select(one => one.From),
            .. Identities.Skip(1).Select(one => one.From),
            .. RecordedPosts.Select(held => held.From),
            .. RecordedPosts.Select(held => held.To).OfType<DateOnly>(),
        ];
        return changes.Where(day => day <= today).DefaultIfEmpty(Registered).Max();
    }
}
