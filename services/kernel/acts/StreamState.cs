using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
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

/// <summary>The entry a fact came with, as far as a fold may see it.</summary>
/// <param name="Position">Position in the ledger.</param>
/// <param name="Leaf">Leaf hash of the entry.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Envelope">Circumstances.</param>
/// <param name="Personal">The entry's personal parts.</param>
/// <param name="Values">Allow-listed values.</param>
public sealed record Recorded(
    long Position,
    byte[] Leaf,
    DateTimeOffset At,
    Envelope Envelope,
    ImmutableArray<Personal> Personal,
    ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>When it happened, as claimed.</summary>
    public DateTimeOffset Occurred => Envelope.Occurred?.ToDateTimeOffset() ?? At;

    /// <summary>The personal part a fact refers to.</summary>
    public Personal<T> PersonalOf<T>(int index) where T : class, IMessage<T> => new(Personal[index]);
}

/// <summary>A personal part of an entry: its message, or the entry that ordered its destruction.</summary>
/// <param name="Part">Index among all parts of the entry.</param>
/// <param name="Commitment">Salted commitment in the entry, 32 bytes.</param>
/// <param name="Message">The message; null once destroyed.</param>
/// <param name="DestroyedBy">Position of the ordering entry; null while it exists.</param>
public sealed record Personal(long Position, int Part, byte[] Commitment, IMessage? Message, long? DestroyedBy);

/// <summary>A typed reference to a personal part.</summary>
public sealed record Personal<T>(Personal Source) where T : class, IMessage<T>
{
    /// <summary>True once destroyed.</summary>
    public bool IsDestroyed => Source.Message is null;

    /// <summary>Salted commitment, the part's digest.</summary>
    public byte[] Commitment => Source.Commitment;

    /// <summary>The message, or <see cref="KernelFaults.PartDestroyed"/>: a decision that needs it cannot be made any more.</summary>
    public T Require() => (T?)Source.Message ?? throw KernelFaults.PartDestroyed.Now();

    /// <summary>The message, or null where it was destroyed: for display only.</summary>
    public T? OrNull => (T?)Source.Message;
}

/// <summary>Opaque etags: the version of the stream, so that nobody parses more into them.</summary>
public static class Etag
{
    public static string Of(long version) => $"v{version:x}";
}
