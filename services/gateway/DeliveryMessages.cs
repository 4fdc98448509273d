using System.Text;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Mapping;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Gateway;

/// <summary>The delivery as its readers see it.</summary>
internal sealed partial record DeliveryStream
{
    public Delivery ToMessage() => new()
    {
        DeliveryId = Id,
        Organ = Organ,
        Etag = Etag,
        Destination = Destination,
        DisclosureId = DisclosureId,
        DocumentNumber = Items.LastOrDefault()?.Key.DocumentNumber ?? "",
        Current = Current?.Number ?? 0,
        Items = { Items.Select(Message) },
        Explanation = Current is { } current ? DeliveryExplanation.Of(current) : "",
    };

    private static DeliveryItem Message(Item item) => new()
    {
        Number = item.Number,
        Version = item.Version,
        Operation = item.Operation,
        State = item.State,
        Due = IsoDay.Write(item.Due),
        QueuedAt = item.QueuedAt.ToTimestamp(),
        Mapping = item.Mapping,
        Text = item.Text.OrNull?.Body.ToStringUtf8() ?? "",
        TextDigest = ByteString.CopyFrom(item.TextDigest),
        Problems = { item.Problems.Select(Message) },
        Attempts = { item.Trials.Select(Message) },
        RemoteId = item.RemoteId,
        Receipt = item.Receipt?.OrNull is { } receipt ? Encoding.UTF8.GetString(receipt.Body.Span) : "",
        ReceiptDigest = ByteString.CopyFrom(item.ReceiptDigest),
        RefusalCode = item.RefusalCode,
        RefusalField = item.RefusalField,
        NotBefore = item.NotBefore > item.ChangedAt ? item.NotBefore.ToTimestamp() : null,
        Resolution = item.Resolution?.OrNull?.Text ?? "",
    };

    private static FieldProblem Message(Facts.Problem problem) => new()
    {
        Rule = problem.Rule,
        Field = problem.Field,
        Prevents = problem.Prevents,
        Sentence = FieldRules.All[problem.Rule].Sentence,
    };

    private static DeliveryAttempt Message(Trial trial) => new()
    {
        Number = trial.Number,
        Kind = trial.Kind,
        BeganAt = trial.BeganAt.ToTimestamp(),
        EndedAt = trial.EndedAt?.ToTimestamp(),
        Outcome = trial.Outcome,
        HttpStatus = trial.HttpStatus,
        Code = trial.Code,
        Position = trial.Position,
    };
}
