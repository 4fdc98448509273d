using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where a delivery to an upper-level platform stands.</summary>
internal sealed class OnDeliveryChanged(Streams<OversightState> oversight) : INoticeHandler
{
    public string Publisher => ServiceRole.Gateway;

    public MessageDescriptor NoticeType => DeliveryChanged.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DeliveryChanged)notice.Body;
        return oversight.Note(
            run,
            told.DisclosureId,
            known => known.Knows(Delivery.Of(told, Noting.SourceOf(notice))),
            new DeliveryNoted { Source = Noting.SourceOf(notice), Told = told });
    }
}
