using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Common;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Records.Cases;
using EnforcementPlatform.Records.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Folds;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Actor = EnforcementPlatform.Kernel.Actor;
using Certificate = EnforcementPlatform.Law.Certificate;
using Discretion = EnforcementPlatform.Contracts.Records.Discretion;

namespace EnforcementPlatform.Tests.Fast.Unit.Records.Cases;

/// <summary>
/// One case and its clock, immutable, so that a walk can branch: decisions are asked and their facts folded, without any ledger.
/// Each step takes a second. People are invented and opaque.
/// </summary>
internal sealed record CaseWorld
{
    public const string First = "00000000-0000-7000-8000-000000000001";
    public const string Second = "00000000-0000-7000-8000-000000000002";
    public const string Third = "00000000-0000-7000-8000-000000000003";
    public const string Lead = "00000000-0000-7000-8000-000000000004";
    public const string Head = "00000000-0000-7000-8000-000000000005";
    public const string Deputy = "00000000-0000-7000-8000-000000000006";
    public const string Reviewer = "00000000-0000-7000-8000-000000000007";
    public const string Chair = "00000000-0000-7000-8000-000000000008";

    /// <summary>The organ of a fold without a ledger: the kernel alone sets it.</summary>
    public const string OrganCode = "";
    public const string Department = "minbao";
    public const string Origin = "ep.test/review";
    public const string Facts = "超出购买许可的数量销售民用爆炸物品，有台账和询问笔录为证。";
    public const string Reason = "首次违法，主动配合调查。";

    /// <summary>Where review's ledger holds its pass, unless a test says otherwise.</summary>
    public const long PassedAt = 6;

    public static readonly FakeReviewLog ReviewLog = new(Origin);

    private static readonly Clearance Proof = ReviewLog.Prove(new(), PassedAt, PassedAt + 1);

    public static readonly LawInForce InForce = new(Editions.Default);

    public CaseState State { get; init; } = CaseState.Empty;

    /// <summary>Monday, 2 November 2026, 9:00 in Shanghai.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Evidence and documents: the stream beside the case's own.</summary>
    public CaseFileState File { get; init; } = CaseFileState.Empty;

    /// <summary>The gate that discussion and decision ask; a test takes a condition out.</summary>
    public DecisionGate Gate { get; init; } = DecisionGate.Standing;

    public LawInForce Law { get; init; } = InForce;

    public ImmutableArray<Recording> Recordings { get; init; } = [];

    /// <summary>The digest of the draft before the current one; empty before there were two.</summary>
    public byte[] PreviousDigest { get; init; } = [];

    public CaseWorld Later(TimeSpan by) => this with { Now = Now + by };

    /// <summary>Asks a decision and folds it. What it refuses is thrown.</summary>
    public CaseWorld Do(string person, Func<CaseState, IActContext, Decision> decide)
    {
        var act = new TestAct(person, Now);
        return Keep(decide(State, act), act);
    }

    public CaseWorld RegisterClue(Occurrence? occurred = null, Party? party = null, PartyKind kind = PartyKind.LegalPerson) => Do(First, (state, act) => state.RegisterClue(act, new()
    {
        Source = ClueSource.Inspection,
        Summary = "检查发现台账与许可数量不符。",
        PartyKind = kind,
        Party = party ?? new() { Name = "某民用爆炸物品销售有限公司", Address = "某区某路" },
        Occurred = occurred,
    }));

    public CaseWorld FileCase(string by = Lead, string first = First, string second = Second, string department = Department, Occurrence? occurred = null, string ended = "2026-10-20", Func<string, Officer>? officer = null) =>
        Do(by, (state, act) => state.FileCase(
            act,
            new() { Department = department, HandlerIds = { first, second }, Cause = "涉嫌超出购买许可的数量销售民用爆炸物品案", ViolationEndedOn = ended, Occurred = occurred },
            Officers(officer, first, second),
            InForce));

    public CaseWorld AssignHandlers(string first, string second, string by = Lead) =>
        Do(by, (state, act) => state.AssignHandlers(act, new() { HandlerIds = { first, second }, Reason = "工作调整" }, Officers(null, first, second)));

