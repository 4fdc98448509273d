using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.AccountId, "account_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Text(request.CurrentPassword, "current_password", Passwords.Longest)
            .That(Passwords.IsStrong(request.NewPassword), "new_password", "PASSWORD_WEAK", Passwords.Rule)
            .ThrowIfAny();
        var committed = new ChangePasswordRequest(request)
        {
            CurrentPassword = Passwords.Commit(request.CurrentPassword, request.RequestId),
            NewPassword = Passwords.Commit(request.NewPassword, request.RequestId),
        };
        var changed = await accounts.Act(committed, context, (state, act) => Change(state, request, context.Rpc(), act.Ct), state => state);
        await passwords.ForgetOthers(changed, context.CancellationToken);
        return new() { Account = changed.ToMessage() };
    }

    /// <summary>Guessing the password of somebody who stays signed in counts like guessing at the sign-in.</summary>
    private async ValueTask<Decision> Change(AccountState account, ChangePasswordRequest request, string rpc, CancellationToken ct)
    {
        var counter = SignInLocks.OfAccount(account.Id);
        var place = await locks.TakePlace(counter);
        if (!await passwords.Verify(account, request.CurrentPassword, CancellationToken.None))
        {
            await Fail(account, place, rpc);
            throw AccountFaults.PasswordWrong.Now();
        }

        await locks.Clear(counter);
        if (request.NewPassword == request.CurrentPassword)
        {
            throw AccountFaults.PasswordUnchanged.Now();
        }

        return Decision
            .Of(new PasswordSet { Cell = await passwords.Keep(account.Id, request.NewPassword, ct), Initial = false })
            .WithNotice(new AccountChanged { AccountId = account.Id, PersonId = account.PersonId, Usable = true });
    }
}
