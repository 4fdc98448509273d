using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>By whoever proposed it, by another administrator, or by the holder. What was proposed only is closed with it.</summary>
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
            async (state, act) => state.Pending?.ProposalId != request.ProposalId ? throw AccountFaults.NothingPending.Now()
                : state.Status == AccountStatus.Proposed ? await Free(Decision.Of(new AccountChangeDeclined { ProposalId = request.ProposalId }), state, act)
                : Decision.Of(new AccountChangeDeclined { ProposalId = request.ProposalId }),
            state => state);
        await ForgetUnused(declined, context.CancellationToken);
        return new() { Account = declined.ToMessage() };
    }
}
