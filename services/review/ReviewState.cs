using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;

namespace EnforcementPlatform.Review;

/// <summary>
/// The legal review of one case, folded from <c>reviews/&lt;case id&gt;</c> (the fold: ReviewFold.cs). Each submission is a round and every
/// round stays. What may be done is said once in <see cref="ReviewLifecycle"/>; each use case's file holds its decision, a pure function.
/// </summary>
internal sealed partial record ReviewState : StreamState, IFold<ReviewState>
{
    public static ReviewState Empty { get; } = new();

    public ReviewStage Stage { get; init; }

    /// <summary>Department that handles the case.</summary>
    public string Department { get; init; } = "";

    /// <summary>Department that reviews (法制机构).</summary>
    public string LegalDepartment { get; init; } = "";

    /// <summary>The assigned reviewer, by person id; empty before.</summary>
    public string ReviewerId { get; init; } = "";

    /// <summary>The two handlers when it was last submitted.</summary>
    public ImmutableArray<string> Handlers { get; init; } = [];

    /// <summary>Everybody who was ever a handler or wrote a draft: none of them may review (separation per person).</summary>
    public ImmutableSortedSet<string> Involved { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableArray<Round> Rounds { get; init; } = [];

    public ReviewClock Clock { get; init; } = ReviewClock.NotStarted;

    /// <summary>The newest round; only of a review that exists.</summary>
    public Round Current => Rounds[^1];

    /// <summary>True when the current round's draft has passed and nothing since made that void.</summary>
    public bool IsCleared => Stage == ReviewStage.Passed;

    public override Relation RelationOf(Actor actor)
    {
        var department = actor.Organ == Organ && actor.Department == LegalDepartment ? Relation.Department : Relation.None;
        var handler = Handlers.Contains(actor.PersonId) ? Relation.Handler : Relation.None;
        return department | handler | (ReviewerId.Length > 0 && actor.PersonId == ReviewerId ? Relation.Assigned : Relation.None);
    }

    /// <summary><see cref="ReviewFaults.WrongStage"/> where the lifecycle does not allow the action.</summary>
    private void Require(ReviewAction action)
    {
        if (ReviewLifecycle.Next(Stage, action) is null)
        {
            throw ReviewFaults.WrongStage.With(("stage", Words.Of(Stage)), ("action", Words.Of(action)));
        }
    }

    /// <summary>Nobody reviews a case in which they took part (行政处罚法 58).</summary>
    private void RequireIndependent(string reviewerId) =>
        PenaltyRules.ReviewerNotHandler.Require(new([.. Involved], Drafter: "", reviewerId, Issuer: ""));
}

/// <summary>One submission of a draft.</summary>
/// <param name="Number">Within the review, from 1.</param>
/// <param name="CaseVersion">Version of the case in records that was submitted: what the case learned later was not known to the reviewer.</param>
/// <param name="FileVersion">Version of its file (evidence and documents) likewise.</param>
internal sealed record Round(
    int Number,
    int DraftNumber,
    byte[] Digest,
    long CaseVersion,
    long FileVersion,
    Personal<DraftText> Text,
    ImmutableArray<MaterialKind> Materials,
    Personal<MaterialTitles> Titles,
    string SubmittedBy,
    DateTimeOffset SubmittedAt)
{
    /// <summary>Null before it was given.</summary>
    public GivenOpinion? Opinion { get; init; }

    public bool WasReturned => Opinion?.Outcome == ReviewOutcome.Return;

    public bool IsOf(ReadOnlySpan<byte> digest) => Digest.AsSpan().SequenceEqual(digest);
}

/// <summary>An opinion, and the entry that holds it: for a pass, the clearance.</summary>
/// <param name="Position">Position in the review ledger.</param>
/// <param name="Leaf">Leaf hash of that entry.</param>
internal sealed record GivenOpinion(
    string ReviewerId,
    ReviewOutcome Outcome,
    ImmutableArray<ItemChecked> Items,
    Personal<OpinionText> Text,
    DateTimeOffset GivenAt,
    long Position,
    byte[] Leaf);
