using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Which disclosures and items there are, where they stand and who may see them in lists. Holds no text and no personal data; what a list
/// shows is folded from the ledger.
/// </summary>
internal sealed class ListsView : View
{
    public const string ViewName = "lists";

    public override string Name => ViewName;

    public override int CodeVersion => 1;

    public override string Schema => """
        CREATE TABLE disclosures (
            disclosure_id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL,
            stage TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX disclosures_of_organ ON disclosures (organ, position);
        CREATE TABLE disclosure_handlers (
            person_id TEXT NOT NULL,
            disclosure_id TEXT NOT NULL,
            PRIMARY KEY (person_id, disclosure_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE items (
            item_id TEXT PRIMARY KEY,
            organ TEXT NOT NULL,
            code TEXT NOT NULL,
            stage TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX items_of_organ ON items (organ, code);
        """;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("disclosures"))
        {
            Write(await entry.StateAfter<DisclosureState>(stream), entry, db);
        }

        foreach (var stream in await entry.StreamsOf("items"))
        {
            var item = await entry.StateAfter<ItemState>(stream);
            db.Run($"INSERT INTO items VALUES ({item.Id}, {item.Organ}, {item.Code}, {item.Stage}) ON CONFLICT (item_id) DO UPDATE SET stage = excluded.stage");
        }
    }

    private static void Write(DisclosureState state, ViewEntry entry, ViewDb db)
    {
        db.Run($"""
            INSERT INTO disclosures VALUES ({state.Id}, {entry.Position}, {state.Organ}, {state.Issued?.Department ?? ""}, {state.Stage})
            ON CONFLICT (disclosure_id) DO UPDATE SET department = excluded.department, stage = excluded.stage
            """);
        if (entry.Facts.Any(fact => fact.Body is DecisionNoted))
        {
            foreach (var handler in state.Issued!.Handlers)
            {
                db.Run($"INSERT OR IGNORE INTO disclosure_handlers VALUES ({handler}, {state.Id})");
            }
        }
    }
}
