using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using static EnforcementPlatform.Records.Cases.GateStep;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// What must hold before a penalty is discussed and decided, in the order of the law: the draft was reviewed and passed (行政处罚法 58),
/// the party was told of it and heard (44, 45, 62 to 65), a major one was discussed by the responsible persons (57), and whoever
/// decides neither investigated nor reviewed. Every condition that stands is one row of <see cref="Standing"/>; an exhaustive walk removes
/// each alone and must find a way through.
/// </summary>
internal sealed record DecisionGate(ImmutableArray<GateCondition> Conditions)
{
    public static DecisionGate Standing { get; } = new(
    [
        new("review passed this draft", Both, CaseFaults.ReviewNotPassed, facts => PenaltyRules.LegalReviewPassed.Holds(
            new(Required: true, Hex(facts.Draft.Digest), facts.Case.Pass is { } pass ? Hex(pass.DraftDigest) : null))),
        new("reviewer knew the case", Both, CaseFaults.ReviewBeforeHearing, facts => facts.Case.Pass is not { } pass || pass.CaseVersion >= facts.Case.ToBeReviewedFrom),
        new("reviewer knew the file", Both, CaseFaults.ReviewBeforeEvidence, facts => facts.Case.Pass is not { } pass || facts.File.IsKnownAt(pass.FileVersion)),
        new("reviewer independent", Both, CaseFaults.ReviewerIsHandler, facts => PenaltyRules.ReviewerNotHandler.Holds(facts.Separation)),
        new("review still shows the pass", Deciding, CaseFaults.ReviewNotPassed, facts => facts.Shown is not null),
        new("shown pass is the noted one", Deciding, CaseFaults.ReviewNotProven, facts => facts.Shown is null || IsThePass(facts.Case, facts.Shown.Clearance)),
        new("pass proven", Deciding, CaseFaults.ReviewNotProven, facts => facts.Shown is null || facts.Shown.IsProven()),
        new("party told", Both, CaseFaults.PartyNotTold, facts => PenaltyRules.ToldBeforeDecision.Holds(Told(facts))),
        new("hearing right told", Both, CaseFaults.HearingRightNotTold, facts => PenaltyRules.HearingRightTold.Holds(Told(facts))),
        new("not heavier than told", Both, CaseFaults.HeavierThanTold, facts => facts.Case.Telling is not { } told || IsNotHeavier(facts.Draft.Terms, facts.Case.Ceilings.Add(told.Terms))),
        new("hearing held or waived", Both, CaseFaults.HearingNotHeld, IsHearingSettled),
        new("party heard", Both, CaseFaults.PartyNotHeard, IsPartyHeard),
        new("discussed", Deciding, CaseFaults.NotDiscussed, facts => PenaltyRules.CollectivelyDiscussed.Holds(Discussed(facts))),
        new("discussed after the review", Deciding, CaseFaults.DiscussedBeforeReview, facts => PenaltyRules.DiscussedAfterReview.Holds(Discussed(facts))),
        new("discussion knew the file", Deciding, CaseFaults.DiscussedBeforeEvidence, facts => facts.Case.Discussion is not { } held || facts.File.IsKnownAt(held.FileVersion)),
        new("decider not involved", Deciding, CaseFaults.DeciderInvolved, facts => !facts.Case.Involved.Contains(facts.Person)),
        new("decider not the reviewer", Deciding, CaseFaults.DeciderIsReviewer, facts => PenaltyRules.ReviewerNotIssuer.Holds(facts.Separation)),
        new("investigation sound", Deciding, CaseFaults.InvestigationIncomplete, facts => !facts.Case.MissingOfInvestigation().Any()),
    ]);

    /// <summary>The gate without one condition: what the walk opens.</summary>
    public DecisionGate Without(string condition) => new(Conditions.RemoveAll(one => one.Name == condition));

    /// <summary>Refuses with the first condition that fails. Of a case that has a draft.</summary>
    public void Require(GateStep step, GateFacts facts)
    {
        foreach (var condition in Conditions)
        {
            if (condition.Step.HasFlag(step) && !condition.Holds(facts))
            {
                throw condition.Fault == CaseFaults.InvestigationIncomplete ? facts.Case.IncompleteInvestigation() : condition.Fault.Now();
            }
        }
    }

    /// <summary>Not heavier than what the party was told (行政处罚法 45, second paragraph).</summary>
    public static bool IsNotHeavier(Terms terms, ImmutableArray<Terms> told) =>
        told.All(one => PenaltyRules.NotHeavierAfterDefence.Holds(new(one.Penalty, terms.Penalty)));

