using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Review.Facts;

namespace EnforcementPlatform.Review;

/// <summary>Reviews for lists: who may see them, where they stand. Holds no personal data, so that nothing in it ever needs destroying.</summary>
internal sealed class ReviewsView : View
{
    public const string ViewName = "reviews";

    public override string Name => ViewName;

    public override int CodeVersion => 1;

    public override string Schema => """
        CREATE TABLE reviews (
            case_id TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            organ TEXT NOT NULL,
            department TEXT NOT NULL,
            legal_department TEXT NOT NULL,
            stage TEXT NOT NULL,
            reviewer_id TEXT NOT NULL,
            rounds INTEGER NOT NULL,
            submitted_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reviews_of_organ ON reviews (organ, position);
        CREATE INDEX reviews_of_reviewer ON reviews (reviewer_id, position);
        CREATE TABLE review_handlers (
            person_id TEXT NOT NULL,
            case_id TEXT NOT NULL,
            PRIMARY KEY (person_id, case_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX handlers_of_review ON review_handlers (case_id);
        """;

    public override async ValueTask Apply(ViewEntry entry, ViewDb db)
    {
        foreach (var stream in await entry.StreamsOf("reviews"))
        {
            var state = await entry.StateAfter<ReviewState>(stream);
            db.Run($"""
                INSERT INTO reviews VALUES ({state.Id}, {entry.Position}, {state.Organ}, {state.Department}, {state.LegalDepartment}, {state.Stage},
                    {state.ReviewerId}, {state.Rounds.Length}, {state.Rounds[0].SubmittedAt})
                ON CONFLICT (case_id) DO UPDATE SET stage = excluded.stage, reviewer_id = excluded.reviewer_id, rounds = excluded.rounds
                """);
            if (entry.Facts.Any(fact => fact.Body is DraftSubmitted or DraftResubmitted))
            {
                SetHandlers(state, db);
            }
        }
    }

    private static void SetHandlers(ReviewState state, ViewDb db)
    {
        db.Run($"DELETE FROM review_handlers WHERE case_id = {state.Id}");
        foreach (var handler in state.Handlers)
        {
            db.Run($"INSERT INTO review_handlers VALUES ({handler}, {state.Id})");
        }
    }
}
