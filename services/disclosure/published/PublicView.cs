using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Views;
using Google.Protobuf;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// What anybody may see, in a file of its own, made of notices alone: nothing that was not published can ever be in it. The text of a
/// withdrawn decision, a corrected one, or an officer listed no more leaves it without a byte (<see cref="TakesBack"/>).
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

    public override int CodeVersion => 3;

    /// <summary>Days are ISO dates; an empty one is no limit. A withdrawn decision has no text, and NULL for what only the text had.</summary>
    public override string Schema => $"""
        CREATE TABLE decisions (
            number INTEGER PRIMARY KEY,
            disclosure_id TEXT NOT NULL UNIQUE,
            organ TEXT NOT NULL,
            document_number TEXT NOT NULL,
            organ_name TEXT NOT NULL,
            version INTEGER NOT NULL,
            decided_on TEXT,
            shown_until TEXT,
            published_at TEXT,
            correction_reason TEXT,
            text BLOB,
            withdrawal BLOB
        ) STRICT;
        CREATE INDEX decisions_by_day ON decisions (decided_on DESC, number DESC);
        CREATE TABLE acts (
            disclosure_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            part INTEGER NOT NULL,
            version INTEGER NOT NULL,
            withdrawal INTEGER NOT NULL,
            PRIMARY KEY (disclosure_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE organs (
            organ TEXT PRIMARY KEY,
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE items (
            number INTEGER PRIMARY KEY,
            item_id TEXT NOT NULL,
            organ TEXT NOT NULL,
            code TEXT NOT NULL,
            effective_from TEXT NOT NULL,
            effective_to TEXT NOT NULL,
            item BLOB NOT NULL
        ) STRICT;
        CREATE INDEX items_by_code ON items (code, item_id);
        CREATE INDEX versions_of_item ON items (item_id, effective_from);
        CREATE TABLE officers (
            number INTEGER PRIMARY KEY,
            person_id TEXT NOT NULL,
            listing INTEGER NOT NULL,
            organ TEXT NOT NULL,
            name TEXT NOT NULL,
            certificate_number TEXT NOT NULL,
            listed_from TEXT NOT NULL,
            listed_to TEXT NOT NULL,
            officer BLOB NOT NULL,
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
                Publish(item.Item, entry, db);
                break;
            case ItemEnded ended:
                End(ended, db);
                break;
            case OrganChanged organ:
                db.Run($"UPDATE organs SET name = {organ.Name} WHERE organ = {organ.Organ}");
                break;
            case OfficerListed listed:
                Unlist(listed.PersonId, db);
                List(listed, entry, db);
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
            INSERT INTO decisions VALUES ({entry.Position}, {published.DisclosureId}, {entry.Organ}, {text.DocumentNumber}, {text.OrganName}, {published.Version},
                {text.DecidedOn}, {text.PublishUntil}, {published.PublishedAt.ToDateTimeOffset()}, {published.CorrectionReason}, {text.ToByteArray()}, NULL)
            ON CONFLICT (disclosure_id) DO UPDATE SET version = excluded.version, shown_until = excluded.shown_until, published_at = excluded.published_at,
                correction_reason = excluded.correction_reason, text = excluded.text
            """);
        db.Run($"INSERT INTO acts VALUES ({published.DisclosureId}, {entry.Position}, {part}, {published.Version}, 0)");
        SetOrgan(entry.Organ, text.OrganName, db);
        Decisions.Put(db, NumberOf(published.DisclosureId, db), Searched(text));
    }

    private static void Withdraw(DisclosureWithdrawn withdrawn, int part, ViewEntry entry, ViewDb db)
    {
        var note = new WithdrawalNote { Ground = withdrawn.Ground, PublicReason = withdrawn.PublicReason, WithdrawnAt = withdrawn.WithdrawnAt };
        Decisions.Remove(db, NumberOf(withdrawn.DisclosureId, db));
        db.Run($"""
            UPDATE decisions SET decided_on = NULL, shown_until = NULL, published_at = NULL, correction_reason = NULL, text = NULL, withdrawal = {note.ToByteArray()}
            WHERE disclosure_id = {withdrawn.DisclosureId}
            """);
        db.Run($"INSERT INTO acts VALUES ({withdrawn.DisclosureId}, {entry.Position}, {part}, {withdrawn.Version}, 1)");
    }

    /// <summary>The words by which a decision is found: number, party, violation, facts, articles, penalty.</summary>
    private static string Searched(PublicDecision text) => string.Join(
        '\n', text.DocumentNumber, text.PartyName, text.PartyUscc, text.Violation, text.FactsSummary, text.ArticleBroken, text.ArticleApplied, text.Penalty);

    private static long NumberOf(string disclosureId, ViewDb db) => db.Number($"SELECT number FROM decisions WHERE disclosure_id = {disclosureId}");

    private static void Publish(PublicItem item, ViewEntry entry, ViewDb db)
    {
        var before = $"{ItemState.Day(item.EffectiveFrom).AddDays(-1):yyyy-MM-dd}";
        db.Run($"UPDATE items SET effective_to = {before} WHERE item_id = {item.ItemId} AND effective_to = ''");
        db.Run($"INSERT INTO items VALUES ({entry.Position}, {item.ItemId}, {entry.Organ}, {item.Code}, {item.EffectiveFrom}, '', {item.ToByteArray()})");
        SetOrgan(entry.Organ, item.OrganName, db);
        Items.Put(db, entry.Position, $"{item.Code}\n{item.Name}\n{item.OrganName}\n{item.LegalBasis}");
    }

    private static void End(ItemEnded ended, ViewDb db) =>
        db.Run($"UPDATE items SET effective_to = {ended.EffectiveTo} WHERE item_id = {ended.ItemId} AND effective_to = ''");

    private static void List(OfficerListed listed, ViewEntry entry, ViewDb db)
    {
        foreach (var (one, index) in listed.Listings.Select((one, index) => (one, index)))
        {
            var number = (entry.Position * MostListings) + index;
            db.Run($"""
                INSERT INTO officers VALUES ({number}, {listed.PersonId}, {index}, {entry.Organ}, {one.Officer.Name}, {one.Officer.CertificateNumber},
                    {one.From}, {one.To}, {one.Officer.ToByteArray()})
                """);
            Officers.Put(db, number, $"{one.Officer.Name}\n{one.Officer.CertificateNumber}");
            SetOrgan(entry.Organ, one.Officer.OrganName, db);
        }
    }

    /// <summary>An organ is not forgotten with its last publication: that it published is public.</summary>
    private static void SetOrgan(string organ, string name, ViewDb db) =>
        db.Run($"INSERT INTO organs VALUES ({organ}, {name}) ON CONFLICT (organ) DO UPDATE SET name = excluded.name");

    private static void Unlist(string personId, ViewDb db)
    {
        foreach (var number in db.List($"SELECT number FROM officers WHERE person_id = {personId}", row => row.GetInt64(0)))
        {
            Officers.Remove(db, number);
        }

        db.Run($"DELETE FROM officers WHERE person_id = {personId}");
    }
}
