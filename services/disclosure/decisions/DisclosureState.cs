using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Disclosure;

/// <summary>
/// The disclosure of one decision, folded from <c>disclosures/&lt;case id&gt;</c> (the fold: DisclosureFold.cs). What may be done is said once in
/// <see cref="DisclosureLifecycle"/>; each use case's file holds its decision, a pure function.
/// </summary>
internal sealed partial record DisclosureState : StreamState, IFold<DisclosureState>
{
    public static DisclosureState Empty { get; } = new();

    public DisclosureStage Stage { get; init; }

    /// <summary>The decision as it was told; null where only its annulment is known.</summary>
    public NotedDecision? Issued { get; init; }

    /// <summary>Why and when the decision fell; null while it stands.</summary>
    public Annulment? Annulment { get; init; }

    /// <summary>Every version of the public text, oldest first; the newest may not be published yet.</summary>
    public ImmutableArray<WrittenVersion> Versions { get; init; } = [];

    /// <summary>Null before.</summary>
    public GivenWithdrawal? Withdrawal { get; init; }

    /// <summary>Why it is not published; null where it is or is still to be.</summary>
    public GivenWithholding? Withholding { get; init; }

    /// <summary>What the gateway told last, by destination, version and operation.</summary>
    public ImmutableSortedDictionary<string, DeliveryNoted> Deliveries { get; init; } =
        ImmutableSortedDictionary.Create<string, DeliveryNoted>(StringComparer.Ordinal);

    /// <summary>The version that was published last; null when none ever was.</summary>
    public WrittenVersion? Published => Versions.LastOrDefault(one => one.Publication is not null);

    /// <summary>The entries that told the public something, oldest first.</summary>
    public ImmutableArray<PublicAct> PublicActs { get; init; } = [];

    /// <summary>Position of the entry whose text, or whose withdrawal, is what the public is to see now; null before anything was published.</summary>
    public long? ShownAt => PublicActs.LastOrDefault(act => act.Kind != PublicActKind.Annulled)?.Position;

    public override Relation RelationOf(Actor actor)
    {
        var department = Issued is { } decision && actor.Organ == Organ && actor.Department == decision.Department ? Relation.Department : Relation.None;
        return department | (Issued?.Handlers.Contains(actor.PersonId) == true ? Relation.Handler : Relation.None);
    }

    /// <summary>The stage after the action; <see cref="DisclosureFaults.WrongStage"/> where the lifecycle does not allow it.</summary>
    private DisclosureStage Require(DisclosureAction action) => DisclosureLifecycle.Next(Stage, action)
        ?? throw DisclosureFaults.WrongStage.With(("stage", Words.Of(Stage)), ("action", Words.Of(action)));
}

/// <summary>A decision that is to be published.</summary>
/// <param name="OrganName">Full name of the organ that decided.</param>
/// <param name="ReconsiderationOrgan">Who hears a reconsideration.</param>
/// <param name="Court">Which court hears a suit.</param>
internal sealed record NotedDecision(
    string Number,
    DateOnly DecidedOn,
    string OrganName,
    string OrganUscc,
    string Department,
    PenaltyTerms Terms,
    PartyKind PartyKind,
    ImmutableArray<string> Handlers,
    string ReconsiderationOrgan,
    string Court,
    Personal<DecisionParts> Parts)
{
    public bool IsOfCitizen => PartyKind == PartyKind.Citizen;
}

/// <summary>What an entry told the public of a decision.</summary>
internal enum PublicActKind
{
    /// <summary>A version of the text.</summary>
    Published,

    /// <summary>That the decision was annulled.</summary>
    Annulled,

    /// <summary>That the text is shown no more, and why.</summary>
    Withdrawn,
}

/// <summary>An entry that told the public something, and where it stands in the ledger.</summary>
internal sealed record PublicAct(PublicActKind Kind, long Position);

/// <summary>The fall of a decision.</summary>
internal sealed record Annulment(AnnulmentGround Ground, DateOnly On);

/// <summary>A version of the public text.</summary>
internal sealed record WrittenVersion(int Number, Personal<DraftedText> Text, string DrafterId, DateTimeOffset DraftedAt)
{
    /// <summary>Null before it was published.</summary>
    public GivenPublication? Publication { get; init; }
}

/// <summary>A publication.</summary>
/// <param name="LateReason">Why it is late; null where none was given.</param>
/// <param name="FlagsReason">Why what was flagged may be public; null where nothing was.</param>
internal sealed record GivenPublication(string PublisherId, DateTimeOffset At, Personal<WrittenText>? LateReason, Personal<WrittenText>? FlagsReason);

/// <summary>A withdrawal.</summary>
/// <param name="FlagsReason">Why what was flagged in the reason may be public; null where nothing was.</param>
internal sealed record GivenWithdrawal(string By, DateTimeOffset At, Personal<WrittenText> Reason, Personal<WrittenText>? FlagsReason);

/// <summary>That a decision is not published.</summary>
internal sealed record GivenWithholding(string By, DateTimeOffset At, Personal<WrittenText> Reason);
