using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Writes back what became of a version at an upper-level platform, so that the publisher sees what was confirmed and which field was refused.
/// The notice carries the whole state; older news than what is known changes nothing.
/// </summary>
internal sealed class OnDeliveryChanged(Streams<DisclosureState> disclosures) : INoticeHandler<DeliveryChanged>
{
    public async Task Handle(DeliveryChanged told, HandlerRun run)
    {
        var state = await disclosures.Load(told.DisclosureId, run.Ct);
        if (!state.Exists)
        {
            throw DisclosureFaults.DeliveryUnknown.Now();
        }

        var noted = new DeliveryNoted { Origin = run.Notice.Origin, Position = run.Notice.Position, Told = told };
        if (!state.Knows(noted))
        {
            await run.Act(disclosures, told.DisclosureId, (current, _) => ValueTask.FromResult(current.NoteDelivery(noted)));
        }
    }
}

internal sealed partial record DisclosureState
{
    /// <summary>
    /// True when the same or something newer was told of this delivery. Within a ledger its order says so: two changes may fall in one millisecond,
    /// and a clock may be set back. Of two ledgers (the gateway's was made anew) nothing but the time can tell.
    /// </summary>
    public bool Knows(DeliveryNoted noted) => Deliveries.TryGetValue(KeyOf(noted.Told), out var known)
        && (known.Origin == noted.Origin ? known.Position >= noted.Position : known.Told.ChangedAt >= noted.Told.ChangedAt);

    public Decision NoteDelivery(DeliveryNoted noted)
    {
        Require(DisclosureAction.NoteDelivery);
        return Decision.Of(noted);
    }
}
