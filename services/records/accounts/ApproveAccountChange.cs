using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>The second of two persons; accounts do not matter here, persons do.</summary>
    public override async Task<ApproveAccountChangeResponse> ApproveAccountChange(ApproveAccountChangeRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.AccountId, "account_id")
            .Id(request.ProposalId, "proposal_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .ThrowIfAny();
        var approved = await accounts.Act(request, context, (state, act) => Approve(state, request.ProposalId, act), state => state);
        await ForgetUnused(approved.Id, context.CancellationToken);
        return new() { Account = approved.ToMessage() };
    }

    private async ValueTask<Decision> Approve(AccountState account, string proposalId, IActContext act)
    {
        var decision = account.Approve(proposalId, act.Actor.PersonId);
        return account.Pending!.Change == AccountChange.Close ? await Free(decision, account, act) : decision;
    }
}

internal sealed partial record AccountState
{
    public Decision Approve(string proposalId, string personId)
    {
        if (Pending?.ProposalId != proposalId)
        {
            throw AccountFaults.NothingPending.Now();
        }

        return Pending.By != personId
            ? Decision.Of(new AccountChangeApproved { ProposalId = proposalId }).WithNotice(Approving().ToNotice(Id))
            : throw AccountFaults.SecondPersonRequired.Now();
    }
}
