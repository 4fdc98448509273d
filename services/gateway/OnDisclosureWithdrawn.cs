using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;

namespace EnforcementPlatform.Gateway;

/// <summary>
/// Withdraws wherever a version may have arrived (行政处罚法 48(2), 85). Where none was queued, nothing is withdrawn, but the
/// withdrawal is kept: its publication may only be heard of afterwards.
/// </summary>
internal sealed class OnDisclosureWithdrawn(Streams<DeliveryStream> deliveries, Destinations destinations) : INoticeHandler<DisclosureWithdrawn>
{
    public async Task Handle(DisclosureWithdrawn told, HandlerRun run)
    {
        foreach (var destination in destinations.Of(run.Notice.Organ))
        {
            await run.Act(
                deliveries,
                DeliveryStream.KeyOf(destination.Name, told.DisclosureId),
                (state, act) => ValueTask.FromResult(state.QueueWithdrawal(act, told, destination.Name, destination.Format)));
            destination.Wake();
        }
    }
}

internal sealed partial record DeliveryStream
{
    /// <summary>
    /// A version that was never sent stays unsent, and nothing is asked of a platform that has nothing. One that is on its way is waited for:
    /// its withdrawal goes when its outcome is known. A withdrawal that is heard of after a newer version was published does not touch that version.
    /// </summary>
    public Decision QueueWithdrawal(IActContext act, DisclosureWithdrawn told, string destination, PlatformFormat format)
    {
        var heard = new WithdrawalHeard { Version = told.Version };
        if (told.Version < NewestVersion)
        {
            return Decision.Of(heard);
        }

        var there = Items.Select(item => item.Key).Distinct().Where(MayBeThere);
        return Queue(
            act,
            (destination, told.DisclosureId),
            heard,
            [.. there.Select(key => RenderedRecord.Withdraw(key, told.Version, told.PublicReason, format))],
            told.WithdrawBy,
            item => item.Operation == DeliveryOperation.Publish);
    }
}
