using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<DecideAmendmentResponse> DecideAmendment(DecideAmendmentRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Range(request.AmendmentNumber, "amendment_number", 1, int.MaxValue)
            .Enum(request.Verdict, "verdict")
            .Text(request.Opinion, "opinion", max: 500)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.DecideAmendment(act, request),
            state => new DecideAmendmentResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>Another person than the proposer approves or rejects. An approved one closes the gate: the reviewer did not know it.</summary>
    public Decision DecideAmendment(IActContext act, DecideAmendmentRequest request)
    {
        Require(CaseFacts.ActionOf(request.Verdict));
        if (request.AmendmentNumber < 1 || request.AmendmentNumber > Amendments.Length)
        {
            throw CaseFaults.AmendmentNotFound.With(("number", $"{request.AmendmentNumber}"));
        }

        var amendment = Amendments[request.AmendmentNumber - 1];
        if (amendment.Verdict != AmendmentVerdict.Unspecified)
        {
            throw CaseFaults.AmendmentDecided.With(("number", $"{amendment.Number}"));
        }

        RecordRules.AmendmentNeedsOtherApprover.Require(new("", amendment.ProposerId, act.Actor.PersonId));
        return Decision
            .Of(new AmendmentDecided { Number = amendment.Number, Verdict = request.Verdict, ApproverId = act.Actor.PersonId, OpinionPart = 0 })
            .WithPersonal(new WrittenText { Text = request.Opinion })
            .Citing(Citing.Of(RecordRules.AmendmentNeedsOtherApprover));
    }
}
