using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// What must hold before a penalty is discussed and decided, in the order of the law: the draft was reviewed and passed (行政处罚法 58),
/// the party was told of it and heard (44, 45, 62 to 65), a major one was discussed by the responsible persons (57), and whoever
/// decides neither investigated nor reviewed. Every question is asked of the draft as it is now.
/// </summary>
internal static class DecisionGate
{
    public static void RequireReviewed(CaseState state)
    {
        var draft = state.Draft ?? throw CaseFaults.DraftMissing.Now();
        CaseFaults.Require(PenaltyRules.LegalReviewPassed, new(Required: true, Hex(draft.Digest), state.Pass is { } pass ? Hex(pass.DraftDigest) : null));
        if (!state.IsCleared)
        {
            throw CaseFaults.ReviewBeforeHearing.Now();
        }

        CaseFaults.Require(PenaltyRules.ReviewerNotHandler, Separation(state, issuer: ""));
    }

    /// <summary>
    /// What review shows now must be the very pass that the case knows, and carry its proof: the leaf stands at that position under a head
    /// that the ledger of review signed. None shown: review has none, or took it back.
    /// </summary>
    public static void RequireProven(CaseState state, ShownClearance? shown)
    {
        if (shown is null)
        {
            throw CaseFaults.ReviewNotPassed.Now();
        }

        if (!IsThePass(state, shown.Clearance) || !shown.IsProven())
        {
            throw CaseFaults.ReviewNotProven.Now();
        }
    }

    /// <summary>
    /// The party was told and heard. Every notice tells a draft's penalty and the right to a statement; of facts and reasons it told what stood
    /// in its draft, so that a draft with others has to be told again (行政处罚法 44), while a lighter penalty may follow without (45).
    /// </summary>
    public static void RequireHeard(CaseState state, IActContext act, LawInForce law)
    {
        var terms = state.Draft!.Terms;
        var told = state.Telling;
        var toldFacts = new ToldFacts(
            told?.When.OccurredAt,
            act.Now,
            Content: told is not null,
            Facts: told is not null && IsSame(state, told, content => content.FactsFound),
            Reasons: told is not null && IsSame(state, told, content => (content.Discretion, content.DiscretionReason)),
            Basis: told is not null && terms.HasBasisOf(told.Terms),
            StatementRight: told is not null,
            HearingRequired: law.HearingOn(state.PartyKind, terms, act.Today).Offered,
            HearingRight: told?.HearingOffered == true);
        CaseFaults.Require(PenaltyRules.ToldBeforeDecision, toldFacts);
        CaseFaults.Require(PenaltyRules.HearingRightTold, toldFacts);
        RequireNotHeavier(terms, state.Ceilings.Add(told!.Terms));
        RequireTimePassed(state, told, act.Today, law);
    }

    /// <summary>Not heavier than what the party was told (行政处罚法 45, second paragraph).</summary>
    public static void RequireNotHeavier(Terms terms, ImmutableArray<Terms> told)
    {
        foreach (var one in told)
        {
            CaseFaults.Require(PenaltyRules.NotHeavierAfterDefence, new(one.Penalty, terms.Penalty));
        }
    }

    /// <summary>A penalty that gives the right to a hearing is a major one (河南省行政执法条例 28).</summary>
    public static void RequireDiscussed(CaseState state, IActContext act, LawInForce law)
    {
        var draft = state.Draft!;
        var held = state.Discussion;
        var facts = new DiscussionFacts(
            Required: held is not null || law.HearingOn(state.PartyKind, draft.Terms, act.Today).Offered,
            ReviewRequired: true,
            state.Pass?.KnownAt,
            held?.HeldAt,
            held?.AttendantIds.Distinct().Count() ?? 0,
            held?.Conclusion == DiscussionConclusion.Agreed,
            Hex(draft.Digest),
            held is null ? null : Hex(held.DraftDigest));
        CaseFaults.Require(PenaltyRules.CollectivelyDiscussed, facts);
        CaseFaults.Require(PenaltyRules.DiscussedAfterReview, facts);
    }

    public static void RequireIndependent(CaseState state, string deciderId)
    {
        if (state.Involved.Contains(deciderId))
        {
            throw CaseFaults.DeciderInvolved.Now();
        }

        CaseFaults.Require(PenaltyRules.ReviewerNotIssuer, Separation(state, deciderId));
    }

    private static bool IsSame<T>(CaseState state, GivenTelling told, Func<DraftContent, T> of) =>
        EqualityComparer<T>.Default.Equals(of(told.Content.Require()), of(state.Draft!.Content.Require()));

    private static void RequireTimePassed(CaseState state, GivenTelling told, DateOnly today, LawInForce law)
    {
        var lastDay = told.RespondBy(law).SafeLastDay;
        CaseFaults.Require(PenaltyRules.HearingHeldOrWaived, new(
            told.HearingOffered, told.HearingRequested, told.HearingWaived, state.HearingWasHeld, lastDay, today));
        CaseFaults.Require(PenaltyRules.PartyHeard, new(told.StatementGiven || state.HearingWasHeld, told.StatementWaived, lastDay, today));
    }

    private static SeparationFacts Separation(CaseState state, string issuer) =>
        new([.. state.Involved], state.Draft!.DrafterId, state.Pass?.ReviewerId ?? "", issuer);

    private static bool IsThePass(CaseState state, Clearance clearance) =>
        state.Pass is { } pass
        && clearance.CaseId == state.Id
        && clearance.DraftDigest.Span.SequenceEqual(state.Draft!.Digest)
        && clearance.ReviewerId == pass.ReviewerId
        && clearance.CaseVersion == pass.CaseVersion
        && clearance.Origin == pass.Origin
        && clearance.Position == pass.Position;

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);
}
