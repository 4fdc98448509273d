using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<RegisterClueResponse> RegisterClue(RegisterClueRequest request, ServerCallContext context)
    {
        new Check()
            .RequestId(request.RequestId)
            .Enum(request.Source, "source")
            .Text(request.Summary, "summary", max: 2_000)
            .Enum(request.PartyKind, "party_kind")
            .PartyOfKind(request.PartyKind, request.Party)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Create(
            request,
            context,
            key: null,
            KernelFaults.Contended,
            async (state, act) =>
            {
                await organs.RequireOpen(act.Actor.Organ, act.Ct);
                return state.RegisterClue(act, request);
            },
            state => new RegisterClueResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>案件来源登记: what comes in is registered before anybody judges it (行政处罚法 54).</summary>
    public Decision RegisterClue(IActContext act, RegisterClueRequest request)
    {
        Require(CaseAction.RegisterClue);
        Occurred.State(act, request.Occurred, DateTimeOffset.MinValue, "");
        return Decision
            .Of(new ClueRegistered
            {
                Source = request.Source,
                PartyKind = request.PartyKind,
                Department = act.Actor.Department,
                PartyPart = 0,
                SummaryPart = 1,
                PartyCodeUnchecked = request.Party.IdNumberReason.Length > 0,
            })
            .WithPersonal(request.Party)
            .WithPersonal(new WrittenText { Text = request.Summary });
    }
}
