using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<ShowIdentityResponse> ShowIdentity(ShowIdentityRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Record(request.Text)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.ShowIdentity(act, request, await OfficersOn(state.Handlers, request.Occurred, act)),
            state => new ShowIdentityResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>亮证: both handlers showed their certificates before they began (行政处罚法 55).</summary>
    public Decision ShowIdentity(IActContext act, ShowIdentityRequest request, ImmutableArray<Officer> handlers)
    {
        Require(CaseAction.ShowIdentity);
        return Keep(act, RecordKind.IdentityShown, request.Text, request.Occurred, handlers);
    }
}
