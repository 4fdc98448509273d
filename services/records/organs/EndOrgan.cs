using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    /// <summary>
    /// An organ ends with somebody who takes over (行政复议法第十九条: what it did is answered for by the successor). Its people finish and archive what
    /// it began; nothing new begins in it.
    /// </summary>
    public override Task<EndOrganResponse> EndOrgan(EndOrganRequest request, ServerCallContext context)
    {
        new Check()
            .Key(request.Code, "code", 40)
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Key(request.Successor, "successor", 40)
            .Date(request.LastDay, "last_day")
            .ThrowIfAny();
        return organs.Act(
            request,
            context,
            async (state, act) =>
            {
                state.RequireOther(request.Successor);
                var taken = (await act.Take(organs.NameOf(request.Successor)))[0]; // so that no two end in one another at the same moment
                return state.End(request, await organs.Before(taken, act.Ct), taken, act.Today);
            },
            state => new EndOrganResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    /// <summary>Nobody takes over from themselves.</summary>
    public void RequireOther(string successor)
    {
        if (successor == Id)
        {
            throw OrganFaults.SuccessorUnknown.With(("code", successor));
        }
    }

    public Decision End(EndOrganRequest request, OrganState successor, Taken taken, DateOnly today)
    {
        RequireOpen();
        var lastDay = IsoDay.Parse(request.LastDay);
        RegisterDay.RequireBetween(Editions[^1].From, lastDay, today, "last_day");
        return successor.Exists && successor.Ended is null
            ? Changed(new OrganEnded { LastDay = request.LastDay, Successor = request.Successor }, this with { Ended = (lastDay, request.Successor) })
                .WithFactOf(taken, new DutiesTakenOver { Predecessor = Id, LastDay = request.LastDay })
            : throw OrganFaults.SuccessorUnknown.With(("code", request.Successor));
    }
}
