using EnforcementPlatform.Kernel.Facts;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>What people decided about the notices of one stream that one handler could not handle (stream <c>parked/&lt;handler&gt;.&lt;stream&gt;</c>).</summary>
internal sealed record ParkedState : StreamState, IFold<ParkedState>
{
    public static ParkedState Empty { get; } = new();

    /// <summary>Version at which a retry was last asked for.</summary>
    public long RetriedAt { get; init; }

    /// <summary>What one person proposed and nobody has confirmed yet.</summary>
    public Proposal? Pending { get; init; }

    /// <summary>The newest notice passed over.</summary>
    public (long Position, int Part)? Passed { get; init; }

    public static ParkedState Apply(ParkedState state, IMessage fact, Recorded entry) => fact switch
    {
        RetryAsked => state with { RetriedAt = state.Version + 1 },
        PassingProposed proposed => state with { Pending = new(entry.Envelope.Actor.PersonId, proposed) },
        PassingAgreed agreed => state with { Pending = null, Passed = (agreed.Position, agreed.Part) },
        _ => throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName)),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;

    /// <summary>
    /// Passing over takes two persons (not two accounts) who name the same notice and the same replacement. A different proposal takes the
    /// place of one that is pending.
    /// </summary>
    public Decision Skip(Actor actor, long position, int part, long? supersededBy, string reason)
    {
        if (Passed is { } passed && passed.CompareTo((position, part)) >= 0)
        {
            throw FeedFaults.NotParked.Now();
        }

        var personal = new PassingReason { Text = reason };
        if (Pending is null || !Pending.IsOf(position, part, supersededBy))
        {
            var proposed = new PassingProposed { Position = position, Part = part, Personal = 0 };
            if (supersededBy is { } by)
            {
                proposed.SupersededBy = by;
            }

            return Decision.Of(proposed).WithPersonal(personal);
        }

        if (Pending.PersonId == actor.PersonId)
        {
            throw FeedFaults.SecondPersonRequired.Now();
        }

        var agreed = new PassingAgreed { Position = position, Part = part, Personal = 0 };
        if (supersededBy is { } instead)
        {
            agreed.SupersededBy = instead;
        }

        return Decision.Of(agreed).WithPersonal(personal);
    }

    /// <summary>What one person proposed.</summary>
    public sealed record Proposal(string PersonId, PassingProposed Fact)
    {
        public bool IsOf(long position, int part, long? supersededBy) =>
            (Fact.Position, Fact.Part, Fact.HasSupersededBy ? Fact.SupersededBy : (long?)null) == (position, part, supersededBy);
    }
}
