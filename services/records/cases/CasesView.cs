using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Records.Facts;

namespace EnforcementPlatform.Records.Cases;

/// <summary>Cases for lists: who may see them, where they stand. Holds no personal data, so that nothing in it ever needs destroying.</summary>
internal sealed class CasesView : View
{
    public const string ViewName = "cases";

    public override string Name => ViewName;

    public override int CodeVersion => 2;

    public override string Schema => """
        CREATE TABLE cases (
            case_id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL,
            stage TEXT NOT NULL,
            handlers TEXT NOT NULL,
            registered_at TEXT NOT NULL,
            number TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cases_of_organ ON cases (organ, position);
        CREATE INDEX cases_of_department ON cases (organ, department, position);
        CREATE TABLE own_cases (
            person_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            case_id TEXT NOT NULL,
            PRIMARY KEY (person_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX owners_of_case ON own_cases (case_id);
        """;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        // Most entries of a case are records. They change nothing of its row, so the case is not folded for them.
        if (entry.Facts.All(fact => CaseFacts.AreOfRecords(fact.Body)))
        {
            return;
        }

        foreach (var stream in await entry.StreamsOf("cases"))
        {
            var state = await entry.StateAfter<CaseState>(stream);
            db.Run($"""
                INSERT INTO cases VALUES ({state.Id}, {entry.Position}, {state.Organ}, {state.Department}, {state.Stage},
                    {string.Join(' ', state.Handlers)}, {entry.At}, {state.Penalty?.Number ?? ""})
                ON CONFLICT (case_id) DO UPDATE SET department = excluded.department, stage = excluded.stage,
                    handlers = excluded.handlers, number = excluded.number
                """);
            if (entry.Facts.Any(fact => fact.Body is ClueRegistered or CaseFiled or HandlersAssigned))
            {
                SetOwners(state, db);
            }
        }
    }

    /// <summary>A case is its handlers'; a clue, which has none yet, is whose registered it.</summary>
    private static void SetOwners(CaseState state, ViewDb db)
    {
        db.Run($"DELETE FROM own_cases WHERE case_id = {state.Id}");
        foreach (var owner in state.Stage == CaseStage.Clue ? [state.RegistrantId] : state.Handlers)
        {
            db.Run($"INSERT INTO own_cases SELECT {owner}, position, case_id FROM cases WHERE case_id = {state.Id}");
        }
    }
}
