using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>
/// Walks every state that the decisions let a case reach from the end of its investigation, breadth first, and keeps beside each state
/// its own account of what truly happened. Whenever a decision gets through, that account must allow it. Steps of which no condition asks together
/// (an added piece of evidence and a hearing) are not walked in every combination: after one of <see cref="Extra"/> only those of <see cref="Plain"/>.
/// </summary>
/// <param name="gate">What discussion and decision ask; a test takes a condition out.</param>
/// <param name="light">The smaller of the two penalties that are drafted.</param>
/// <param name="heavy">The larger one.</param>
/// <param name="lawAtDecision">The law of the day of the decision, where it is not that of the notice.</param>
internal sealed class GateWalk(DecisionGate gate, Terms light, Terms heavy, LawInForce lawAtDecision)
{
    /// <summary>More than the party's five working days and more than the seven before a hearing.</summary>
    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);

    private static readonly FakeReviewLog ForeignLog = new(CaseWorld.Origin, seed: 2);

    private static readonly ImmutableHashSet<string> Extra = ["a record is voided", "evidence is added", "discuss under rules that asked for nothing"];

    private static readonly ImmutableHashSet<string> Plain =
    [
        .. Extra, "waive statement", "waive hearing", "tell", "a fortnight passes", "review passes this draft", "discuss: agreed", "discuss: not agreed", "decide", "the reviewer decides",
    ];

    public int States { get; private set; }

    public int Refusals { get; private set; }

    public int Decisions { get; private set; }

    /// <summary>Paths that reached a decision although something was missing: what was missing, and the steps.</summary>
    public List<string> Holes { get; } = [];

    /// <summary>Of a fine that is major by the law of every day.</summary>
    public static GateWalk Of(DecisionGate gate) => new(gate, CaseWorld.Fine(100_000), CaseWorld.Fine(200_000), CaseWorld.InForce);

    /// <summary>Walks until there is a hole, or to the end.</summary>
    public GateWalk Run()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var everyStep = StepsWithoutDraft.AddRange(StepsWithDraft);
        var next = new Queue<Node>([new(CaseWorld.Concluded() with { Gate = gate }, new(), [])]);
        while (Holes.Count == 0 && next.TryDequeue(out var node))
        {
            if (!seen.Add(node.Key))
            {
                continue;
            }

            States++;
            foreach (var (name, step) in node.World.State.Draft is null ? StepsWithoutDraft : everyStep)
            {
                if (node.HasExtra ? !Plain.Contains(name) : Extra.Contains(name) && !node.IsPlain)
                {
                    continue;
                }

                if (Try(node, name, step) is { } after)
                {
                    next.Enqueue(after);
                }
            }
        }

        return this;
    }

    private ImmutableArray<(string Name, Func<Node, Node> Step)> StepsWithoutDraft =>
    [
        ("save the light one", node => node.Save(light)),
        ("save the heavy one", node => node.Save(heavy)),
        ("a fortnight passes", node => node.Wait(Fortnight)),
        ("the reviewer becomes a handler", node => node with { World = node.World.AssignHandlers(CaseWorld.First, CaseWorld.Reviewer) }),
    ];

    private ImmutableArray<(string Name, Func<Node, Node> Step)> StepsWithDraft =>
    [
        ("save the light one for other facts", node => node.SaveOther(light, text => text with { Facts = !text.Facts })),
        ("save the light one for other reasons", node => node.SaveOther(light, text => text with { Reasons = !text.Reasons })),
        ("tell", node => node.Tell()),
        ("statement", node => node.Respond(PartyResponseKind.Statement)),
        ("waive statement", node => node.Respond(PartyResponseKind.StatementWaived)),
        ("ask for hearing", node => node.Respond(PartyResponseKind.HearingRequested)),
        ("waive hearing", node => node.Respond(PartyResponseKind.HearingWaived)),
        ("notify hearing", node => node with { World = node.World.RecordAct(RecordKind.HearingNotice).ConfirmNewest() }),
        ("hold hearing", node => node.Hear()),
        ("a record is voided", node => node.VoidFirst()),
        ("evidence is added", node => node.Collect()),
        ("review passes this draft", node => node.Pass(node.World.State.Draft!.Digest, CaseWorld.Reviewer)),
        ("a handler passes this draft", node => node.Pass(node.World.State.Draft!.Digest, CaseWorld.Second)),
        ("review passes the draft before", node => node.Pass(node.World.PreviousDigest, CaseWorld.Reviewer)),
        ("discuss: agreed", node => node.Discuss(DiscussionConclusion.Agreed)),
        ("discuss: not agreed", node => node.Discuss(DiscussionConclusion.NotAgreed)),
        ("discuss under rules that asked for nothing", node => node.DiscussedUnderOlderRules()),
        ("decide", node => Issue(node, node.Clearance(node.World.State.Draft!.Digest), CaseWorld.Head)),
        ("decide on the clearance of the draft before", node => Issue(node, node.Clearance(node.World.PreviousDigest), CaseWorld.Head)),
        ("decide on a clearance that another key signed", node => Issue(
            node, ForeignLog.Prove(node.Clearance(node.World.State.Draft!.Digest), CaseWorld.PassedAt, CaseWorld.PassedAt + 1), CaseWorld.Head)),
        ("decide without clearance", node => Issue(node, null, CaseWorld.Head)),
        ("the reviewer decides", node => Issue(node, node.Clearance(node.World.State.Draft!.Digest), CaseWorld.Reviewer)),
        ("a handler decides", node => Issue(node, node.Clearance(node.World.State.Draft!.Digest), CaseWorld.Second)),
    ];

    private Node? Try(Node node, string name, Func<Node, Node> step)
    {
        if (node.World.State.Stage == CaseStage.Decided)
        {
            return null;
        }

        try
        {
            return step(node) with { Path = node.Path.Add(name) };
        }
        catch (Fault)
        {
            Refusals++;
            return null;
        }
    }

    private Node Issue(Node node, Clearance? clearance, string by)
    {
        var decided = node with { World = node.World.Do(by, (state, act) => Decided(state, act, clearance, node.World)) };
        Decisions++;
        if (node.Missing(clearance, by, lawAtDecision) is { Length: > 0 } missing)
        {
            Holes.Add($"{missing}: {string.Join(" > ", node.Path)}");
        }

        return decided;
    }

    /// <summary>The gate and then the fact: what <see cref="CaseState.IssueDecision"/> adds to it cannot refuse.</summary>
    private Decision Decided(CaseState state, IActContext act, Clearance? clearance, CaseWorld world)
    {
        state.RequireDecidable(act, CaseWorld.Shown(clearance), lawAtDecision, world.File, gate);
        return Decision.Of(new PenaltyDecided
        {
            Number = "1号",
            IssuerId = act.Actor.PersonId,
            DraftDigest = ByteString.CopyFrom(state.Draft!.Digest),
            Terms = state.Draft.Terms.ToMessage(),
            Clearance = new(),
        });
    }

    /// <summary>Which of two facts and which of two reasons a draft states. Where all are swapped nothing changes but their names.</summary>
    private readonly record struct Text(bool Facts, bool Reasons)
    {
        public CaseWorld SavedIn(CaseWorld world, Terms terms) =>
            world.SaveDraft(terms, facts: Facts ? "查明的另一事实。" : CaseWorld.Facts, reason: Reasons ? "另一理由。" : CaseWorld.Reason);
    }

    /// <summary>What truly happened, told without asking the case.</summary>
    private sealed record Truth
    {
        public string PassedBy { get; init; } = "";

        public bool Agreed { get; init; }

        public Terms? Draft { get; init; }

        public Terms? Told { get; init; }

        public bool HearingTold { get; init; }

        public Text Text { get; init; }

        public Text? ToldText { get; init; }

        public bool TimeOver { get; init; }

        public bool Stated { get; init; }

        public bool StatementWaived { get; init; }

        public PartyResponseKind OnHearing { get; init; }

        public bool Heard { get; init; }

        public long Ceiling { get; init; } = long.MaxValue;

        public bool Voided { get; init; }

        public bool OlderRules { get; init; }
    }

    private sealed record Node(CaseWorld World, Truth Truth, ImmutableArray<string> Path)
    {
        public string Key
        {
            get
            {
                var state = World.State;
                var pass = state.Pass is null
                    ? "-"
                    : $"{state.IsCleared}{state.Pass.IsOf(state.Draft!)}{state.Pass.ReviewerId[^1]}{World.File.IsKnownAt(state.Pass.FileVersion)}{state.Pass.CaseVersion >= state.ToBeReviewedFrom}";
                var discussed = state.Discussion is not { } held
                    ? "-"
                    : $"{held.Conclusion}{World.File.IsKnownAt(held.FileVersion)}{state.Pass?.KnownAt <= held.HeldAt}";
                var notice = state.Records.LastOrDefault(record => record.Kind == RecordKind.HearingNotice);
                var noticed = notice is null ? "-" : $"{notice.Number > state.Telling!.RecordsBefore}{World.Now - notice.When.OccurredAt > TimeSpan.FromDays(10)}";
                return string.Join('|', state.Stage, World.PreviousDigest.Length, pass, discussed, state.HearingWasHeld, noticed, World.File.Version > 0,
                    state.Involved.Contains(CaseWorld.Reviewer), state.Ceilings.Length == 0 ? -1 : state.Ceilings.Min(terms => terms.FineFen),
                    Truth.PassedBy, Truth.Agreed, Truth.Draft?.FineFen, Truth.Told?.FineFen, Truth.TimeOver, Truth.Stated, Truth.StatementWaived, Truth.Voided, Truth.OlderRules,
                    Truth.OnHearing, Truth.Heard, Truth.Ceiling, Truth.ToldText?.Facts == Truth.Text.Facts, Truth.ToldText?.Reasons == Truth.Text.Reasons);
            }
        }

        /// <summary>A step of <see cref="Extra"/> was taken.</summary>
        public bool HasExtra => Truth.Voided || World.File.Version > 0 || Truth.OlderRules;

        /// <summary>The party asked for no hearing and said nothing, the draft is the one that it was told of, and the reviewer has no part.</summary>
        public bool IsPlain => Truth.OnHearing != PartyResponseKind.HearingRequested && Truth.Ceiling == long.MaxValue
            && Truth.ToldText == Truth.Text && World.PreviousDigest.Length == 0 && !World.State.Involved.Contains(CaseWorld.Reviewer);

        /// <summary>What review would show, had it passed the draft with this digest.</summary>
        public Clearance Clearance(byte[] digest) => World.Clearance(digest, World.State.Pass?.ReviewerId ?? CaseWorld.Reviewer);

        public Node Save(Terms terms) => this with
        {
            World = Truth.Text.SavedIn(World, terms),
            Truth = Truth with { Draft = terms, PassedBy = "", Agreed = false },
        };

        /// <summary>Saves a draft with another text. One difference from what was told is enough: a second adds no demand.</summary>
        public Node SaveOther(Terms terms, Func<Text, Text> change) =>
            Truth.ToldText is { } told && told != Truth.Text ? this : (this with { Truth = Truth with { Text = change(Truth.Text) } }).Save(terms);

        public Node Tell()
        {
            var world = World.TellParty();
            return this with
            {
                World = world,
                Truth = Truth with
                {
                    Told = Truth.Draft,
                    HearingTold = world.State.Telling!.HearingOffered,
                    ToldText = Truth.Text,
                    TimeOver = false,
                    Stated = false,
                    StatementWaived = false,
                    OnHearing = default,
                    Heard = false,
                    Agreed = false,
                },
            };
        }

        public Node Respond(PartyResponseKind kind)
        {
            var world = World.Respond(kind);
            var truth = Truth with { Agreed = false };
            return this with
            {
                World = world,
                Truth = kind switch
                {
                    PartyResponseKind.Statement => truth with { Stated = true, PassedBy = "", Ceiling = Math.Min(truth.Ceiling, truth.Told!.FineFen) },
                    PartyResponseKind.StatementWaived => truth with { StatementWaived = true },
                    PartyResponseKind.HearingRequested => truth with { OnHearing = kind, Ceiling = Math.Min(truth.Ceiling, truth.Told!.FineFen) },
                    _ => truth with { OnHearing = kind },
                },
            };
        }

        public Node Hear() => this with
        {
            World = World.RecordAct(RecordKind.Hearing, host: CaseWorld.Chair).ConfirmNewest(),
            Truth = Truth with { Heard = true, PassedBy = "", Agreed = false },
        };

        /// <summary>The record that certificates were shown: without it nothing that followed was lawful (行政处罚法 55).</summary>
        public Node VoidFirst() => this with
        {
            World = World.Void(1).Amend(World.State.Amendments.Length + 1),
            Truth = Truth with { Voided = true, PassedBy = "", Agreed = false },
        };

        public Node Collect() => this with { World = World.Collect(), Truth = Truth with { PassedBy = "", Agreed = false } };

        public Node Wait(TimeSpan time) => this with { World = World.Later(time), Truth = Truth with { TimeOver = Truth.Told is not null } };

        public Node Pass(byte[] digest, string reviewer)
        {
            var current = digest.AsSpan().SequenceEqual(World.State.Draft!.Digest);
            return this with { World = World.Passed(digest, reviewer), Truth = current ? Truth with { PassedBy = reviewer } : Truth };
        }

        public Node Discuss(DiscussionConclusion conclusion) => this with
        {
            World = World.Discuss(conclusion),
            Truth = Truth with { Agreed = conclusion == DiscussionConclusion.Agreed },
        };

        /// <summary>The fact alone, as a release may have kept it that asked for less. It counts only where the review came first.</summary>
        public Node DiscussedUnderOlderRules() => World.State.Stage != CaseStage.Told || World.State.Discussion is not null ? this : this with
        {
            World = World.Do(CaseWorld.Head, (state, _) => Decision
                .Of(new DiscussionHeld
                {
                    DraftDigest = ByteString.CopyFrom(state.Draft!.Digest),
                    AttendantIds = { CaseWorld.Head, CaseWorld.Deputy },
                    Conclusion = DiscussionConclusion.Agreed,
                    OpinionsPart = 0,
                })
                .WithPersonal(new DiscussionText())),
            Truth = Truth with { Agreed = Truth.PassedBy.Length > 0, OlderRules = true },
        };

        /// <summary>What the law misses in this decision; empty when nothing.</summary>
        public string Missing(Clearance? clearance, string by, LawInForce law)
        {
            var involved = World.State.Handlers.Add(CaseWorld.First).Add(CaseWorld.Second);
            var isMajor = law.HearingOn(World.State.PartyKind, Truth.Draft!, ShanghaiTime.DateOf(World.Now)).Offered;
            var hearingSettled = !Truth.HearingTold
                || Truth.Heard || Truth.OnHearing == PartyResponseKind.HearingWaived || (Truth.TimeOver && Truth.OnHearing != PartyResponseKind.HearingRequested);
            var statementSettled = Truth.Stated || Truth.StatementWaived || Truth.Heard || Truth.TimeOver;
            (bool Holds, string Name)[] demands =
            [
                (Truth.PassedBy.Length > 0, "review of this draft and of everything in the case and its file"),
                (!involved.Contains(Truth.PassedBy), "independent reviewer"),
                (clearance is not null && clearance.DraftDigest.Span.SequenceEqual(World.State.Draft!.Digest) && CaseWorld.Shown(clearance)!.IsProven(), "proven clearance of this draft"),
                (Truth.Told is not null && Truth.Draft!.FineFen <= Truth.Told.FineFen, "notice of this penalty"),
                (!isMajor || Truth.HearingTold, "notice of the right to a hearing"),
                (Truth.ToldText?.Facts == Truth.Text.Facts, "notice of these facts"),
                (Truth.ToldText?.Reasons == Truth.Text.Reasons, "notice of these reasons"),
                (Truth.Draft!.FineFen <= Truth.Ceiling, "not heavier after the party spoke"),
                (statementSettled, "statement"),
                (hearingSettled, "hearing"),
                (!isMajor || Truth.Agreed, "discussion after the review"),
                (!involved.Contains(by), "decider who did not investigate"),
                (by != Truth.PassedBy, "decider who did not review"),
                (!Truth.Voided, "sound investigation"),
            ];
            return string.Join(", ", demands.Where(demand => !demand.Holds).Select(demand => demand.Name));
        }
    }
}
