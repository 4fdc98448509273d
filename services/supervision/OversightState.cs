using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision.Facts;
using Google.Protobuf;

namespace EnforcementPlatform.Supervision;

/// <summary>
/// What supervision knows of one case, folded from <c>oversight/&lt;case id&gt;</c>. Each publisher is heard on its own, in any order with the
/// others and with repetitions: of what one tells, the newest counts, and old news changes nothing.
/// </summary>
internal sealed record OversightState : StreamState, IFold<OversightState>
{
    public static OversightState Empty { get; } = new();

    /// <summary>Null until records has told of it.</summary>
    public CaseCourse? Case { get; init; }

    /// <summary>Version of the case's file that a reviewer must have known; 0 while it holds nothing that bears on the decision.</summary>
    public long FileToBeKnownFrom { get; init; }

    /// <summary>
    /// True while a passed review stands for the current draft and its reviewer knew the file. Case and file are told apart and come in any order.
    /// </summary>
    public bool IsCleared => Case is { Cleared: true } course && course.ReviewedFile >= FileToBeKnownFrom;

    /// <summary>Null until its draft was submitted.</summary>
    public ReviewCourse? Review { get; init; }

    /// <summary>What was published, by version.</summary>
    public ImmutableSortedDictionary<int, Publication> Publications { get; init; } = ImmutableSortedDictionary<int, Publication>.Empty;

    /// <summary>The newest withdrawal; null where nothing was withdrawn.</summary>
    public Withdrawal? Withdrawal { get; init; }

    /// <summary>Day on which it was settled that the decision is not published; null where it is or is still to be.</summary>
    public DateOnly? WithheldOn { get; init; }

    /// <summary>Deliveries, by <see cref="Delivery.Key"/>.</summary>
    public ImmutableSortedDictionary<string, Delivery> Deliveries { get; init; } =
        ImmutableSortedDictionary.Create<string, Delivery>(StringComparer.Ordinal);

    /// <summary>Department of the case, from whoever told of it first.</summary>
    public string Department => Case?.Department ?? Review?.Department ?? "";

    /// <summary>Department that reviews; empty before anything was submitted.</summary>
    public string LegalDepartment => Review?.LegalDepartment ?? "";

    /// <summary>Day of the first publication; null before.</summary>
    public DateOnly? FirstPublishedOn => Publications.IsEmpty ? null : Publications.Values.First().PublishedOn;

    /// <summary>Day of the withdrawal of the newest version; null while it is public.</summary>
    public DateOnly? WithdrawnOn => Withdrawal is { } withdrawal && Publications.Keys.All(version => version <= withdrawal.Version) ? withdrawal.WithdrawnOn : null;

    public static OversightState Apply(OversightState state, IMessage fact, Recorded entry) => fact switch
    {
        CaseNoted f => state.Knows(f.Told) ? state : state with { Case = CaseCourse.Of(f.Told) },
        FileNoted f => state.Knows(f.Told) ? state : state with { FileToBeKnownFrom = f.Told.FileVersion },
        WithholdingNoted f => state with { WithheldOn = state.WithheldOn ?? IsoDay.ParseOptional(f.WithheldOn) },
        ReviewNoted f => state.Knows(f.Told) ? state : state with { Review = ReviewCourse.Of(f.Told) },
        PublicationNoted f => state.KnowsPublication(f.Version)
            ? state
            : state with { Publications = state.Publications.Add(f.Version, new(IsoDay.Parse(f.PublishedOn), IsoDay.ParseOptional(f.PublishUntil))) },
        WithdrawalNoted f => state.KnowsWithdrawal(f.Version) ? state : state with { Withdrawal = new(f.Version, IsoDay.Parse(f.WithdrawnOn)) },
        DeliveryNoted f => state.Knows(Delivery.Of(f)) ? state : state with { Deliveries = state.Deliveries.SetItem(Delivery.Of(f).Key, Delivery.Of(f)) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public bool Knows(CaseProgressed told) => Case is { } known && told.Version <= known.Version;

    public bool Knows(CaseFileGrew told) => told.FileVersion <= FileToBeKnownFrom;

    public bool Knows(ReviewProgressed told) => Review is { } known && told.Version <= known.Version;

    public bool Knows(Delivery told) => !told.IsNewerThan(Deliveries.GetValueOrDefault(told.Key));

    public bool KnowsPublication(int version) => Publications.ContainsKey(version);

    public bool KnowsWithdrawal(int version) => Withdrawal is { } known && version <= known.Version;

    /// <summary>True where something was or came to be public from a day on, and had not ended by itself before it.</summary>
    public bool WasPublicOn(DateOnly day) => !Publications.IsEmpty && !(Publications.Values.Last().Until < day);

    /// <summary>Both departments have a part in the case: the one that handles it and the one that reviews it.</summary>
    public override Relation RelationOf(Actor actor) =>
        actor.Organ == Organ && actor.Department.Length > 0 && (actor.Department == Department || actor.Department == LegalDepartment)
            ? Relation.Department
            : Relation.None;
}
