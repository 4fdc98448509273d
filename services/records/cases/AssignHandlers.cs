using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<AssignHandlersResponse> AssignHandlers(AssignHandlersRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Handlers(request.HandlerIds)
            .Text(request.Reason, "reason", max: 500)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.AssignHandlers(act, request, await OfficersOn(request.HandlerIds, null, act)),
            state => new AssignHandlersResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>Other handlers from now on, e.g. after recusal (行政处罚法 43). Who handled it before stays involved for ever.</summary>
    public Decision AssignHandlers(IActContext act, AssignHandlersRequest request, ImmutableArray<Officer> handlers)
    {
        Require(CaseAction.AssignHandlers);
        RequireHandlers(act, handlers, Department, act.Today);
        return Decision
            .Of(new HandlersAssigned { Handlers = { handlers.Select(Named) }, ReasonPart = 0 })
            .WithPersonal(new WrittenText { Text = request.Reason })
            .Citing(Citing.Of(PenaltyRules.TwoOfficers));
    }
}
