using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records.Cases;

internal sealed partial class CaseRpcs
{
    public override async Task<RecordPerformanceResponse> RecordPerformance(RecordPerformanceRequest request, ServerCallContext context)
    {
        var fine = request.Kind == PenaltyKind.Fine;
        new Check()
            .Change(request.CaseId, request.Etag, request.RequestId)
            .Enum(request.Kind, "kind")
            .Range(request.AmountFen, "amount_fen", fine ? 1 : 0, fine ? long.MaxValue : 0)
            .Text(request.Evidence, "evidence", max: 500)
            .Occurrence(request.Occurred)
            .ThrowIfAny();
        var law = await LawOf(context);
        return await cases.Act(
            request,
            context,
            (state, act) => state.RecordPerformance(act, request, law),
            state => new RecordPerformanceResponse { Case = Show(state, law) });
    }
}

internal sealed partial record CaseState
{
    /// <summary>执行 (行政处罚法 66, 67): a payment, or another kind of penalty carried out. The last one makes the case performed.</summary>
    public Decision RecordPerformance(IActContext act, RecordPerformanceRequest request, LawInForce law)
    {
        Require(CaseAction.PerformInPart);
        var penalty = Penalty!;
        var performedOn = ShanghaiTime.DateOf(Occurred.State(act, request.Occurred, penalty.ServedAt!.Value, "送达"));
        if (!penalty.Outstanding.Contains(request.Kind))
        {
            throw CaseFaults.PenaltyNotOrdered.With(("kind", Words.Of(request.Kind)));
        }

        var owed = penalty.Terms.FineFen - penalty.PaidFen;
        if (request.AmountFen > owed)
        {
            throw CaseFaults.PaymentExceedsFine.With(("outstanding", Yuan.Of(owed)));
        }

        var settled = request.Kind != PenaltyKind.Fine || request.AmountFen == owed;
        var performed = Decision
            .Of(new PenaltyPerformed
            {
                Kind = request.Kind,
                AmountFen = request.AmountFen,
                InFull = settled && penalty.Outstanding.Count == 1,
                EvidencePart = 0,
            })
            .WithPersonal(new WrittenText { Text = request.Evidence });
        return request.Kind == PenaltyKind.Fine
            ? performed.Citing(Citing.Of(PenaltyRules.PaidInTime, law.Derive("FINE_PAY", penalty.ServedOn!.Value).SafeLastDay, performedOn))
            : performed;
    }
}
