using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps whose account it is, and whether it may be used.</summary>
internal sealed class OnAccountChanged(Streams<AccountCopy> accounts) : INoticeHandler<AccountChanged>
{
    public Task Handle(AccountChanged told, HandlerRun run) =>
        run.Act(accounts, told.AccountId, (_, _) => new(Decision.Of(told)));
}
