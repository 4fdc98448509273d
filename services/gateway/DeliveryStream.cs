using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;

namespace EnforcementPlatform.Gateway;

/// <summary>
/// One disclosure on its way to one destination, folded from <c>deliveries/&lt;destination&gt;.&lt;disclosure id&gt;</c> (the fold:
/// DeliveryFold.cs). Each version and the withdrawal is an item, and items go one after the other: none is sent while it is not known what
/// became of the one before. What may happen is said once in <see cref="DeliveryLifecycle"/>; each use case's file holds its decision.
/// </summary>
internal sealed partial record DeliveryStream : StreamState, IFold<DeliveryStream>
{
    public static DeliveryStream Empty { get; } = new();

    public ImmutableArray<Item> Items { get; init; } = [];

    /// <summary>Newest version that was withdrawn; 0 for none. Publications and withdrawals are heard by separate cursors, in any order.</summary>
    public int WithdrawnVersion { get; init; }

    /// <summary>Name of the destination in the settings.</summary>
    public string Destination => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    public string DisclosureId => Id[(Id.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The item whose turn it is, or the newest one; null where only a withdrawal was heard of.</summary>
    public Item? Current => Items.FirstOrDefault(item => DeliveryLifecycle.HoldsBack(item.State)) ?? Items.LastOrDefault();

    public static string KeyOf(string destination, string disclosureId) => $"{destination}.{disclosureId}";

    public override Relation RelationOf(Actor actor) => Relation.None;

    private int NewestVersion => Items.Select(item => item.Version).DefaultIfEmpty().Max();

    /// <summary>True where the platform may show something under this number, and nothing is on its way to end that.</summary>
    private bool MayBeThere(NaturalKey key) => MayBeThere(Items, key);

    private static bool MayBeThere(IEnumerable<Item> items, NaturalKey key) =>
        items.LastOrDefault(item => item.Key == key && Matters(item)) is { Operation: DeliveryOperation.Publish };

    /// <summary>What the platform may have taken, and withdrawals that wait for their turn.</summary>
    private static bool Matters(Item item) => item.State switch
    {
        DeliveryState.Confirmed or DeliveryState.Sending or DeliveryState.Unknown or DeliveryState.AwaitingReceipt or DeliveryState.Manual => true,
        DeliveryState.Ready or DeliveryState.Retrying => item.Operation == DeliveryOperation.Withdraw || item.IsDoubtful,
        DeliveryState.Superseded => item.IsDoubtful,
        _ => false,
    };

    /// <summary>The state after an action, or <see cref="DeliveryFaults.WrongState"/>.</summary>
    private static DeliveryState After(Item item, DeliveryAction action) =>
        DeliveryLifecycle.Next(item.State, action)
        ?? throw Wrong(item.State, action);

    private static Fault Wrong(DeliveryState state, DeliveryAction action) =>
        DeliveryFaults.WrongState.With(("state", Words.Of(state)), ("action", Words.Of(action)));

    /// <summary>The current item, or the refusal where there is none to act on.</summary>
    private Item CurrentFor(DeliveryAction action) => Current ?? throw Wrong(DeliveryState.Unspecified, action);
}

/// <summary>What a platform tells records by: document number and code of the organ.</summary>
internal readonly record struct NaturalKey(string DocumentNumber, string OrganUscc);

/// <summary>One version, or the withdrawal, on its way to one destination.</summary>
/// <param name="Number">Within the delivery, from 1.</param>
/// <param name="Due">Last day on which it is in time.</param>
/// <param name="Text">The exact bytes that are sent.</param>
internal sealed record Item(
    int Number,
    int Version,
    DeliveryOperation Operation,
    NaturalKey Key,
    DateOnly Due,
    string Mapping,
    Personal<RenderedText> Text,
    byte[] TextDigest,
    ImmutableArray<Problem> Problems,
    DateTimeOffset QueuedAt)
{
    public DeliveryState State { get; init; }

    /// <summary>When it came to its state.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The state others were last told of.</summary>
    public DeliveryState Told { get; init; }

    public ImmutableArray<Trial> Trials { get; init; } = [];

    /// <summary>Not tried before; in the past where nothing but the queue holds it back.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>When somebody last asked to hurry; the first instant where nobody did.</summary>
    public DateTimeOffset HurriedAt { get; init; }

    /// <summary>True from the moment somebody asks to hurry until it is tried.</summary>
    public bool IsHurried { get; init; }

    public string RemoteId { get; init; } = "";

    public string RefusalCode { get; init; } = "";

    public string RefusalField { get; init; } = "";

    /// <summary>The platform's receipt, exact bytes; null before.</summary>
    public Personal<AnswerBytes>? Receipt { get; init; }

    /// <summary>SHA-256 of the receipt; empty before.</summary>
    public byte[] ReceiptDigest { get; init; } = [];

    /// <summary>How a person settled it; null where none had to.</summary>
    public Personal<ReasonText>? Resolution { get; init; }

    /// <summary>True for what goes before everything else: withdrawals and corrections of what is wrong in public now.</summary>
    public bool IsUrgent => Operation == DeliveryOperation.Withdraw || Version > 1;

    /// <summary>True for a version that may have arrived although it counts as absent: the platform cannot be asked, and no person has settled it.</summary>
    public bool IsDoubtful =>
        Operation == DeliveryOperation.Publish && Resolution is null && Trials.Any(trial => trial.Code == PlatformAnswer.SentAgainHarmlessly);

    /// <summary>Attempts to send.</summary>
    public int Sent => Trials.Count(trial => trial.Kind == AttemptKind.Send);
}

/// <summary>One attempt to send, or one question, with its outcome once that is known.</summary>
internal sealed record Trial(int Number, AttemptKind Kind, DateTimeOffset BeganAt)
{
    public AttemptOutcome Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int HttpStatus { get; init; }

    public string Code { get; init; } = "";

    /// <summary>Position of the entry with the outcome; -1 before.</summary>
    public long Position { get; init; } = -1;
}
