using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// Where in the ledger the notices stand that anybody may see, and by which words and days they are found, in a file of its own. It holds no text
/// that is shown: <see cref="PublicNotices"/> opens the notices. Made of notices alone: nothing that was not published can ever be in it. The words of
/// a withdrawn decision, a corrected one, or an officer listed no more leave it without a byte (<see cref="TakesBack"/>).
/// </summary>
internal sealed class PublicView : View
{
    public const string ViewName = "public";

    /// <summary>Decisions by the position of their first publication.</summary>
    public static readonly TextIndex Decisions = new("decision_text");

    /// <summary>Versions of items by the position of their publication.</summary>
    public static readonly TextIndex Items = new("item_text");

    /// <summary>Names and certificate numbers of officers.</summary>
    public static readonly TextIndex Officers = new("officer_text");

    /// <summary>More listings than one person can have, so that entry and index make a number of their own.</summary>
    private const int MostListings = 4096;

    public override string Name => ViewName;

    public override int CodeVersion => 4;

    /// <summary>
    /// Position and part name the notice that is shown, where a row has them. Days are ISO dates; an empty one is no limit. A withdrawn decision
    /// names the notice of its withdrawal, and has NULL for what only the text had.
    /// </summary>
    public override string Schema => $"""
        CREATE TABLE decisions (
            number INTEGER PRIMARY KEY,
            disclosure_id TEXT NOT NULL UNIQUE,
            organ TEXT NOT NULL,
            position INTEGER NOT NULL,
            part INTEGER NOT NULL,
            decided_on TEXT,
            shown_until TEXT
        ) STRICT;
        CREATE INDEX decisions_by_day ON decisions (decided_on DESC, number DESC);
        CREATE TABLE organs (
            organ TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            part INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE items (
            number INTEGER PRIMARY KEY,
            item_id TEXT NOT NULL,
            organ TEXT NOT NULL,
            code TEXT NOT NULL,
            part INTEGER NOT NULL,
            effective_from TEXT NOT NULL,
            effective_to TEXT NOT NULL
        ) STRICT;
        CREATE INDEX items_by_code ON items (code, item_id);
        CREATE INDEX versions_of_item ON items (item_id, effective_from);
        CREATE TABLE officers (
            number INTEGER PRIMARY KEY,
            person_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            part INTEGER NOT NULL,
            listing INTEGER NOT NULL,
            organ TEXT NOT NULL,
            certificate_number TEXT NOT NULL,
            listed_from TEXT NOT NULL,
            listed_to TEXT NOT NULL,
            UNIQUE (person_id, listing)
        ) STRICT;
        CREATE INDEX officers_by_certificate ON officers (certificate_number, person_id);
        {Decisions.Schema};
        {Items.Schema};
        {Officers.Schema};
        """;

    public override bool TakesBack(ImmutableArray<(IMessage Body, int Part)> notices) =>
        notices.Any(notice => notice.Body is DisclosureWithdrawn or OfficerUnlisted or DisclosurePublished { Version: > 1 });

    public override ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var (notice, part) in entry.Notices)
        {
            Apply(notice, part, entry, db);
        }

        return ValueTask.CompletedTask;
    }

    private static void Apply(IMessage notice, int part, ViewEntry entry, ViewDb db)
    {
        switch (notice)
        {
            case DisclosurePublished published:
                Publish(published, part, entry, db);
                break;
            case DisclosureWithdrawn withdrawn:
                Withdraw(withdrawn, part, entry, db);
                break;
            case ItemPublished item:
                Publish(item.Item, part, entry, db);
                break;
            case ItemEnded ended:
                SetEnd(ended.ItemId, ended.EffectiveTo, db);
                break;
            case OfficerListed listed:
                Unlist(listed.PersonId, db);
                List(listed, part, entry, db);
                break;
            case OfficerUnlisted unlisted:
                Unlist(unlisted.PersonId, db);
                break;
        }
    }

    private static void Publish(DisclosurePublished published, int part, ViewEntry entry, ViewDb db)
    {
        var text = published.Decision;
        db.Run($"""
            INSERT INTO decisions VALUES ({entry.Position}, {published.DisclosureId}, {entry.Organ}, {entry.Position}, {part}, {text.DecidedOn}, {text.PublishUntil})
            ON CONFLICT (disclosure_id) DO UPDATE SET position = excluded.position, part = excluded.part, shown_until = excluded.shown_until
            """);
        SetOrgan(entry, part, db);
        Decisions.Put(db, NumberOf(published.DisclosureId, db), Searched(text));
    }

    private static void Withdraw(DisclosureWithdrawn withdrawn, int part, ViewEntry entry, ViewDb db)
    {
        Decisions.Remove(db, NumberOf(withdrawn.DisclosureId, db));
        db.Run($"""
            UPDATE decisions SET position = {entry.Position}, part = {part}, decided_on = NULL, shown_until = NULL WHERE disclosure_id = {withdrawn.DisclosureId}
            """);
    }

    /// <summary>The words by which a decision is found: number, party, violation, facts, articles, penalty.</summary>
    private static string Searched(PublicDecision text) => string.Join(
        '\n', text.DocumentNumber, text.PartyName, text.PartyUscc, text.Violation, text.FactsSummary, text.ArticleBroken, text.ArticleApplied, text.Penalty);

    private static long NumberOf(string disclosureId, ViewDb db) => db.Number($"SELECT number FROM decisions WHERE disclosure_id = {disclosureId}");

    private static void Publish(PublicItem item, int part, ViewEntry entry, ViewDb db)
    {
        SetEnd(item.ItemId, IsoDay.Write(IsoDay.Parse(item.EffectiveFrom).AddDays(-1)), db);
        db.Run($"INSERT INTO items VALUES ({entry.Position}, {item.ItemId}, {entry.Organ}, {item.Code}, {part}, {item.EffectiveFrom}, '')");
        SetOrgan(entry, part, db);
        Items.Put(db, entry.Position, $"{item.Code}\n{item.Name}\n{item.OrganName}\n{item.LegalBasis}");
    }

    /// <summary>The version that has no last day gets one.</summary>
    private static void SetEnd(string item, string lastDay, ViewDb db) =>
        db.Run($"UPDATE items SET effective_to = {lastDay} WHERE item_id = {item} AND effective_to = ''");

    private static void List(OfficerListed listed, int part, ViewEntry entry, ViewDb db)
    {
        foreach (var (one, index) in listed.Listings.Select((one, index) => (one, index)))
        {
            var number = (entry.Position * MostListings) + index;
            db.Run($"""
                INSERT INTO officers VALUES ({number}, {listed.PersonId}, {entry.Position}, {part}, {index}, {entry.Organ}, {one.Officer.CertificateNumber},
                    {one.From}, {one.To})
                """);
            Officers.Put(db, number, $"{one.Officer.Name}\n{one.Officer.CertificateNumber}");
            SetOrgan(entry, part, db);
        }
    }

    /// <summary>An organ is not forgotten with its last publication: that it published is public. Its name is that of the newest notice.</summary>
    private static void SetOrgan(ViewEntry entry, int part, ViewDb db) => db.Run($"""
        INSERT INTO organs VALUES ({entry.Organ}, {entry.Position}, {part})
        ON CONFLICT (organ) DO UPDATE SET position = excluded.position, part = excluded.part
        """);

    private static void Unlist(string personId, ViewDb db)
    {
        foreach (var number in db.List($"SELECT number FROM officers WHERE person_id = {personId}", row => row.GetInt64(0)))
        {
            Officers.Remove(db, number);
        }

        db.Run($"DELETE FROM officers WHERE person_id = {personId}");
    }
}
