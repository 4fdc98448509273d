using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Gateway;

/// <summary>
/// Deliveries for lists, and where the queues look for what is under way. Holds neither texts nor answers, so that nothing in it ever needs
/// destroying.
/// </summary>
internal sealed class DeliveriesView : View
{
    public const string ViewName = "deliveries";

    public override string Name => ViewName;

    public override int CodeVersion => 2;

    public override string Schema => """
        CREATE TABLE deliveries (
            id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            organ TEXT NOT NULL,
            destination TEXT NOT NULL,
            disclosure_id TEXT NOT NULL,
            document_number TEXT NOT NULL,
            version INTEGER NOT NULL,
            operation TEXT NOT NULL,
            state TEXT NOT NULL,
            due TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            changed_at TEXT NOT NULL,
            under_way INTEGER NOT NULL,
            calm INTEGER NOT NULL,
            queued_at TEXT NOT NULL,
            not_before TEXT NOT NULL,
            hurried_at TEXT NOT NULL,
            hurried INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_of_organ ON deliveries (organ, position);
        CREATE INDEX deliveries_under_way ON deliveries (destination, under_way, calm, due, queued_at);
        CREATE INDEX deliveries_hurried ON deliveries (destination, hurried_at) WHERE hurried = 1;
        """;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("deliveries"))
        {
            var state = await entry.StateAfter<DeliveryStream>(stream);
            if (state.Current is not { } item)
            {
                continue;
            }

            db.Run($"""
                INSERT INTO deliveries VALUES ({state.Id}, {entry.Position}, {state.Organ}, {state.Destination}, {state.DisclosureId},
                    {state.Items[^1].Key.DocumentNumber}, {item.Version}, {item.Operation}, {item.State}, {item.Due}, {item.Trials.Length}, {item.ChangedAt},
                    {DeliveryLifecycle.IsUnderWay(item.State)}, {!item.IsUrgent}, {item.QueuedAt}, {item.NotBefore}, {item.HurriedAt},
                    {item.IsHurried})
                ON CONFLICT (id) DO UPDATE SET document_number = excluded.document_number, version = excluded.version, operation = excluded.operation,
                    state = excluded.state, due = excluded.due, attempts = excluded.attempts, changed_at = excluded.changed_at,
                    under_way = excluded.under_way, calm = excluded.calm, queued_at = excluded.queued_at, not_before = excluded.not_before,
                    hurried_at = excluded.hurried_at, hurried = excluded.hurried
                """);
        }
    }
}
