using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when a decision was published, and nothing of what was. A disclosure has the id of its case.</summary>
internal sealed class OnDisclosurePublished(Streams<OversightState> oversight) : INoticeHandler<DisclosurePublished>
{
    public Task Handle(DisclosurePublished told, HandlerRun run) => oversight.Note(run, told.DisclosureId, known => known.KnowsPublication(told.Version), new PublicationNoted
    {
        Source = Noting.SourceOf(run.Notice),
        Version = told.Version,
        PublishedOn = IsoDay.Write(told.PublishedAt.ToDateTimeOffset()),
        PublishUntil = told.Decision?.PublishUntil ?? "",
    });
}
