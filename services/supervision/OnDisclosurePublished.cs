using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when a decision was published, and nothing of what was. A disclosure has the id of its case.</summary>
internal sealed class OnDisclosurePublished(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Disclosure;

    public MessageDescriptor NoticeType => DisclosurePublished.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DisclosurePublished)notice.Body;
        return oversight.Note(run, told.DisclosureId, known => known.KnowsPublication(told.Version), new PublicationNoted
        {
            Source = Noting.SourceOf(notice),
            Version = told.Version,
            PublishedOn = IsoDay.Write(told.PublishedAt.ToDateTimeOffset()),
            PublishUntil = told.Decision?.PublishUntil ?? "",
        });
    }
}
