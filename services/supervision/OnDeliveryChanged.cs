using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Supervision.Facts;

namespace EnforcementPlatform.Supervision;

/// <summary>Keeps where a delivery to an upper-level platform stands.</summary>
internal sealed class OnDeliveryChanged(Streams<OversightState> oversight) : INoticeHandler<DeliveryChanged>
{
    public Task Handle(DeliveryChanged told, HandlerRun run) => oversight.Note(
        run,
        told.DisclosureId,
        known => known.Knows(Delivery.Of(told, Noting.SourceOf(run.Notice))),
        new DeliveryNoted { Source = Noting.SourceOf(run.Notice), Told = told });
}
