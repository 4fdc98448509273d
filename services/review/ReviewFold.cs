using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Review;

/// <summary>The fold: what each fact makes of the review. Facts are taken as they are; no rule is asked again.</summary>
internal sealed partial record ReviewState
{
    public static ReviewState Apply(ReviewState state, IMessage fact, Recorded entry) => fact switch
    {
        DraftSubmitted f => state.With(f.Draft, f.SubmitterId, entry) with
        {
            Stage = ReviewStage.Submitted,
            Department = f.Department,
            LegalDepartment = f.LegalDepartment,
            Clock = ReviewClock.From(ShanghaiTime.DateOf(entry.At)),
        },
        ReviewerAssigned f => state with { Stage = ReviewStage.Assigned, ReviewerId = f.ReviewerId },
        ReviewExtended => state with { Clock = state.Clock with { Extended = true } },
        ReviewCleared f => state.With(OpinionOf(f, entry)) with { Stage = ReviewStage.Passed },
        DraftReturned f => state.With(OpinionOf(f, entry)) with { Stage = ReviewStage.Returned, Clock = state.Clock.PausedOn(ShanghaiTime.DateOf(entry.At)) },
        DraftResubmitted f => state.With(f, entry),
        DraftChangeNoted f => state.With(f),
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    /// <summary>A returned draft that comes back goes on with the time it had; anything else is a new review with time of its own.</summary>
    private ReviewState With(DraftResubmitted again, Recorded entry)
    {
        var day = ShanghaiTime.DateOf(entry.At);
        return With(again.Draft, again.SubmitterId, entry) with
        {
            Stage = again.ReviewerStays ? ReviewStage.Assigned : ReviewStage.Submitted,
            ReviewerId = again.ReviewerStays ? ReviewerId : "",
            Clock = Stage == ReviewStage.Returned ? Clock.ResumedOn(day) : ReviewClock.From(day),
        };
    }

    private ReviewState With(SubmittedDraft draft, string submitter, Recorded entry) => this with
    {
        Handlers = [.. draft.HandlerIds],
        Involved = Involved.Union(draft.InvolvedIds),
        Rounds = Rounds.Add(new(
            Rounds.Length + 1,
            draft.Number,
            draft.Digest.ToByteArray(),
            draft.CaseVersion,
            draft.FileVersion,
            entry.PersonalOf<DraftText>(draft.TextPart),
            [.. draft.Materials],
            entry.PersonalOf<MaterialTitles>(draft.TitlesPart),
            submitter,
            entry.At)),
    };

    private ReviewState With(GivenOpinion opinion) =>
        this with { Rounds = Rounds.SetItem(Rounds.Length - 1, Current with { Opinion = opinion }) };

    private ReviewState With(DraftChangeNoted noted) =>
        IsVoidedBy(noted.DraftNumber) ? this with { Stage = ReviewStage.Superseded } : this;

    private static GivenOpinion OpinionOf(ReviewCleared f, Recorded entry) =>
        OpinionOf(f.ReviewerId, ReviewOutcome.Pass, [.. f.Items], f.OpinionPart, entry);

    private static GivenOpinion OpinionOf(DraftReturned f, Recorded entry) =>
        OpinionOf(f.ReviewerId, ReviewOutcome.Return, [.. f.Items], f.OpinionPart, entry);

    private static GivenOpinion OpinionOf(string reviewer, ReviewOutcome outcome, ImmutableArray<ItemChecked> items, int part, Recorded entry) =>
        new(reviewer, outcome, items, entry.PersonalOf<OpinionText>(part), entry.At, entry.Position, entry.Leaf);
}
