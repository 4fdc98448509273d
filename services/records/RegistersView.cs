using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Records.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Records;

/// <summary>
/// Which organs, persons, evidence and documents there are, and who may see them in lists. Ids only: what a list shows is folded from the
/// ledger for each row of the page, so that nothing here is personal and nothing here is ever stale in a way that matters.
/// </summary>
internal sealed class RegistersView : View
{
    public const string ViewName = "registers";
    public const string Evidence = "evidence";
    public const string Documents = "documents";

    public override string Name => ViewName;

    public override int CodeVersion => 2;

    public override string Schema => """
        CREATE TABLE organs (
            code TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE people (
            position INTEGER PRIMARY KEY,
            person_id TEXT NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL
        ) STRICT;
        CREATE INDEX people_of_organ ON people (organ, department, position);
        CREATE INDEX people_by_id ON people (person_id);
        CREATE TABLE case_items (
            case_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            position INTEGER NOT NULL,
            item_id TEXT NOT NULL,
            PRIMARY KEY (case_id, kind, position)
        ) STRICT, WITHOUT ROWID;
        """;

    public override ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var (fact, claim) in entry.Facts)
        {
            Apply(fact, entry, KeyOf(entry.Claims[claim].Stream), db);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The ids of a case's items of a kind after a position, oldest first.</summary>
    public static Sql ItemsOf(string caseId, string kind, long after, int most) =>
        $"SELECT position, item_id FROM case_items WHERE case_id = {caseId} AND kind = {kind} AND position > {after} ORDER BY position LIMIT {most}";

    private static void Apply(IMessage fact, ViewEntry entry, string key, ViewDb db)
    {
        switch (fact)
        {
            case OrganRegistered:
                db.Run($"INSERT INTO organs VALUES ({key})");
                break;
            case PersonRegistered person:
                db.Run($"INSERT INTO people VALUES ({entry.Position}, {key}, {entry.Organ}, {person.Department})");
                break;
            case PersonMoved moved:
                db.Run($"UPDATE people SET department = {moved.Department} WHERE person_id = {key}");
                break;
            case EvidenceCollected evidence:
                db.Run($"INSERT INTO case_items VALUES ({evidence.CaseId}, {Evidence}, {entry.Position}, {key})");
                break;
            case DocumentIssued document:
                db.Run($"INSERT INTO case_items VALUES ({document.CaseId}, {Documents}, {entry.Position}, {key})");
                break;
        }
    }

    private static string KeyOf(string stream) => stream[(stream.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
