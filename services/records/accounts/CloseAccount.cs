using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records.Facts;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>The holder's own act counts at once; anybody else's needs another person.</summary>
    public override async Task<CloseAccountResponse> CloseAccount(CloseAccountRequest request, ServerCallContext context)
    {
        new Check().Id(request.AccountId, "account_id").Etag(request.Etag).RequestId(request.RequestId).ThrowIfAny();
        var closed = await accounts.Act(request, context, (state, act) => Close(state, act), state => state);
        await ForgetUnused(closed.Id, context.CancellationToken);
        return new() { Account = closed.ToMessage() };
    }

    private async ValueTask<Decision> Close(AccountState account, IActContext act)
    {
        if (act.Actor.PersonId == account.PersonId && account.Status == AccountStatus.Open)
        {
            return await Free(account.Close(), account, act);
        }

        account.RequireOpen();
        return Decision.Of(new AccountChangeProposed { ProposalId = NewId.At(ledger.Clock), Change = (int)AccountChange.Close });
    }

    /// <summary>Lets the person have another account.</summary>
    private async ValueTask<Decision> Free(Decision decision, AccountState account, IActContext act) =>
        decision.WithFactOf((await act.Take(keys.OfPerson(account.PersonId)))[0], new KeyReleased());

    /// <summary>Removes the hashes and sessions that count no more, as the account stands now.</summary>
    private async Task ForgetUnused(string accountId, CancellationToken ct)
    {
        await passwords.ForgetOthers(accountId, ct);
        await sessions.ForgetEnded(accountId, ct);
    }
}

internal sealed partial record AccountState
{
    public Decision Close() => Decision.Of(new AccountClosed()).WithNotice(Closing().ToNotice(Id));
}