    public CaseWorld ShowIdentity(Occurrence? occurred = null, Func<string, Officer>? officer = null) =>
        Do(First, (state, act) => state.ShowIdentity(act, new() { Text = Text("出示执法证件"), Occurred = occurred }, Officers(officer, First, Second)));

    public CaseWorld TellRights(Occurrence? occurred = null) =>
        Do(First, (state, act) => state.TellRights(act, new() { Text = Text("告知事由、依据和权利义务"), Occurred = occurred }, Officers(null, First, Second)));

    public CaseWorld RecordAct(RecordKind kind, Occurrence? occurred = null, string host = "", Func<string, Officer>? officer = null) =>
        Do(First, (state, act) => state.RecordAct(
            act, new() { Kind = kind, Text = Text("笔录内容"), HearingHostId = host, Occurred = occurred }, Officers(officer, First, Second), host.Length == 0 ? [] : Officers(officer, host), InForce));

    public static LawInForce LawWithThreshold(long fen)
    {
        var edition = InForce.Editions.At(EnforcementPlatform.Law.EditionKeys.HearingThresholdOrganisation, new(2026, 11, 2));
        return new(InForce.Editions.With(edition with { Position = 1, ValidFrom = new(2026, 11, 1), Parameters = edition.Parameters.SetItem("fen", $"{fen}") }));
    }

    /// <summary>A piece of evidence or a document is added to the file.</summary>
    public CaseWorld Collect(bool bears = true) => this with
    {
        File = CaseFileState.Apply(File, new FileGrew { Added = "evidence/x", BearsOnDecision = bears }, null!) with { Version = File.Version + 1 },
    };

    public CaseWorld Confirm(int number, string by = Second, bool certified = true) =>
        Do(by, (state, act) => state.ConfirmRecord(act, new() { RecordNumber = number }, OfficerOf(by, certified)));

    public CaseWorld ConfirmNewest() => Confirm(State.Records.Length);

    public CaseWorld CloseInvestigation() => Do(First, (state, act) => state.CloseInvestigation(act, new() { Report = "调查终结报告" }));

    public CaseWorld SaveDraft(Terms? terms = null, Discretion discretion = Discretion.Ordinary, string facts = Facts, string reason = Reason)
    {
        var before = State.Draft?.Digest ?? [];
        var content = new DraftContent
        {
            FactsFound = facts,
            Terms = (terms ?? Fine(100_000)).ToMessage(),
            Discretion = discretion,
            DiscretionReason = reason,
        };
        return Do(First, (state, act) => state.SaveDraft(act, new() { Content = content }, InForce)) with { PreviousDigest = before };
    }

    public CaseWorld TellParty(Occurrence? occurred = null, ServiceMode mode = ServiceMode.Direct, bool consent = false, LawInForce? law = null, string newFacts = "") =>
        Do(First, (state, act) => state.TellParty(act, new() { Mode = mode, Receiver = "当事人的受权代理人", ElectronicConsent = consent, Occurred = occurred, NewFacts = newFacts }, law ?? InForce));

    public CaseWorld Respond(PartyResponseKind kind, Occurrence? occurred = null) =>
        Do(First, (state, act) => state.RecordPartyResponse(act, new() { Kind = kind, Content = "当事人意见", Occurred = occurred }, InForce));

    public CaseWorld Waive() => Respond(PartyResponseKind.StatementWaived).Respond(PartyResponseKind.HearingWaived);

    /// <summary>The notice of review arrives. <paramref name="seen"/>: the version of the case that the reviewer had before them, else the newest.</summary>
    public CaseWorld Passed(byte[]? digest = null, string reviewer = Reviewer, long? seen = null, string origin = Origin, long position = PassedAt, long? fileSeen = null) =>
        Do("", (state, _) => state.NoteReviewPassed(
            new()
            {
                CaseId = state.Id,
                DraftDigest = ByteString.CopyFrom(digest ?? state.Draft!.Digest),
                ReviewerId = reviewer,
                PassedAt = Now.ToTimestamp(),
                CaseVersion = seen ?? state.Version,
                FileVersion = fileSeen ?? File.Version,
            },
            origin,
            position));

