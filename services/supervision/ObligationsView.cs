using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Kernel.People;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Supervision;

/// <summary>
/// Obligations for lists, each with its last day. Whether one is overdue depends on the day and is asked by the query; the days depend on the
/// organ's rules, so a new edition writes all rows of its organ again. Holds no personal data.
/// </summary>
internal sealed class ObligationsView : View
{
    public const string ViewName = "obligations";

    /// <summary>Stands for a last day that is not known, so that it sorts behind all others and is never over.</summary>
    public const string NoDay = "9999-12-31";

    /// <summary>A release with other holidays or amounts makes other days of the same entries, so they are part of the file's version.</summary>
    private static readonly string LawDigest = DigestOf(Editions.Default);

    public override string Name => ViewName;

    public override int CodeVersion => 1;

    public override string Schema => $"""
        -- law {LawDigest}
        CREATE TABLE cases (
            case_id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL,
            legal_department TEXT NOT NULL,
            stage TEXT NOT NULL,
            filed_on TEXT NOT NULL,
            missing INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cases_of_organ ON cases (organ, position);
        CREATE TABLE obligations (
            case_id TEXT NOT NULL,
            rule TEXT NOT NULL,
            target TEXT NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL,
            legal_department TEXT NOT NULL,
            due TEXT NOT NULL,
            standing TEXT NOT NULL,
            undone INTEGER NOT NULL,
            blocked INTEGER NOT NULL,
            party INTEGER NOT NULL,
            message BLOB NOT NULL,
            PRIMARY KEY (case_id, rule, target)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX obligations_of_organ ON obligations (organ, due, case_id, rule, target);
        CREATE INDEX undone_of_organ ON obligations (organ, undone, due, case_id, rule, target);
        CREATE INDEX counts_of_organ ON obligations (organ, rule, standing, due, blocked, department, legal_department);
        """;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("oversight"))
        {
            await Write(stream, entry, db);
        }

        foreach (var stream in await entry.StreamsOf("editions"))
        {
            foreach (var caseId in db.List($"SELECT case_id FROM cases WHERE organ = {stream["editions/".Length..]}", row => row.GetString(0)))
            {
                await Write($"oversight/{caseId}", entry, db);
            }
        }
    }

    private static async ValueTask Write(string stream, ViewEntry entry, ViewDb db)
    {
        var state = await entry.StateAfter<OversightState>(stream);
        var law = await entry.StateAfter<EditionsCopy>($"editions/{state.Organ}");
        var missing = state.Case is { } course ? StageRecords.Of(course).Count(stage => stage.Record == StageRecord.Missing) : 0;
        db.Run($"""
            INSERT INTO cases VALUES ({state.Id}, {entry.Position}, {state.Organ}, {state.Department}, {state.LegalDepartment},
                {state.Case?.Stage ?? CaseStage.Unspecified}, {IsoDay.Write(state.Case?.FiledOn)}, {missing})
            ON CONFLICT (case_id) DO UPDATE SET department = excluded.department, legal_department = excluded.legal_department,
                stage = excluded.stage, filed_on = excluded.filed_on, missing = excluded.missing
            """);
        db.Run($"DELETE FROM obligations WHERE case_id = {state.Id}");
        foreach (var owed in Obligations.Of(state, law.Known))
        {
            db.Run($"""
                INSERT INTO obligations VALUES ({state.Id}, {owed.Rule.Key}, {owed.Target}, {state.Organ}, {state.Department},
                    {state.LegalDepartment}, {(owed.Due is { } due ? IsoDay.Write(due) : NoDay)}, {owed.Standing},
                    {owed.Standing is Standing.Open or Standing.Waiting}, {!owed.Blocks.IsEmpty}, {owed.Bearer == Bearer.Party},
                    {owed.ToMessage(state.Id).ToByteArray()})
                """);
        }
    }

    private static string DigestOf(Editions editions)
    {
        var amounts = DeadlineCatalogue.All.Select(rule => $"{rule.Key} {rule.Length} {rule.Rolls} {rule.Of} {Citation.ToChinese(rule.Basis)}");
        var values = editions.All.Select(edition => $"{edition.Key} {edition.Authority} {edition.ValidFrom:O} {edition.ValidTo:O} {string.Join(';', edition.Parameters)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. amounts, .. values]))))[..12];
    }
}
