using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Grpc.Core;

namespace EnforcementPlatform.Disclosure;

internal sealed partial class RegisterRpcs
{
    public override Task<RecordItemApprovalResponse> RecordItemApproval(RecordItemApprovalRequest request, ServerCallContext context)
    {
        new Check().Item(request.ItemId, request.Etag, request.RequestId).Approval(request.Approval).ThrowIfAny();
        return items.Act(
            request,
            context,
            (state, act) => state.RecordApproval(act, request.Approval),
            state => new RecordItemApprovalResponse { Item = state.ToMessage() });
    }
}

internal sealed partial record ItemState
{
    /// <summary>经市司法局审核: what an authority that does not use this system said on paper is recorded, whichever way it went.</summary>
    public Decision RecordApproval(IActContext act, OutsideApproval approval)
    {
        Require(approval.Verdict == ItemVerdict.Approved ? ItemAction.RecordApproval : ItemAction.RecordObjection);
        if (IsoDay.Parse(approval.GivenOn) > act.Today)
        {
            throw DisclosureFaults.ApprovalInFuture.Now();
        }

        new PersonalDataCheck(party: null).Message(approval, path => $"approval.{path}").ThrowIfBlocked();
        return Decision
            .Of(new ItemReviewedOutside { Approved = approval.Verdict == ItemVerdict.Approved, ApprovalPart = 0 })
            .WithPersonal(approval);
    }
}
