using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class EditionRpcs
{
    public override async Task<ApproveEditionResponse> ApproveEdition(ApproveEditionRequest request, ServerCallContext context)
    {
        new Check().RequestId(request.RequestId).Range(request.Position, "position", 1, int.MaxValue).ThrowIfAny();
        var organ = await organs.Load(context.Actor().Organ, context.CancellationToken);
        return await editions.Add(
            request,
            context,
            organ.Id,
            organ,
            (state, act) => ValueTask.FromResult(state.Approve(request.Position, organ.Id, act.Actor, act.Now)),
            state => new ApproveEditionResponse { Edition = state.Adopted[(int)request.Position - 1].ToMessage() });
    }
}

internal sealed partial record AdoptedEditionsState
{
    /// <summary>Two persons, not two accounts: who adopted it is not asked again.</summary>
    public Decision Approve(long position, string organ, Actor actor, DateTimeOffset now)
    {
        if (position < 1 || position > Adopted.Length)
        {
            throw EditionFaults.EditionUnknown.With(("position", $"{position}"));
        }

        var adopted = Adopted[(int)position - 1];
        if (!adopted.AwaitsApproval)
        {
            throw EditionFaults.NotPending.Now();
        }

        return adopted.AdoptedBy == actor.PersonId
            ? throw EditionFaults.SecondPersonRequired.Now()
            : Decision.Of(new EditionApproved { Edition = position }).WithNotice(Announcing(organ, adopted.Edition with { RecordedAt = now }));
    }
}
