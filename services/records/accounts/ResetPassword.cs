using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>Proposes it: the password of before counts until another person has approved.</summary>
    public override async Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.AccountId, "account_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .That(Passwords.IsStrong(request.InitialPassword), "initial_password", "PASSWORD_WEAK", Passwords.Rule)
            .ThrowIfAny();
        var from = SignInSources.Of(context);
        var committed = new ResetPasswordRequest(request) { InitialPassword = await passwords.Commit(request.InitialPassword, request.RequestId, from) };
        return await accounts.Act(
            committed,
            context,
            async (state, act) =>
            {
                state.RequireOpen();
                var set = await passwords.Keep(state.Id, state.Version + 1, request.InitialPassword, initial: true, from, act.Ct);
                return Decision.Of(new AccountChangeProposed { ProposalId = NewId.At(ledger.Clock), Change = (int)AccountChange.Reset, Credential = set });
            },
            state => new ResetPasswordResponse { Account = state.ToMessage() });
    }
}

internal sealed partial record AccountState
{
    /// <summary>Something may be proposed: the account is open, and nothing else waits.</summary>
    public void RequireOpen()
    {
        if (Status != AccountStatus.Open)
        {
            throw AccountFaults.AccountIsClosed.Now();
        }

        if (Pending is not null)
        {
            throw AccountFaults.ChangePending.Now();
        }
    }
}
