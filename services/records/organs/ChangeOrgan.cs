using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class OrganRpcs
{
    /// <summary>A new name is announced like a new organ (河南省行政执法条例第十三条); the register repeats the announcement from its day on.</summary>
    public override Task<ChangeOrganResponse> ChangeOrgan(ChangeOrganRequest request, ServerCallContext context)
    {
        OrganState.CheckEntry(
            new Check().Key(request.Code, "code", 40).Etag(request.Etag).RequestId(request.RequestId).Date(request.From, "from"),
            request.Name, request.Uscc, request.DocumentWord, request.Area, request.ReconsiderationOrgan, request.Court).ThrowIfAny();
        return organs.Act(
            request,
            context,
            (state, act) => state.Revise(request, act.Today),
            state => new ChangeOrganResponse { Organ = state.ToMessage() });
    }
}

internal sealed partial record OrganState
{
    public Decision Revise(ChangeOrganRequest request, DateOnly today)
    {
        RequireOpen();
        RegisterDay.RequireBetween(Editions[^1].From, IsoDay.Parse(request.From), today);
        var fact = new OrganRevised
        {
            From = request.From,
            Name = request.Name,
            Uscc = request.Uscc,
            DocumentWord = request.DocumentWord,
            Area = request.Area,
            ReconsiderationOrgan = request.ReconsiderationOrgan,
            Court = request.Court,
        };
        return Changed(fact, this with { Editions = Editions.Add(Editions[^1] with { Name = request.Name }) });
    }
}
