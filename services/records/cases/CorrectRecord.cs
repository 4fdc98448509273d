using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<CorrectRecordResponse> CorrectRecord(CorrectRecordRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Range(request.RecordNumber, "record_number", 1, int.MaxValue)
            .Record(request.Text)
            .Text(request.Reason, "reason", max: 500)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.CorrectRecord(act, request),
            state => new CorrectRecordResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>Proposes a correction. Nothing changes until another person approves, and the first text stays where it was written.</summary>
    public Decision CorrectRecord(IActContext act, CorrectRecordRequest request)
    {
        Require(CaseAction.CorrectRecord);
        var proposed = Propose(act, request.RecordNumber, AmendmentKind.Correction);
        proposed.TextPart = 1;
        return Decision.Of(proposed).WithPersonal(new WrittenText { Text = request.Reason }).WithPersonal(request.Text);
    }

    private AmendmentProposed Propose(IActContext act, int recordNumber, AmendmentKind kind)
    {
        RequireNotVoided(RecordOf(recordNumber));
        if (Amendments.Any(one => one.RecordNumber == recordNumber && one.Verdict == AmendmentVerdict.Unspecified))
        {
            throw CaseFaults.AmendmentPending.With(("number", $"{recordNumber}"));
        }

        return new() { Number = Amendments.Length + 1, RecordNumber = recordNumber, Kind = kind, ProposerId = act.Actor.PersonId, ReasonPart = 0 };
    }
}