    /// <summary>
    /// Every notice tells a draft's penalty and the right to a statement; of facts and reasons it told what stood in its draft, so that a
    /// draft with others has to be told again (行政处罚法 44), while a lighter penalty may follow without (45).
    /// </summary>
    private static ToldFacts Told(GateFacts facts)
    {
        var told = facts.Case.Telling;
        return new(
            told?.When.OccurredAt,
            facts.Now,
            Content: told is not null,
            Facts: told is not null && IsSame(facts, told, content => content.FactsFound),
            Reasons: told is not null && IsSame(facts, told, content => (content.Discretion, content.DiscretionReason)),
            Basis: told is not null && facts.Draft.Terms.HasBasisOf(told.Terms),
            StatementRight: told is not null,
            HearingRequired: facts.IsMajor,
            HearingRight: told?.HearingOffered == true);
    }

    private static bool IsSame<T>(GateFacts facts, GivenTelling told, Func<DraftContent, T> of) =>
        EqualityComparer<T>.Default.Equals(of(told.Content.Require()), of(facts.Draft.Content.Require()));

    private static bool IsHearingSettled(GateFacts facts) =>
        facts.Case.Telling is not { } told
        || PenaltyRules.HearingHeldOrWaived.Holds(new(
            told.HearingOffered, told.HearingRequested, told.HearingWaived, facts.Case.HearingWasHeld, told.RespondBy(facts.Law).SafeLastDay, facts.Today));

    private static bool IsPartyHeard(GateFacts facts) =>
        facts.Case.Telling is not { } told
        || PenaltyRules.PartyHeard.Holds(new(
            told.StatementGiven || facts.Case.HearingWasHeld, told.StatementWaived, told.RespondBy(facts.Law).SafeLastDay, facts.Today));

    private static DiscussionFacts Discussed(GateFacts facts)
    {
        var held = facts.Case.Discussion;
        return new(
            Required: held is not null || facts.IsMajor,
            ReviewRequired: true,
            facts.Case.Pass?.KnownAt,
            held?.HeldAt,
            held?.AttendantIds.Distinct().Count() ?? 0,
            held?.Conclusion == DiscussionConclusion.Agreed,
            Hex(facts.Draft.Digest),
            held is null ? null : Hex(held.DraftDigest));
    }

    private static bool IsThePass(CaseState state, Clearance clearance) =>
        state.Pass is { } pass
        && clearance.CaseId == state.Id
        && clearance.DraftDigest.Span.SequenceEqual(state.Draft!.Digest)
        && clearance.ReviewerId == pass.ReviewerId
        && clearance.CaseVersion == pass.CaseVersion
        && clearance.FileVersion == pass.FileVersion
        && clearance.Origin == pass.Origin
        && clearance.Position == pass.Position;

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);
}

/// <summary>When a condition is asked.</summary>
[Flags]
internal enum GateStep
{
    Discussing = 1,
    Deciding = 2,
    Both = Discussing | Deciding,
}

/// <summary>One condition of the gate.</summary>
/// <param name="Name">For tests and reports.</param>
/// <param name="Holds">Pure. True also where another condition of the list is the one that says what is missing.</param>
internal sealed record GateCondition(string Name, GateStep Step, FaultType Fault, Func<GateFacts, bool> Holds);

/// <summary>What the gate asks of. The case has a draft.</summary>
/// <param name="File">Evidence and documents.</param>
/// <param name="Person">Who acts.</param>
/// <param name="Shown">What review answered a moment ago; null: it has none. Only for the decision.</param>
internal sealed record GateFacts(CaseState Case, CaseFileState File, string Person, DateTimeOffset Now, DateOnly Today, LawInForce Law, ShownClearance? Shown)
{
    public SavedDraft Draft => Case.Draft!;

    /// <summary>A penalty that gives the right to a hearing is a major one (河南省行政执法条例 28).</summary>
    public bool IsMajor => Law.HearingOn(Case.PartyKind, Draft.Terms, Today).Offered;

    public SeparationFacts Separation => new([.. Case.Involved], Draft.DrafterId, Case.Pass?.ReviewerId ?? "", Person);

    public static GateFacts Of(CaseState state, CaseFileState file, IActContext act, LawInForce law, ShownClearance? shown = null) =>
        new(state, file, act.Actor.PersonId, act.Now, act.Today, law, shown);
}
