using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records.Facts;
using Deadline = EnforcementPlatform.Law.Deadline;

namespace EnforcementPlatform.Records.Cases;

/// <summary>
/// One ordinary-procedure penalty case, folded from <c>cases/&lt;uuid&gt;</c> (the fold: CaseFold.cs). What may be done with it is said
/// once in <see cref="CaseLifecycle"/>; each use case's file holds its decision, a pure function of this state and plain inputs.
/// </summary>
internal sealed partial record CaseState : StreamState, IFold<CaseState>
{
    public static CaseState Empty { get; } = new();

    public CaseStage Stage { get; init; }

    public ClueSource Source { get; init; }

    public PartyKind PartyKind { get; init; }

    public Personal<Party>? Party { get; init; }

    /// <summary>What was found or reported.</summary>
    public Personal<WrittenText>? Summary { get; init; }

    /// <summary>True where the party's code fails its check and was kept with a reason.</summary>
    public bool PartyCodeUnchecked { get; init; }

    /// <summary>The day on which the unlawful act ended; null before filing.</summary>
    public DateOnly? ViolationEndedOn { get; init; }

    public string Department { get; init; } = "";

    /// <summary>Who registered the clue, by person id: who reads it until it is filed and has handlers.</summary>
    public string RegistrantId { get; init; } = "";

    /// <summary>The two handlers (承办人), by person id; empty before filing.</summary>
    public ImmutableArray<string> Handlers { get; init; } = [];

