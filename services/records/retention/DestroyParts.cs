using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class RetentionRpcs
{
    /// <summary>The order is durable first; then it is carried out, here or at the next start. A repeated request carries it out again.</summary>
    public override async Task<DestroyPartsResponse> DestroyParts(DestroyPartsRequest request, ServerCallContext context)
    {
        RetentionState.Check(new Check().RequestId(request.RequestId).Id(request.CaseId, "case_id"), request.Parts, request.Basis, request.PaperNumber);
        var file = await cases.Read(request, context);
        await destroyer.Mark(request.CaseId, context.CancellationToken);
        var ordered = await retentions.Add(request, context, request.CaseId, file, (state, act) => Order(state, request, act), state => state);
        await destroyer.CarryOut(request.CaseId, CancellationToken.None);
        return new() { Retention = ordered.ToMessage(request.CaseId) };
    }

    private async ValueTask<Decision> Order(RetentionState state, DestroyPartsRequest request, IActContext act)
    {
        var subject = DestructionSubject.Of(request);
        var plan = state.RequireApproved(subject);
        var items = await parts.Require(request.CaseId, subject.Places, act.Ct);
        var streams = items.Select(item => media.StreamOf(item.Organ, item.Media!.Root)).ToImmutableArray();
        var taken = streams.IsEmpty ? [] : await act.Take([.. RetentionState.RequireFew(streams.Distinct())]);
        return items.Zip(streams).Aggregate(
            RetentionState.Order(plan, items),
            (decision, one) => decision.WithFactOf(taken.First(claim => claim.Stream == one.Second), new BlobReleased { EvidenceId = one.First.Id }));
    }
}

internal sealed partial record RetentionState
{
    /// <summary>An entry claims at most sixteen streams, one of which is this.</summary>
    private const int MostFiles = 15;

    public static IReadOnlyCollection<string> RequireFew(IEnumerable<string> streams)
    {
        var all = streams.ToArray();
        return all.Length <= MostFiles ? all : throw RetentionFaults.TooManyFiles.With(("limit", $"{MostFiles}"));
    }

    public ApprovedPlan RequireApproved(DestructionSubject subject)
    {
        RequireNoHold();
        return PlanOf(subject) is { IsComplete: true } plan ? plan : throw RetentionFaults.NotApproved.Now();
    }

    public static Decision Order(ApprovedPlan plan, IEnumerable<EvidenceState> items)
    {
        var fact = new PartsDestroyed { Basis = (int)plan.Subject.Basis, PaperNumber = plan.Subject.PaperNumber };
        fact.Parts.Add(plan.Subject.ToFacts());
        fact.Approvers.Add(plan.Approvals.Select(one => one.PersonId));
        fact.Evidence.Add(items.Select(item => item.Id));
        return Decision.Of(fact);
    }
}
