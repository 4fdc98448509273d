using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel.People;

/// <summary>Keeps the editions that an organ adopted.</summary>
internal sealed class OnEditionAdded(Streams<EditionsCopy> editions) : INoticeHandler
{
    public string Publisher => ServiceRole.Records;

    public MessageDescriptor NoticeType => EditionAdded.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var added = (EditionAdded)notice.Body;
        return run.Act(editions, added.Organ, (_, _) => new(Decision.Of(added)));
    }
}