    /// <summary>Everybody who was ever a handler or wrote a draft: none of them may review or decide (separation per person).</summary>
    public ImmutableSortedSet<string> Involved { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>When the clue came in.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the case was filed; the 90 days run from this day (行政处罚法 60).</summary>
    public DateTimeOffset? FiledAt { get; init; }

    public ImmutableArray<KeptRecord> Records { get; init; } = [];

    public ImmutableArray<ProposedAmendment> Amendments { get; init; } = [];

    /// <summary>The current draft; drafts before it count for nothing but their number.</summary>
    public SavedDraft? Draft { get; init; }

    /// <summary>The newest notice to the party; an answer to an earlier one does not carry over to it.</summary>
    public GivenTelling? Telling { get; init; }

    /// <summary>Terms that the party had been told when it spoke: nothing heavier may follow (行政处罚法 45, second paragraph).</summary>
    public ImmutableArray<Terms> Ceilings { get; init; } = [];

    /// <summary>The pass that review told of: for this draft, or where there is none for this, for an earlier one.</summary>
    public NotedPass? Pass { get; init; }

    /// <summary>
    /// Version of the newest entry that a review must have known: the saving of the draft, or since then a statement, a hearing, an
    /// amended record. Versions, because the clock of review is not the clock of records.
    /// </summary>
    public long ToBeReviewedFrom { get; init; }

    /// <summary>The discussion of the current draft.</summary>
    public HeldDiscussion? Discussion { get; init; }

    public IssuedPenalty? Penalty { get; init; }

    /// <summary>When it was closed (结案); null again once a closed case's decision was annulled, since it has to be closed anew.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When it was archived (归档); null again as above.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>How long the dossier is kept; unspecified before it is archived.</summary>
    public RetentionClass RetentionClass { get; init; }

    public ImmutableArray<TimelineEntry> Timeline { get; init; } = [];

    /// <summary>True when a review passed this very draft, knowing everything that is in the stream of the case now; what is in its file is asked with the file.</summary>
    public bool IsCleared => Draft is not null && Pass is not null && Pass.IsOf(Draft) && Pass.CaseVersion >= ToBeReviewedFrom;

    /// <summary>True when the hearing that the party asked for after the newest notice was held, and its record confirmed.</summary>
    public bool HearingWasHeld => HasSinceTelling(RecordKind.Hearing);

    public override Relation RelationOf(Actor actor)
    {
        var department = actor.Organ == Organ && actor.Department == Department ? Relation.Department : Relation.None;
        var handler = Handlers.Contains(actor.PersonId) ? Relation.Handler : Relation.None;
        var registrant = Stage == CaseStage.Clue && RegistrantId == actor.PersonId ? Relation.Registrant : Relation.None;
        return department | handler | registrant | (Draft?.DrafterId == actor.PersonId ? Relation.Drafter : Relation.None);
    }

    /// <summary>The stage after the action; <see cref="CaseFaults.WrongStage"/> where the lifecycle does not allow it.</summary>
    private CaseStage Require(CaseAction action) =>
        CaseLifecycle.Next(Stage, action) ?? throw CaseFaults.WrongStage.With(("stage", Words.Of(Stage)), ("action", CaseLifecycle.WordsOf(action)), ("steps", CaseLifecycle.Advice(Stage, action)));

    private KeptRecord RecordOf(int number) =>
        number >= 1 && number <= Records.Length ? Records[number - 1] : throw CaseFaults.RecordNotFound.With(("number", $"{number}"));

    private bool HasConfirmed(params ReadOnlySpan<RecordKind> kinds)
    {
        foreach (var record in Records)
        {
            if (record.Status == RecordStatus.Confirmed && kinds.Contains(record.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasSinceTelling(RecordKind kind) =>
        Telling is { } told && Records.Skip(told.RecordsBefore).Any(record => record.Kind == kind && record.Status == RecordStatus.Confirmed);
}

/// <summary>A written record of one act.</summary>
/// <param name="Number">Within the case, from 1.</param>
/// <param name="CosignerId">Who alone may confirm it: the other handler when it was made.</param>
/// <param name="Text">What it says now.</param>
internal sealed record KeptRecord(
    int Number, RecordKind Kind, RecordStatus Status, string RecordedBy, string CosignerId, Moment When, Personal<RecordText> Text)
{
    public bool Corrected { get; init; }

    public RecordingStage Stage => RecordingStages.Of(Kind);

    public DateOnly OccurredOn => ShanghaiTime.DateOf(When.OccurredAt);
}

/// <summary>When something happened and when it was recorded.</summary>
/// <param name="LateReason">Reason of a late recording (补录); empty when it was not late.</param>
internal sealed record Moment(DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, bool Late, string LateReason)
{
    public static Moment Of(Recorded entry) => new(entry.Occurred, entry.At, entry.Envelope.Late, entry.Envelope.OccurredSource);
}

/// <summary>A proposal to correct or void a record.</summary>
/// <param name="Verdict">Unspecified until another person has decided.</param>
internal sealed record ProposedAmendment(
    int Number, int RecordNumber, AmendmentKind Kind, string ProposerId, Personal<RecordText>? Text, AmendmentVerdict Verdict, string ApproverId);

/// <summary>The draft of the decision. Its digest is the salted commitment of its text.</summary>
internal sealed record SavedDraft(int Number, byte[] Digest, Terms Terms, Personal<DraftContent> Content, string DrafterId, DateTimeOffset SavedAt);

/// <summary>A notice to the party and what it answered.</summary>
/// <param name="Content">The text of the draft it told of.</param>
/// <param name="RecordsBefore">How many records the case had: a hearing of this notice stands behind them.</param>
internal sealed record GivenTelling(int DraftNumber, Terms Terms, Personal<DraftContent> Content, bool HearingOffered, Moment When, int RecordsBefore)
{
    public ImmutableArray<PartyResponseKind> Responses { get; init; } = [];

    /// <summary>When the party asked for a hearing; null when it did not.</summary>
    public DateTimeOffset? HearingRequestedAt { get; init; }

    public bool StatementGiven => Responses.Contains(PartyResponseKind.Statement);

    public bool StatementWaived => Responses.Contains(PartyResponseKind.StatementWaived);

    /// <summary>A request stands until a later waiver takes it back.</summary>
    public bool HearingRequested => LastOnHearing == PartyResponseKind.HearingRequested;

    public bool HearingWaived => LastOnHearing == PartyResponseKind.HearingWaived;

    /// <summary>The rule of the days that the notice grants.</summary>
    public const string AnswerRule = "HEARING_REQUEST";

    /// <summary>The day of effect where it is not that of the act (公告送达).</summary>
    public DateOnly? DeemedOn { get; init; }

    /// <summary>The day from which the party's time runs.</summary>
    public DateOnly ToldOn => DeemedOn ?? ShanghaiTime.DateOf(When.OccurredAt);

    /// <summary>The days granted, as the notice prints them: those of the rule that is waited for.</summary>
    public static string AnswerLength => DeadlineCatalogue.Find(AnswerRule).Length;

    /// <summary>
    /// Until when the party may answer. The law gives five working days for asking for a hearing (行政处罚法 64(1)) and none for the
    /// statement: the notice grants the same five days for both.
    /// </summary>
    public Deadline RespondBy(LawInForce law) => law.Derive(AnswerRule, ToldOn);

    private PartyResponseKind LastOnHearing =>
        Responses.LastOrDefault(kind => kind is PartyResponseKind.HearingRequested or PartyResponseKind.HearingWaived);
}

/// <summary>A pass of the legal review, as its notice said.</summary>
/// <param name="CaseVersion">Version of the case that the reviewer had before them.</param>
/// <param name="FileVersion">Version of <c>file/&lt;case&gt;</c> likewise.</param>
/// <param name="Origin">Origin of the review ledger.</param>
/// <param name="Position">Position of the pass in it.</param>
/// <param name="KnownAt">Since when the case has known this draft to be passed, by the clock of records.</param>
internal sealed record NotedPass(
    byte[] DraftDigest, string ReviewerId, long CaseVersion, long FileVersion, string Origin, long Position, DateTimeOffset KnownAt)
{
    public bool IsOf(SavedDraft draft) => DraftDigest.AsSpan().SequenceEqual(draft.Digest);
}

/// <summary>A collective discussion of the current draft.</summary>
/// <param name="FileVersion">Version of <c>file/&lt;case&gt;</c> that those who discussed had before them.</param>
internal sealed record HeldDiscussion(
    ImmutableArray<string> AttendantIds, DiscussionConclusion Conclusion, byte[] DraftDigest, long FileVersion, DateTimeOffset HeldAt);

/// <summary>An issued decision and what became of it.</summary>
internal sealed record IssuedPenalty(
    string Number, DateTimeOffset DecidedAt, string IssuerId, byte[] DraftDigest, Terms Terms, ClearanceReference Clearance)
{
    public DateOnly DecidedOn => ShanghaiTime.DateOf(DecidedAt);

    public DateTimeOffset? ServedAt { get; init; }

    /// <summary>The day of effect of a service where it is not that of the act (公告送达).</summary>
    public DateOnly? DeemedServedOn { get; init; }

    /// <summary>The day of service, from which the party's time runs; null before.</summary>
    public DateOnly? ServedOn => DeemedServedOn ?? (ServedAt is { } at ? ShanghaiTime.DateOf(at) : null);

    public ServiceMode ServiceMode { get; init; }

    /// <summary>In fen.</summary>
    public long PaidFen { get; init; }

    /// <summary>When the fine was paid in full; null before.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Since when nothing of it was outstanding; null before.</summary>
    public DateTimeOffset? PerformedAt { get; init; }

    /// <summary>Kinds other than the fine that were performed.</summary>
    public ImmutableSortedSet<PenaltyKind> Performed { get; init; } = [];

    public AnnulmentGround Annulment { get; init; }

    public DateOnly? AnnulledOn { get; init; }

    /// <summary>Kinds not yet performed; the fine while it is not paid in full.</summary>
    public ImmutableSortedSet<PenaltyKind> Outstanding =>
        [.. Terms.Kinds.Where(kind => kind == PenaltyKind.Fine ? PaidFen < Terms.FineFen : !Performed.Contains(kind))];
}

/// <summary>One fact of the history, for people.</summary>
/// <param name="Text">What was written at this step; null where nothing was.</param>
/// <param name="RecordNumber">Record it is about, or 0.</param>
internal sealed record TimelineEntry(
    long Version, long Position, string Fact, string Title, RecordingStage Stage, string By, Moment When, Personal? Text, int RecordNumber);
