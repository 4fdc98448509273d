using Google.Protobuf;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// A thing that tells other services how it stands, whenever that changes: <see cref="Streams{TState}"/> asks after each act on it and puts
/// the notice into the act's own entry, so that no use case has to remember it and none can forget it.
/// </summary>
/// <remarks>
/// Asked of an act's own stream alone, not of the others that its entry advances. Asked before the entry has a position, so what is told MUST
/// NOT depend on one, nor on the entry's leaf.
/// </remarks>
public interface IAnnouncing<in TState>
    where TState : StreamState
{
    /// <summary>
    /// What to tell now that the thing was as <paramref name="before"/> until this act; null where nothing that others are told of has changed.
    /// A notice MUST carry the whole of what it tells and the stream's version, so that the newest one is enough.
    /// </summary>
    IMessage? NewsSince(TState before);
}
