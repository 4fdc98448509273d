using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
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
            async (state, act) => state.End(request, await organs.Load(request.Successor, act.Ct), act.Today),
            state => new EndOrganResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    public Decision End(EndOrganRequest request, OrganState successor, DateOnly today)
    {
        RequireOpen();
        var lastDay = Day.Parse(request.LastDay);
        Day.RequireBetween(Editions[^1].From, lastDay, today, "last_day");
        return successor.Exists && successor.Ended is null && successor.Id != Id
            ? Changed(new OrganEnded { LastDay = request.LastDay, Successor = request.Successor }, this with { Ended = (lastDay, request.Successor) })
            : throw OrganFaults.SuccessorUnknown.With(("code", request.Successor));
    }
}
