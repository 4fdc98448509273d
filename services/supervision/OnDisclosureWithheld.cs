using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps when it was settled that a decision is not published; the reason stays where it was written.</summary>
internal sealed class OnDisclosureWithheld(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Disclosure;

    public MessageDescriptor NoticeType => DisclosureWithheld.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DisclosureWithheld)notice.Body;
        return oversight.Note(run, told.DisclosureId, known => known.WithheldOn is not null, new WithholdingNoted
        {
            Source = Noting.SourceOf(notice),
            WithheldOn = told.WithheldOn,
        });
    }
}
