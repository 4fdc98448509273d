using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>What a role does when another tells it something, as the feed's runner knows it. A slice implements <see cref="INoticeHandler{TNotice}"/>.</summary>
public interface INoticeHandler
{
    /// <summary>
    /// Name: that of the class, e.g. <c>OnDecisionIssued</c>. It is API: command ids, cursors and parked streams hold it, so it is never
    /// renamed (a verified file lists all).
    /// </summary>
    string Name => GetType().Name;

    /// <summary>Role whose feed it reads.</summary>
    string Publisher { get; }

    /// <summary>The notice it handles.</summary>
    MessageDescriptor NoticeType { get; }

    /// <summary>Where it starts on the day it is first registered; what it starts with is stored then and holds for ever.</summary>
    HandlerStart Start { get; }

    /// <summary>Handles one notice. What it throws parks the notice's stream for this handler, and nothing else.</summary>
    Task Handle(Notice notice, HandlerRun run);
}

/// <summary>
/// What a service does when another tells it something: a slice, <c>On…</c>. Handling is repeated after every kind of failure, so it MUST
/// act only through <see cref="HandlerRun"/>, whose command ids make repetition harmless, and MUST have acted when its task completes.
/// Whose notice it is, its package says: <c>enforcement.records.v1</c> is told by <c>records</c>.
/// </summary>
/// <typeparam name="TNotice">The notice, a message of the publisher's <c>…_events.proto</c>.</typeparam>
public interface INoticeHandler<TNotice> : INoticeHandler
    where TNotice : IMessage<TNotice>, new()
{
    private static readonly MessageDescriptor Type = new TNotice().Descriptor;

    string INoticeHandler.Publisher => Type.File.Package.Split('.')[1];

    MessageDescriptor INoticeHandler.NoticeType => Type;

    HandlerStart INoticeHandler.Start => HandlerStart.FromBeginning;

    Task INoticeHandler.Handle(Notice notice, HandlerRun run) => Handle((TNotice)notice.Body, run);

    /// <summary>
    /// Handles one notice, of which the run says where it stands and whose act it was. It MUST NOT change the message: other handlers are given the same one.
    /// </summary>
    Task Handle(TNotice told, HandlerRun run);
}

/// <summary>Where a new handler starts.</summary>
public enum HandlerStart
{
    /// <summary>At the publisher's first entry: everything ever told is handled.</summary>
    FromBeginning,

    /// <summary>At the publisher's head of the day it is registered.</summary>
    FromNow,
}

/// <summary>One handling of one notice.</summary>
/// <param name="notice">The notice.</param>
/// <param name="handler">Name of the handler.</param>
/// <param name="role">Role that handles.</param>
/// <param name="ct">Cancelled when the process stops or the attempt takes too long.</param>
public sealed class HandlerRun(Notice notice, string handler, string role, CancellationToken ct)
{
    public CancellationToken Ct { get; } = ct;

    /// <summary>Where it stands in the publisher's ledger, and whose act it was.</summary>
    public Notice Notice { get; } = notice;

    /// <summary>Command id of what this handler does about this notice, to this target where it acts on several.</summary>
    public string CommandId(string? target = null) => Ledger.CommandId.OfHandler(Notice.Origin + Notice.History, Notice.Position, Notice.Part, handler, target);

    /// <summary>
    /// An act on a stream of this service, kept once however often the notice comes. The target in the command id is the stream, so one
    /// notice may act on many streams, on each of them once.
    /// </summary>
    public Task<TState> Act<TState>(Streams<TState> streams, string key, Func<TState, IActContext, ValueTask<Decision>> decide)
        where TState : StreamState, IFold<TState> =>
        streams.Run(key, CommandId(streams.NameOf(key)), Actor, handler, Notice.Body, decide, Ct);

    /// <summary>The service itself, acting for the organ of the notice.</summary>
    public Actor Actor => new() { PersonId = "", AccountId = role, Organ = Notice.Organ, Department = "", Service = role };
}
