using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<RecordPartyResponseResponse> RecordPartyResponse(RecordPartyResponseRequest request, ServerCallContext context)
    {
        var statement = request.Kind == PartyResponseKind.Statement;
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Kind, "kind")
            .Text(request.Content, "content", max: 20_000)
            .Text(request.Recheck, "recheck", max: 5_000, min: statement ? 1 : 0)
            .That(statement || request.Recheck.Length == 0, "recheck", "STATEMENT_ONLY", "只有陈述、申辩需要填写复核意见。")
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.RecordPartyResponse(act, request, law),
            state => new RecordPartyResponseResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>What the party answered to the newest notice (行政处罚法 45, 62, 64(1)). A waiver ends its waiting period at once.</summary>
    public Decision RecordPartyResponse(IActContext act, RecordPartyResponseRequest request, LawInForce law)
    {
        Require(CaseAction.RecordPartyResponse);
        var told = Telling!;
        var answeredOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, told.When.OccurredAt, "告知当事人"));
        if (request.Kind is PartyResponseKind.HearingRequested or PartyResponseKind.HearingWaived && !told.HearingOffered)
        {
            throw CaseFaults.HearingNotOffered.Now();
        }

        if (request.Kind == PartyResponseKind.HearingRequested)
        {
            PenaltyRules.HearingRequestInTime.Require(new(answeredOn, told.RespondBy(law).SafeLastDay));
        }

        return Decision
            .Of(new PartyResponded { Kind = request.Kind, ContentPart = 0 })
            .WithPersonal(new ResponseText { Content = request.Content, Recheck = request.Recheck });
    }
}
