using System.Globalization;
using System.Text.Json;

namespace EnforcementPlatform.Simulator;

/// <summary>What the simulator holds of one record: the newest version, or that it was withdrawn, and a receipt for each version taken.</summary>
/// <param name="Fields">The newest fields; null once withdrawn.</param>
internal sealed record HeldRecord(string Number, string Organ, string RemoteId, int Version, bool Withdrawn, string Reason, JsonElement? Fields, DateTimeOffset ChangedAt)
{
    public IReadOnlyList<Receipt> Receipts { get; init; } = [];
}

/// <summary>Says that exactly these bytes were taken.</summary>
internal sealed record Receipt(string ReceiptId, string RemoteId, int Version, string Operation, string BodySha256, DateTimeOffset ReceivedAt);

/// <summary>A request to put or withdraw a record, as it was read.</summary>
internal sealed record Sent(string Number, string Organ, int Version, string Operation, string Reason, JsonElement? Fields, string BodySha256);

/// <summary>How a sending ended: a receipt, or the code of the refusal.</summary>
internal sealed record Kept(Receipt? Receipt, string Code);

/// <summary>
/// The records by natural key. Idempotent by (key, version, operation): the same bytes again give the same receipt, other bytes are refused, and
/// so is an older version after a newer one.
/// </summary>
internal sealed class RecordStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), HeldRecord> _records = [];

    public IReadOnlyList<HeldRecord> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _records.Values.OrderByDescending(record => record.ChangedAt)];
            }
        }
    }

    /// <summary>How often anything was newly taken; repeated sendings do not count.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
            {
                return _records.Values.Sum(record => record.Receipts.Count);
            }
        }
    }

    public Kept Keep(Sent sent, DateTimeOffset now)
    {
        lock (_lock)
        {
            var held = _records.GetValueOrDefault((sent.Number, sent.Organ));
            if (Find(held, sent.Version, sent.Operation) is { } known)
            {
                return known.BodySha256 == sent.BodySha256 ? new(known, "OK") : new(null, "CONTENT_DIFFERS");
            }

            return held is not null && (sent.Version < held.Version || (sent.Version == held.Version && sent.Operation == "PUBLISH" && held.Withdrawn))
                ? new(null, "VERSION_OLDER")
                : new(Take(held, sent, now), "OK");
        }
    }

    public Receipt? Find(string number, string organ, int version, string operation)
    {
        lock (_lock)
        {
            return Find(_records.GetValueOrDefault((number, organ)), version, operation);
        }
    }

    private Receipt Take(HeldRecord? held, Sent sent, DateTimeOffset now)
    {
        var remoteId = held?.RemoteId ?? string.Create(CultureInfo.InvariantCulture, $"SIM-{_records.Count + 1:000000}");
        var count = (held?.Receipts.Count ?? 0) + 1;
        var receipt = new Receipt(string.Create(CultureInfo.InvariantCulture, $"{remoteId}-{count}"), remoteId, sent.Version, sent.Operation, sent.BodySha256, now);
        _records[(sent.Number, sent.Organ)] = new(
            sent.Number, sent.Organ, remoteId, sent.Version, sent.Operation == "WITHDRAW", sent.Reason, sent.Fields, now)
        {
            Receipts = [.. held?.Receipts ?? [], receipt],
        };
        return receipt;
    }

    private static Receipt? Find(HeldRecord? held, int version, string operation) =>
        held?.Receipts.FirstOrDefault(receipt => receipt.Version == version && receipt.Operation == operation);
}
