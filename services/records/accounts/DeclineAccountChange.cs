using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>By whoever proposed it or by another administrator; of a closing or reset never by the holder. What was proposed only is closed with it.</summary>
    public override async Task<DeclineAccountChangeResponse> DeclineAccountChange(DeclineAccountChangeRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.AccountId, "account_id")
            .Id(request.ProposalId, "proposal_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .ThrowIfAny();
        var declined = await accounts.Act(
            request,
            context,
            async (state, act) =>
            {
                var decision = state.Decline(request.ProposalId, act.Actor.PersonId);
                return state.Status == AccountStatus.Proposed ? await Free(decision, state, act) : decision;
            },
            state => state);
        await ForgetUnused(declined.Id, context.CancellationToken);
        return new() { Account = declined.ToMessage() };
    }
}

internal sealed partial record AccountState
{
    /// <summary>The holder takes back only what the holder proposed: whoever has stolen the session would else keep the account for ever.</summary>
    public Decision Decline(string proposalId, string personId)
    {
        if (Pending?.ProposalId != proposalId)
        {
            throw AccountFaults.NothingPending.Now();
        }

        return personId != PersonId || personId == Pending.By
            ? Decision.Of(new AccountChangeDeclined { ProposalId = proposalId })
            : throw AccountFaults.HolderMayNotDecline.Now();
    }
}
