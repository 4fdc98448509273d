using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps whose account it is, and whether it may be used.</summary>
internal sealed class OnAccountChanged(Streams<AccountCopy> accounts) : INoticeHandler
{
    public string Publisher => ServiceRole.Records;

    public MessageDescriptor NoticeType => AccountChanged.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (AccountChanged)notice.Body;
        return run.Act(accounts, told.AccountId, (_, _) => new(Decision.Of(told)));
    }
}
