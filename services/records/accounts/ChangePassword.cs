using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>Every token and session of the account ends with it, the caller's own too: whoever had the old password has nothing any more.</summary>
    public override async Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        new Check()
            .Id(request.AccountId, "account_id")
            .Etag(request.Etag)
            .RequestId(request.RequestId)
            .Text(request.CurrentPassword, "current_password", Passwords.Longest)
            .That(Passwords.IsStrong(request.NewPassword), "new_password", "PASSWORD_WEAK", Passwords.Rule)
            .ThrowIfAny();
        var from = SignInSources.Of(context);
        var committed = new ChangePasswordRequest(request)
        {
            CurrentPassword = await passwords.Commit(request.CurrentPassword, request.RequestId, from),
            NewPassword = await passwords.Commit(request.NewPassword, request.RequestId, from),
        };
        var changed = await accounts.Act(committed, context, (state, act) => Change(state, request, from, context.Rpc(), act.Ct), state => state);
        await ForgetUnused(changed.Id, context.CancellationToken);
        return new() { Account = changed.ToMessage() };
    }

    /// <summary>Guessing the password of somebody who stays signed in counts like guessing at the sign-in.</summary>
    private async ValueTask<Decision> Change(AccountState account, ChangePasswordRequest request, string from, string rpc, CancellationToken ct)
    {
        var counter = await sources.CounterOf(account, from);
        var place = await locks.TakePlace(counter);
        if (!await passwords.Verify(account, request.CurrentPassword, from))
        {
            await Fail(account, place, rpc);
            throw AccountFaults.PasswordWrong.Now();
        }

        await locks.Clear(counter);
        if (request.NewPassword == request.CurrentPassword)
        {
            throw AccountFaults.PasswordUnchanged.Now();
        }

        var set = await passwords.Keep(account.Id, account.Version + 1, request.NewPassword, initial: false, from, ct);
        return Decision.Of(set).WithNotice(account.Setting(set).ToNotice(account.Id));
    }
}
