using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Kernel.People;

/// <summary>
/// A person as another service knows them: posts and certificates, no name. Folded from <c>people/&lt;uuid&gt;</c> of that service's own
/// ledger, where <see cref="OnPersonChanged"/> keeps what records told; rights are decided on it without asking anybody.
/// </summary>
public sealed record PersonCopy : StreamState, IFold<PersonCopy>
{
    public static PersonCopy Empty { get; } = new();

    /// <summary>What records told last; null while nothing was told.</summary>
    public PersonChanged? Told { get; init; }

    public static PersonCopy Apply(PersonCopy state, IMessage fact, Recorded entry) => fact switch
    {
        PersonChanged told => state with { Told = told },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => actor.PersonId == Id ? Relation.Self : Relation.None;

    /// <summary>True once the person is nobody's staff any more.</summary>
    public bool HasLeft(DateOnly today) => Told is { Left.Length: > 0 } told && (IsoDay.Parse(told.Left) < today || (IsoDay.Parse(told.Left) == today && told.LeftAtOnce));

    /// <summary>Posts that charge with duties on a Shanghai day: one that was ended on its last day charges with none from then on.</summary>
    public ImmutableArray<Post> PostsOn(DateOnly day) =>
        [.. (Told?.Posts ?? []).Where(held => Holds(held, day)).Select(held => Namesake<Contracts.Records.Post, Post>.Of(held.Post))];

    /// <summary>Duties of those posts.</summary>
    public ImmutableHashSet<Duty> DutiesOn(DateOnly day) => Posts.DutiesOf(PostsOn(day));

    private static bool Holds(PostHeld held, DateOnly day) =>
        IsoDay.Parse(held.From) <= day && (held.To.Length == 0 || day < IsoDay.Parse(held.To) || (day == IsoDay.Parse(held.To) && !held.EndedAtOnce));
}
