using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps what records tells of a person: each notice carries the whole state.</summary>
internal sealed class OnPersonChanged(Streams<PersonCopy> people) : INoticeHandler
{
    public string Publisher => ServiceRole.Records;

    public MessageDescriptor NoticeType => PersonChanged.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (PersonChanged)notice.Body;
        return run.Act(people, told.PersonId, (_, _) => new(Decision.Of(told)));
    }
}
