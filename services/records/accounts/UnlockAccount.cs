using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>The entry comes first; the cells are cleared after it, also by a repeated request: of guesses before the entry, never of those since.</summary>
    public override async Task<UnlockAccountResponse> UnlockAccount(UnlockAccountRequest request, ServerCallContext context)
    {
        new Check().Id(request.AccountId, "account_id").Etag(request.Etag).RequestId(request.RequestId).ThrowIfAny();
        var unlocked = await accounts.Act(
            request,
            context,
            async (state, act) => await locks.IsLocked(state.Id, act.Ct) ? Decision.Of(new Unlocked()) : throw AccountFaults.AccountNotLocked.Now(),
            state => state);
        await locks.ClearAll(unlocked.Id, unlocked.At);
        return new() { Account = unlocked.ToMessage() };
    }
}
