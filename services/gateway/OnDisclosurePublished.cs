using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Gateway;

/// <summary>Puts a published version in the queue of every destination of its organ. Without a destination nothing is kept and nothing sent.</summary>
internal sealed class OnDisclosurePublished(Streams<DeliveryStream> deliveries, Destinations destinations) : INoticeHandler<DisclosurePublished>
{
    public async Task Handle(DisclosurePublished told, HandlerRun run)
    {
        foreach (var destination in destinations.Of(run.Notice.Organ))
        {
            await run.Act(
                deliveries,
                DeliveryStream.KeyOf(destination.Name, told.DisclosureId),
                (state, act) => ValueTask.FromResult(state.QueuePublication(act, told, destination.Name, destination.Format)));
            destination.Wake();
        }
    }
}

internal sealed partial record DeliveryStream
{
    /// <summary>
    /// Queues a version. What the platform does not have yet is not sent any more; what it may have under another number, since the number
    /// itself was corrected, is withdrawn there first. A version heard of after its withdrawal, or after a newer one, is not sent at all.
    /// </summary>
    public Decision QueuePublication(IActContext act, DisclosurePublished told, string destination, PlatformFormat format)
    {
        if (told.Version <= WithdrawnVersion || told.Version < NewestVersion)
        {
            return Decision.Of(new PublicationPassedOver { Version = told.Version });
        }

        var record = RenderedRecord.Publish(told, format, act.Today);
        var stale = Items.Select(item => item.Key).Distinct().Where(key => key != record.Key && MayBeThere(key));
        var withdrawals = stale.Select(key => RenderedRecord.Withdraw(key, told.Version, told.CorrectionReason, format));
        return Queue(act, (destination, told.DisclosureId), null, [.. withdrawals, record], told.PublishBy, item => item.Operation == DeliveryOperation.Publish || item.Key == record.Key);
    }

    /// <summary>
    /// One entry: what was heard, what is not sent any more, and what is sent instead. Where the calendar does not reach the last day, it is due
    /// at once: too early harms nobody.
    /// </summary>
    private Decision Queue(
        IActContext act, (string Destination, string Disclosure) whose, IMessage? heard, ImmutableArray<RenderedRecord> records, string due, Func<Item, bool> isReplaced)
    {
        var replaced = Items.Where(item => DeliveryLifecycle.Next(item.State, DeliveryAction.SupersedeItem) is not null && isReplaced(item)).ToArray();
        var queued = records.Select((record, index) => FactOf(record, Items.Length + index + 1, due.Length > 0 ? due : IsoDay.Write(act.Today), index)).ToArray();
        IMessage[] facts = [.. heard is null ? [] : new[] { heard }, .. replaced.Select(item => new ItemSuperseded { Number = item.Number }), .. queued];
        var decision = records.Aggregate(Decision.Of(facts), (all, record) => all.WithPersonal(new RenderedText { Body = ByteString.CopyFrom(record.Bytes) }));
        return replaced.Select(item => Tell(act, item, DeliveryState.Superseded))
            .Concat(queued.Select(fact => Tell(act, whose.Destination, whose.Disclosure, fact)))
            .Aggregate(decision, (all, notice) => all.WithNotice(notice));
    }

    private static ItemQueued FactOf(RenderedRecord record, int number, string due, int part) => new()
    {
        Number = number,
        Version = record.Version,
        Operation = record.Operation,
        DocumentNumber = record.Key.DocumentNumber,
        OrganUscc = record.Key.OrganUscc,
        Due = due,
        Mapping = record.Mapping,
        TextPart = part,
        TextDigest = ByteString.CopyFrom(record.Digest),
        Problems = { record.Problems },
    };
}
