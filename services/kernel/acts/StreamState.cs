using EnforcementPlatform.Law;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>What every folded stream knows about itself. The kernel fills it; a fold never does.</summary>
public abstract record StreamState
{
    /// <summary>Stream name, <c>kind/key</c>; empty for a stream that does not exist.</summary>
    public string Stream { get; internal init; } = "";

    /// <summary>Key without the kind.</summary>
    public string Id => Stream[(Stream.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Version of the newest entry folded; 0 for a stream that does not exist.</summary>
    public long Version { get; internal init; }

    /// <summary>Ledger position of the newest entry folded; meaningless for a stream that does not exist.</summary>
    public long Position { get; internal init; }

    /// <summary>Organ of the stream's first entry.</summary>
    public string Organ { get; internal init; } = "";

    /// <summary>When the newest entry was recorded.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>True once the stream has an entry.</summary>
    public bool Exists => Version > 0;

    /// <summary>What clients send back with the next change.</summary>
    public string Etag => Kernel.Etag.Of(Version);

    /// <summary>
    /// How a person stands to this thing, for the rights table. MUST be derived from facts only.
    /// The kernel adds <see cref="Relation.Organ"/> itself.
    /// </summary>
    public abstract Relation RelationOf(Actor actor);
}

/// <summary>A pure fold: the state after a fact. It MUST be total over the facts of its stream kind.</summary>
public interface IFold<TState> where TState : StreamState
{
    /// <summary>The state of a stream nobody wrote to.</summary>
    static abstract TState Empty { get; }

    /// <summary>
    /// The state after one fact. A fact type the fold does not know MUST be reported with <see cref="KernelFaults.ReplicaTooOld"/>,
    /// never passed over.
    /// </summary>
    static abstract TState Apply(TState state, IMessage fact, Recorded entry);
}

/// <summary>Opaque etags: the version of the stream, so that nobody parses more into them.</summary>
public static class Etag
{
    public static string Of(long version) => $"v{version:x}";
}
