using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Gateway;

/// <summary>
/// Withdraws wherever a version may have arrived (行政处罚法 48(2), 85). Where none was ever queued, because the destination came later, there is
/// nothing to withdraw.
/// </summary>
internal sealed class OnDisclosureWithdrawn(Streams<DeliveryStream> deliveries, Destinations destinations) : INoticeHandler
{
    public string Publisher => ServiceRole.Disclosure;

    public MessageDescriptor NoticeType => DisclosureWithdrawn.Descriptor;

    public HandlerStart Start => HandlerStart.FromBeginning;

    public async Task Handle(Notice notice, HandlerRun run)
    {
        var told = (DisclosureWithdrawn)notice.Body;
        foreach (var destination in destinations.Of(notice.Organ))
        {
            var key = DeliveryStream.KeyOf(destination.Name, told.DisclosureId);
            if ((await deliveries.Load(key, run.Ct)).Exists)
            {
                await run.Act(deliveries, key, (state, act) => ValueTask.FromResult(state.QueueWithdrawal(act, told, destination.Format)));
                destination.Wake();
            }
        }
    }
}

internal sealed partial record DeliveryStream
{
    /// <summary>
    /// A version that was never sent stays unsent, and nothing is asked of a platform that has nothing. One that is on its way is waited for:
    /// its withdrawal goes when its outcome is known.
    /// </summary>
    public Decision QueueWithdrawal(IActContext act, DisclosureWithdrawn told, PlatformFormat format)
    {
        var there = Items.Select(item => item.Key).Distinct().Where(MayBeThere);
        return Queue(
            act,
            (Destination, DisclosureId),
            new WithdrawalHeard { Version = told.Version },
            [.. there.Select(key => RenderedRecord.Withdraw(key, told.Version, told.PublicReason, format))],
            told.WithdrawBy,
            item => item.Operation == DeliveryOperation.Publish);
    }
}