    public CaseWorld Discuss(DiscussionConclusion conclusion = DiscussionConclusion.Agreed, params ReadOnlySpan<string> attendants)
    {
        var stance = conclusion == DiscussionConclusion.Agreed ? OpinionStance.Agree : OpinionStance.Disagree;
        var request = new RecordDiscussionRequest { Conclusion = conclusion };
        ImmutableArray<string> ids = attendants.Length == 0 ? [Head, Deputy] : [.. attendants];
        request.Opinions.Add(ids.Select(id => new Opinion { PersonId = id, Opinion_ = "对草稿的意见。", Stance = stance }));
        return Do(Head, (state, act) => state.RecordDiscussion(act, request, [.. ids.Select(id => OfficerOf(id))], Law, File, Gate));
    }

    public CaseWorld Issue(Clearance? clearance, string by = Head, LawInForce? law = null) =>
        Do(by, (state, act) => state.IssueDecision(act, Shown(clearance), new("平工信罚〔2026〕1号", new Taken(1, "numbers/test.penalty.2026", 1)), law ?? Law, File, Gate));

    public CaseWorld Issue() => Issue(Clearance());

    public CaseWorld Serve(ServiceMode mode = ServiceMode.Direct, bool consent = false, Occurrence? occurred = null) =>
        Do(First, (state, act) => state.ServeDecision(act, new() { Mode = mode, Receipt = "送达回证", ElectronicConsent = consent, Occurred = occurred }, InForce));

    public CaseWorld Perform(PenaltyKind kind, long fen) =>
        Do(First, (state, act) => state.RecordPerformance(act, new() { Kind = kind, AmountFen = fen, Evidence = "缴款凭证" }, InForce));

    public CaseWorld Close(string by = Lead) => Do(by, (state, act) => state.CloseCase(act, new() { Report = "结案报告" }));

    public CaseWorld Archive(RetentionClass kept = RetentionClass.ThirtyYears) => Do(Lead, (state, _) => state.ArchiveCase(new() { RetentionClass = kept }));

    public CaseWorld Correct(int number, string by = First) =>
        Do(by, (state, act) => state.CorrectRecord(act, new() { RecordNumber = number, Text = Text("更正后的内容"), Reason = "笔误" }));

    public CaseWorld Void(int number, string by = First) => Do(by, (state, act) => state.VoidRecord(act, new() { RecordNumber = number, Reason = "重复记录" }));

    public CaseWorld Amend(int number, AmendmentVerdict verdict = AmendmentVerdict.Approved, string by = Lead) =>
        Do(by, (state, act) => state.DecideAmendment(act, new() { AmendmentNumber = number, Verdict = verdict, Opinion = "情况属实" }));

    public CaseWorld Annul(string effectiveOn = "") => Do(Head, (state, act) => state.AnnulDecision(
        act,
        new()
        {
            Ground = AnnulmentGround.SelfCorrection,
            Reason = "适用依据错误",
            EffectiveOn = effectiveOn.Length > 0 ? effectiveOn : $"{act.Today:yyyy-MM-dd}",
            EffectSource = "本机关撤销决定书",
        },
        InForce));

    /// <summary>What review shows, with its key known from elsewhere.</summary>
    public static ShownClearance? Shown(Clearance? clearance) => clearance is null ? null : new(clearance, ReviewLog.Policy);

    /// <summary>The clearance that review would show for a draft, with its proof.</summary>
    public Clearance Clearance(byte[]? digest = null, string reviewer = Reviewer)
    {
        var clearance = Proof.Clone();
        clearance.CaseId = State.Id;
        clearance.DraftDigest = ByteString.CopyFrom(digest ?? State.Draft!.Digest);
        clearance.ReviewerId = reviewer;
        clearance.PassedAt = Now.ToTimestamp();
        clearance.CaseVersion = State.Pass?.CaseVersion ?? 0;
        clearance.FileVersion = State.Pass?.FileVersion ?? 0;
        return clearance;
    }

    public static Terms Fine(long yuan, string article = "第四十五条第五项") =>
        new([PenaltyKind.Fine], yuan * 100, $"《民用爆炸物品安全管理条例》{article}", $"《民用爆炸物品安全管理条例》{article}");

    public static Terms Warning() => new([PenaltyKind.Warning], 0, "《民用爆炸物品安全管理条例》第四十九条", "《民用爆炸物品安全管理条例》第四十九条");

