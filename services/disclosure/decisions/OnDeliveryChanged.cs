using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Writes back what became of a version at an upper-level platform, so that the publisher sees what was confirmed and which field was refused.
/// The notice carries the whole state; older news than what is known changes nothing.
/// </summary>
internal sealed class OnDeliveryChanged(Streams<DisclosureState> disclosures) : INoticeHandler
{
    public string Publisher => ServiceRole.Gateway;

    public MessageDescriptor NoticeType => DeliveryChanged.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public async Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DeliveryChanged)notice.Body;
        var state = await disclosures.Load(told.DisclosureId, run.Ct);
        if (!state.Exists)
        {
            throw DisclosureFaults.DeliveryUnknown.Now();
        }

        if (!state.Knows(told))
        {
            await run.Act(disclosures, told.DisclosureId, (current, _) => ValueTask.FromResult(current.NoteDelivery(told)));
        }
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>True when the same or something newer was told of this delivery.</summary>
    public bool Knows(DeliveryChanged told) =>
        Deliveries.TryGetValue(KeyOf(told), out var known) && known.ChangedAt >= told.ChangedAt;

    /// <summary>The notice is the fact.</summary>
    public Decision NoteDelivery(DeliveryChanged told)
    {
        Require(DisclosureAction.NoteDelivery);
        return Decision.Of(told);
    }
}
