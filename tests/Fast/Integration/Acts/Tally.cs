using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EnforcementPlatform.Tests.Fast.Integration.Acts;

/// <summary>The smallest stream there is: a sum and the last note, kept in a personal part.</summary>
internal sealed record Tally : StreamState, IFold<Tally>
{
    public static Tally Empty { get; } = new();

    public long Sum { get; init; }

    public long Number { get; init; }

    public Personal<StringValue>? Note { get; init; }

    public static Tally Apply(Tally state, IMessage fact, Recorded entry) => fact switch
    {
        Int64Value added => state with { Sum = state.Sum + added.Value },
        UInt64Value number => state with { Number = (long)number.Value },
        Int32Value note => state with { Note = entry.PersonalOf<StringValue>(note.Value) },
        _ => throw KernelFaults.ReplicaTooOld.Now(),
    };

    public override Relation RelationOf(Actor actor) => Relation.None;
}
