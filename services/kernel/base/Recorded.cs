using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

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
