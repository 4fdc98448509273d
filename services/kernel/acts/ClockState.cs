using EnforcementPlatform.Kernel.Facts;
using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>That the clock was set back, folded from the stream <c>clock/set-back</c>.</summary>
internal sealed record ClockState : StreamState, IFold<ClockState>
{
    /// <summary>Key of the one stream.</summary>
    public const string Key = "set-back";

    /// <summary>What stands as method in the entries.</summary>
    public const string Method = "enforcement.kernel/ClockSetBack";

    public static ClockState Empty { get; } = new();

    public static ClockState Apply(ClockState state, IMessage fact, Recorded entry) =>
        fact is ClockSetBack ? state : throw KernelFaults.ReplicaTooOld.With(("type", fact.Descriptor.FullName));

    public override Relation RelationOf(Actor actor) => Relation.None;
}
