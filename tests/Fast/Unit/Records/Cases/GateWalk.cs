using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Cases;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>
/// Walks every state that the decisions let a case reach from the end of its investigation, breadth first, and keeps beside each state
/// its own account of what truly happened. Whenever a decision gets through, that account must allow it.
/// </summary>
/// <param name="issue">How a decision is issued; a test puts a broken one here.</param>
internal sealed class GateWalk(Func<CaseWorld, Clearance?, string, CaseWorld> issue)
{
    /// <summary>More than the party's five working days and more than the seven before a hearing.</summary>
    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);

    private static readonly Terms Light = CaseWorld.Fine(100_000), Heavy = CaseWorld.Fine(200_000);

    public int States { get; private set; }

    public int Refusals { get; private set; }

    public int Decisions { get; private set; }

    /// <summary>Paths that reached a decision although something was missing: what was missing, and the steps.</summary>
    public List<string> Holes { get; } = [];

    /// <summary>Walks until a hole is enough, or to the end.</summary>
    public void Run(Func<string, bool> enough)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var everyStep = StepsWithoutDraft.AddRange(StepsWithDraft);
        var next = new Queue<Node>([new(CaseWorld.Concluded(), new(), [])]);
        while (!Holes.Any(enough) && next.TryDequeue(out var node))
        {
            if (!seen.Add(node.Key))
            {
                continue;
            }

            States++;
            foreach (var (name, step) in node.World.State.Draft is null ? StepsWithoutDraft : everyStep)
            {
                if (Try(node, name, step) is { } after)
                {
                    next.Enqueue(after);
                }
            }
        }
    }

    private static ImmutableArray<(string Name, Func<Node, Node> Step)> StepsWithoutDraft =>
    [
        ("save 100,000", node => node.Save(Light)),
        ("save 200,000", node => node.Save(Heavy)),
        ("a fortnight passes", node => node.Wait(Fortnight)),
        ("the reviewer becomes a handler", node => node with { World = node.World.AssignHandlers(CaseWorld.First, CaseWorld.Reviewer) }),
    ];

    private ImmutableArray<(string Name, Func<Node, Node> Step)> StepsWithDraft =>
    [
        ("save 100,000 for other facts", node => node.SaveOther(Light, text => text with { Facts = !text.Facts })),
        ("save 100,000 for other reasons", node => node.SaveOther(Light, text => text with { Reasons = !text.Reasons })),
        ("tell", node => node.Tell()),
        ("statement", node => node.Respond(PartyResponseKind.Statement)),
        ("waive statement", node => node.Respond(PartyResponseKind.StatementWaived)),
        ("ask for hearing", node => node.Respond(PartyResponseKind.HearingRequested)),
        ("waive hearing", node => node.Respond(PartyResponseKind.HearingWaived)),
        ("notify hearing", node => node with { World = node.World.RecordAct(RecordKind.HearingNotice).ConfirmNewest() }),
        ("hold hearing", node => node.Hear()),
        ("review passes this draft", node => node.Pass(node.World.State.Draft!.Digest, CaseWorld.Reviewer)),
        ("a handler passes this draft", node => node.Pass(node.World.State.Draft!.Digest, CaseWorld.Second)),
        ("review passes the draft before", node => node.Pass(node.World.PreviousDigest, CaseWorld.Reviewer)),
        ("discuss: agreed", node => node.Discuss(DiscussionConclusion.Agreed)),
        ("discuss: not agreed", node => node.Discuss(DiscussionConclusion.NotAgreed)),
        ("decide", node => Issue(node, node.Clearance(node.World.State.Draft!.Digest), CaseWorld.Head)),
        ("decide on the clearance of the draft before", node => Issue(node, node.Clearance(node.World.PreviousDigest), CaseWorld.Head)),
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
        var decided = node with { World = issue(node.World, clearance, by) };
        Decisions++;
        if (node.Missing(clearance, by) is { Length: > 0 } missing)
        {
            Holes.Add($"{missing}: {string.Join(" > ", node.Path)}");
        }

        return decided;
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

        public Text Text { get; init; }

        public Text? ToldText { get; init; }

        public bool TimeOver { get; init; }

        public bool Stated { get; init; }

        public bool StatementWaived { get; init; }

        public PartyResponseKind OnHearing { get; init; }

        public bool Heard { get; init; }

        public long Ceiling { get; init; } = long.MaxValue;
    }

    private sealed record Node(CaseWorld World, Truth Truth, ImmutableArray<string> Path)
    {
        public string Key
        {
            get
            {
                var state = World.State;
                var pass = state.Pass is null ? "-" : $"{state.IsCleared}{state.Pass.IsOf(state.Draft!)}{state.Pass.ReviewerId[^1]}";
                var notice = state.Records.LastOrDefault(record => record.Kind == RecordKind.HearingNotice);
                var noticed = notice is null ? "-" : $"{notice.Number > state.Telling!.RecordsBefore}{World.Now - notice.When.OccurredAt > TimeSpan.FromDays(10)}";
                return string.Join('|', state.Stage, World.PreviousDigest.Length, pass, state.Discussion?.Conclusion, state.HearingWasHeld, noticed,
                    state.Involved.Contains(CaseWorld.Reviewer), state.Ceilings.Length == 0 ? -1 : state.Ceilings.Min(terms => terms.FineFen),
                    Truth.PassedBy, Truth.Agreed, Truth.Draft?.FineFen, Truth.Told?.FineFen, Truth.TimeOver, Truth.Stated, Truth.StatementWaived,
                    Truth.OnHearing, Truth.Heard, Truth.Ceiling, Truth.ToldText?.Facts == Truth.Text.Facts, Truth.ToldText?.Reasons == Truth.Text.Reasons);
            }
        }

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

        public Node Tell() => this with
        {
            World = World.TellParty(),
            Truth = Truth with { Told = Truth.Draft, ToldText = Truth.Text, TimeOver = false, Stated = false, StatementWaived = false, OnHearing = default, Heard = false, Agreed = false },
        };

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

        /// <summary>What the law misses in this decision; empty when nothing.</summary>
        public string Missing(Clearance? clearance, string by)
        {
            var involved = World.State.Handlers.Add(CaseWorld.First).Add(CaseWorld.Second);
            var hearingSettled = Truth.Heard || Truth.OnHearing == PartyResponseKind.HearingWaived || (Truth.TimeOver && Truth.OnHearing != PartyResponseKind.HearingRequested);
            var statementSettled = Truth.Stated || Truth.StatementWaived || Truth.Heard || Truth.TimeOver;
            (bool Holds, string Name)[] demands =
            [
                (Truth.PassedBy.Length > 0, "review of this draft"),
                (!involved.Contains(Truth.PassedBy), "independent reviewer"),
                (clearance is not null && clearance.DraftDigest.Span.SequenceEqual(World.State.Draft!.Digest), "clearance of this draft"),
                (Truth.Told is not null && Truth.Draft!.FineFen <= Truth.Told.FineFen, "notice of this penalty"),
                (Truth.ToldText?.Facts == Truth.Text.Facts, "notice of these facts"),
                (Truth.ToldText?.Reasons == Truth.Text.Reasons, "notice of these reasons"),
                (Truth.Draft!.FineFen <= Truth.Ceiling, "not heavier after the party spoke"),
                (statementSettled, "statement"),
                (hearingSettled, "hearing"),
                (Truth.Agreed, "discussion"),
                (!involved.Contains(by) && by != Truth.PassedBy, "independent decider"),
            ];
            return string.Join(", ", demands.Where(demand => !demand.Holds).Select(demand => demand.Name));
        }
    }
}
