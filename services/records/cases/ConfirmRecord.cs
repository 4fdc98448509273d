using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<ConfirmRecordResponse> ConfirmRecord(ConfirmRecordRequest request, ServerCallContext context)
    {
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Range(request.RecordNumber, "record_number", 1, int.MaxValue)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            async (state, act) => state.ConfirmRecord(act, request, await CosignerOf(state, request.RecordNumber, act)),
            state => new ConfirmRecordResponse { Case = Show(state, law) });
    }

    /// <summary>The caller as of the day of the recorded act.</summary>
    private ValueTask<Officer> CosignerOf(CaseState state, int number, IActContext act)
    {
        var day = number <= state.Records.Length ? state.Records[number - 1].OccurredOn : act.Today;
        return officers.Find(act.Actor.PersonId, day, act.Ct);
    }
}

internal sealed partial record CaseState
{
    /// <summary>The second officer stands for the record by their own sign-in (行政处罚法 42). <paramref name="cosigner"/> as of the act's day.</summary>
    public Decision ConfirmRecord(IActContext act, ConfirmRecordRequest request, Officer cosigner)
    {
        Require(CaseAction.ConfirmRecord);
        var record = RecordOf(request.RecordNumber);
        RequireNotVoided(record);
        if (record.Status != RecordStatus.PendingCosign)
        {
            throw CaseFaults.RecordNotPending.With(("number", $"{record.Number}"));
        }

        if (record.RecordedBy == act.Actor.PersonId)
        {
            throw CaseFaults.CosignerIsRecorder.Now();
        }

        if (record.CosignerId != act.Actor.PersonId)
        {
            throw CaseFaults.CosignerNotHandler.Now();
        }

        PenaltyRules.OfficersCertified.Require(new(ActType.Penalty, record.OccurredOn, [cosigner.Facts]));
        return Decision
            .Of(new RecordConfirmed { Number = record.Number, ConfirmedBy = act.Actor.PersonId, PersonVersion = cosigner.Version })
            .Citing(Citing.Of(PenaltyRules.OfficersCertified));
    }

    private static void RequireNotVoided(KeptRecord record)
    {
        if (record.Status == RecordStatus.Voided)
        {
            throw CaseFaults.RecordVoided.With(("number", $"{record.Number}"));
        }
    }
}