    public static Officer OfficerOf(string id, bool certified = true, string organ = OrganCode, string department = Department) => new(
        id,
        organ,
        department,
        id switch
        {
            Head or Deputy => [Duty.SignedIn, Duty.DecideCase],
            Reviewer => [Duty.SignedIn, Duty.DecideCase, Duty.HandleCase, Duty.ReviewLegality],
            _ => [Duty.SignedIn, Duty.HandleCase],
        },
        certified ? [new Certificate(new(2010, 1, 1), new(2029, 12, 31), [ActType.Penalty], "某市")] : [],
        Version: 3) { Area = "某市某区" };

    public static Occurrence At(DateTimeOffset when, string lateReason = "") => new() { At = when.ToTimestamp(), LateReason = lateReason };

    // Stages, each reached in the ordinary way

    public static CaseWorld Filed() => new CaseWorld().RegisterClue().FileCase();

    public static CaseWorld Investigated() => Filed()
        .ShowIdentity().ConfirmNewest()
        .TellRights().ConfirmNewest()
        .RecordAct(RecordKind.SiteInspection).ConfirmNewest()
        .RecordAct(RecordKind.EvidenceExtraction).ConfirmNewest();

    public static CaseWorld Concluded() => Investigated().CloseInvestigation();

    public static CaseWorld Told() => Concluded().SaveDraft().TellParty();

    public static CaseWorld Cleared() => Told().Waive().Passed();

    public static CaseWorld Discussed() => Cleared().Discuss();

    public static CaseWorld Decided() => Discussed().Issue();

    public static CaseWorld Served() => Decided().Serve();

    public static CaseWorld Performed() => Served().Perform(PenaltyKind.Fine, 100_000_00);

    public static CaseWorld Closed() => Performed().Close();

    public static CaseWorld Archived() => Closed().Archive();

    public static CaseWorld Annulled() => Decided().Annul();

    public static ImmutableArray<CaseWorld> EveryStage() =>
        [new(), new CaseWorld().RegisterClue(), Investigated(), Concluded().SaveDraft(), Cleared(), Discussed(), Decided(), Served(), Performed(), Closed(), Archived(), Annulled()];

    private static ImmutableArray<Officer> Officers(Func<string, Officer>? officer, params ReadOnlySpan<string> ids)
    {
        var found = ImmutableArray.CreateBuilder<Officer>();
        foreach (var id in ids)
        {
            found.Add(officer is null ? OfficerOf(id) : officer(id));
        }

        return found.ToImmutable();
    }

    private static RecordText Text(string content) => new() { Place = "某区某路某仓库", Content = content };

    private CaseWorld Keep(Decision decision, TestAct act)
    {
        var recording = new Recording(
            Recordings.Length, Now, act.OccurredAt ?? Now, act.Source, act.Late, act.Actor.PersonId,
            [.. decision.Facts.Where(fact => fact.Claim == 0).Select(fact => fact.Body)], decision.Personal);
        return this with { State = recording.FoldInto(State), Now = Now.AddSeconds(1), Recordings = Recordings.Add(recording) };
    }
}

/// <summary>What a decision may know, with a fixed clock. No other streams: decisions that need them get them given.</summary>
internal sealed class TestAct(string person, DateTimeOffset now) : IActContext
{
    public Actor Actor { get; } = new()
    {
        PersonId = person,
        AccountId = person,
        Organ = CaseWorld.OrganCode,
        Department = CaseWorld.Department,
        Service = person.Length == 0 ? "review" : null,
    };

    public DateTimeOffset Now => now;

    public DateOnly Today => ShanghaiTime.DateOf(now);

    public string CommandId => "test";

    public CancellationToken Ct => CancellationToken.None;

    public DateTimeOffset? OccurredAt { get; private set; }

    public string Source { get; private set; } = "";

    public bool Late { get; private set; }

    public ValueTask<IReadOnlyList<Taken>> Take(params string[] streams) => throw new NotSupportedException("a pure decision takes no streams");

    public void Occurred(DateTimeOffset when, string source, bool late) => (OccurredAt, Source, Late) = (when, source, late);
}
