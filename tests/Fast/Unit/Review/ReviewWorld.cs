using System.Collections.Immutable;
using System.Security.Cryptography;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Review;
using EnforcementPlatform.Review.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Unit.Review;

/// <summary>
/// One review and its clock, immutable, so that a walk can branch: decisions are asked and their facts folded, without any ledger.
/// Each step takes a second. People are invented and opaque.
/// </summary>
internal sealed record ReviewWorld
{
    public const string CaseId = "00000000-0000-7000-8000-0000000000c1";
    public const string First = "00000000-0000-7000-8000-000000000001";
    public const string Second = "00000000-0000-7000-8000-000000000002";
    public const string Former = "00000000-0000-7000-8000-000000000003";
    public const string Lead = "00000000-0000-7000-8000-000000000004";
    public const string Reviewer = "00000000-0000-7000-8000-000000000007";
    public const string Other = "00000000-0000-7000-8000-000000000008";
    public const string Organ = "pds-gxj";
    public const string Legal = "zhengce";

    public static readonly Editions Law = Editions.Default;

    public ReviewState State { get; init; } = ReviewState.Empty;

    /// <summary>Monday, 2 November 2026, 9:00 in Shanghai.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    /// <summary>What records shows now.</summary>
    public ShownDraft Draft { get; init; } = DraftOf(1);

    public ReviewersState Pool { get; init; } = PoolOf((Reviewer, Legal), (Other, Legal));

    public ImmutableArray<Decision> Kept { get; init; } = [];

    public ReviewWorld Later(int days) => this with { Now = Now.AddDays(days) };

    /// <summary>Records now shows another draft.</summary>
    public ReviewWorld Redrafted() => this with { Draft = DraftOf(Draft.Number + 1, Draft.CaseVersion + 1) };

    public ReviewWorld Submit(string by = First, ByteString? digest = null, params MaterialKind[] materials) => Do(by, (state, act) => state.SubmitForReview(
        act,
        new() { CaseId = CaseId, DraftDigest = digest ?? ByteString.CopyFrom(Draft.Digest), Materials = { Materials(materials) } },
        Draft,
        Pool));

    public ReviewWorld Assign(string reviewer = Reviewer, string by = Lead) => Do(by, (state, act) => state.AssignReviewer(act, reviewer, Pool));

    public ReviewWorld Extend() => Do(Lead, (state, act) => state.ExtendReview(act, new() { Reason = "案情复杂" }, Law));

    public ReviewWorld Opine(ReviewOutcome outcome, string by = Reviewer, params CheckItem[] faults) =>
        Do(by, (state, act) => state.GiveOpinion(act, Opinion(outcome, faults), Law));

    public ReviewWorld Pass(string by = Reviewer) => Opine(ReviewOutcome.Pass, by);

    public ReviewWorld Return() => Opine(ReviewOutcome.Return, Reviewer, CheckItem.Law);

    public ReviewWorld Resubmit(string by = First, ByteString? digest = null) => Do(by, (state, act) => state.Resubmit(
        act,
        new() { CaseId = CaseId, DraftDigest = digest ?? ByteString.CopyFrom(Draft.Digest), Materials = { Materials([]) } },
        Draft));

    public ReviewWorld Noted(int draft) => Do("", (state, _) => state.NoteDraftChanged(new() { CaseId = CaseId, DraftNumber = draft }));

    // Stages, each reached in the ordinary way

    public static ReviewWorld Submitted() => new ReviewWorld().Submit();

    public static ReviewWorld Assigned() => Submitted().Assign();

    public static ReviewWorld Returned() => Assigned().Return();

    public static ReviewWorld Passed() => Assigned().Pass();

    public static ReviewWorld Superseded() => Passed().Redrafted().Noted(2);

    public static ImmutableArray<ReviewWorld> EveryStage() => [new(), Submitted(), Assigned(), Returned(), Passed(), Superseded()];

    public static GiveOpinionRequest Opinion(ReviewOutcome outcome, params CheckItem[] faults) => new()
    {
        CaseId = CaseId,
        Etag = "v1",
        RequestId = "00000000-0000-4000-8000-000000000001",
        Outcome = outcome,
        Opinion = "审核意见",
        Items =
        {
            Enum.GetValues<CheckItem>().Where(item => item != CheckItem.Unspecified).Select(item => new CheckedItem
            {
                Item = item,
                Verdict = faults.Contains(item) ? CheckVerdict.DoesNotConform : CheckVerdict.Conforms,
                Remark = faults.Contains(item) ? "引用条款有误" : "",
            }),
        },
    };

    public static ShownDraft DraftOf(int number, long caseVersion = 9, params string[] involved)
    {
        var committed = new PersonalPart { Type = DraftContent.Descriptor.FullName, Body = new DraftContent { FactsFound = $"第{number}稿" }.ToByteString() }.ToByteString();
        var salt = SHA256.HashData(BitConverter.GetBytes(number));
        return new(
            Organ, "minbao", number, Commitment.Compute(salt, committed.Span), caseVersion, new() { Committed = committed, Salt = ByteString.CopyFrom(salt) },
            [First, Second], [First, Second, Former, .. involved]);
    }

    /// <summary>Reviewers since 2026.</summary>
    public static ReviewersState PoolOf(params (string Person, string Department)[] reviewers) => reviewers.Aggregate(
        ReviewersState.Empty,
        (pool, one) => ReviewersState.Apply(
            pool, new ReviewerNoted { PersonId = one.Person, Department = one.Department, Times = { new ReviewingTime { From = "2026-01-01" } }, Qualified = true }, null!));

    public ReviewWorld Do(string person, Func<ReviewState, IActContext, Decision> decide)
    {
        var decision = decide(State, new PureAct(person, "review", Organ, Now));
        var position = Kept.Length;
        var recorded = PureAct.Recorded(decision, position, Now);
        var after = decision.Facts.Aggregate(State, (state, fact) => ReviewState.Apply(state, fact.Body, recorded));
        return this with
        {
            State = after with { Stream = $"reviews/{CaseId}", Version = position + 1, Organ = Organ, At = Now },
            Now = Now.AddSeconds(1),
            Kept = Kept.Add(decision),
        };
    }

    private static IEnumerable<SubmittedMaterial> Materials(MaterialKind[] kinds) =>
        (kinds.Length == 0 ? [MaterialKind.CaseReport, MaterialKind.EvidenceList] : kinds).Select(kind => new SubmittedMaterial { Kind = kind, Title = "材料" });
}
