using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<TellRightsResponse> TellRights(TellRightsRequest request, ServerCallContext context)
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
            async (state, act) => state.TellRights(act, request, await OfficersOn(state.Handlers, request.Occurred, act)),
            state => new TellRightsResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>The party was told why, on what basis, and what its rights and duties are (平工信〔2019〕99号 二(一)3(1)).</summary>
    public Decision TellRights(IActContext act, TellRightsRequest request, ImmutableArray<Officer> handlers)
    {
        Require(CaseAction.TellRights);
        RequireIdentityShown(Occurred.Claimed(act, request.Occurred));
        return Keep(act, RecordKind.RightsTold, request.Text, request.Occurred, handlers);
    }
}
