using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Gateway;

/// <summary>What others are told: each state an item comes to, once; not that an attempt began, and not each of a row of failures.</summary>
internal sealed partial record DeliveryStream
{
    /// <summary>The notice that an item came to a state.</summary>
    private DeliveryChanged Tell(IActContext act, Item item, DeliveryState state) => new()
    {
        DisclosureId = DisclosureId,
        Destination = Destination,
        Version = item.Version,
        Operation = item.Operation,
        State = state,
        Due = IsoDay.Write(item.Due),
        Attempts = item.Trials.Length,
        RefusalCode = item.RefusalCode,
        RefusalField = item.RefusalField,
        RemoteId = item.RemoteId,
        ReceiptDigest = ByteString.CopyFrom(item.ReceiptDigest),
        ChangedAt = act.Now.ToTimestamp(),
    };

    /// <summary>The notice about an item that is only being queued: the stream need not exist yet, so the act names it.</summary>
    private static DeliveryChanged Tell(IActContext act, string destination, string disclosureId, ItemQueued fact) => new()
    {
        DisclosureId = disclosureId,
        Destination = destination,
        Version = fact.Version,
        Operation = fact.Operation,
        State = fact.Problems.Any(problem => problem.Prevents) ? DeliveryState.Unfit : DeliveryState.Ready,
        Due = fact.Due,
        ChangedAt = act.Now.ToTimestamp(),
    };

    /// <summary>Adds the notice where others do not know the state yet.</summary>
    private Decision Telling(IActContext act, Decision decision, Item after) =>
        after.State == after.Told ? decision : decision.WithNotice(Tell(act, after, after.State));
}
