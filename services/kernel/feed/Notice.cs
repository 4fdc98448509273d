using System.Collections.Immutable;
using Google.Protobuf;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>What one ledger tells others: one notice part of one entry.</summary>
/// <param name="Origin">Origin of the ledger.</param>
/// <param name="Position">Position of the entry.</param>
/// <param name="Part">Index among the entry's parts.</param>
/// <param name="Stream">The act's own stream (first claim): notices of one stream are handled in order.</param>
/// <param name="Organ">Organ whose act it is.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Body">The notice, a message of the publisher's <c>events.proto</c>.</param>
public sealed record Notice(string Origin, long Position, int Part, string Stream, string Organ, DateTimeOffset At, IMessage Body)
{
    /// <summary>Full name of the notice.</summary>
    public string Type => Body.Descriptor.FullName;

    /// <summary>
    /// Name of the history that it is of, as its publisher states it: of the last stated loss at or before its position; empty without one. Positions
    /// behind a loss are given twice, so what was done about the lost notice of the same position is no answer to this one.
    /// </summary>
    public string History { get; init; } = "";
}

/// <summary>A stretch of a feed.</summary>
/// <param name="Origin">Origin of the ledger.</param>
/// <param name="Notices">The notices the subscriber may have, in order of position and part.</param>
/// <param name="Next">Where to go on: every notice before this position was served or is not for this subscriber.</param>
/// <param name="Leaf">Leaf of the entry before <paramref name="Next"/>; empty for none.</param>
/// <param name="Note">The newest head that the publisher signed; empty where it has none.</param>
public sealed record FeedPage(string Origin, ImmutableArray<Notice> Notices, long Next, byte[] Leaf, byte[] Note);

/// <summary>Where a subscriber stands in the history of a ledger.</summary>
/// <param name="Next">Position of the first entry not looked at.</param>
/// <param name="Leaf">Leaf of the entry before it, as the publisher gave it; empty at the beginning.</param>
public sealed record FeedPlace(long Next, byte[] Leaf)
{
    public static readonly FeedPlace Beginning = new(0, []);
}

/// <summary>Where a feed ends now.</summary>
/// <param name="Origin">Origin of the ledger.</param>
/// <param name="Count">Entries of the ledger; a subscriber that stands beyond has seen more than there is now: the publisher was restored from an old copy.</param>
/// <param name="Leaf">Leaf of the last entry; empty where there is none.</param>
public sealed record FeedHead(string Origin, long Count, byte[] Leaf)
{
    /// <summary>Losses that two persons put on record in the ledger itself, in order.</summary>
    public ImmutableArray<FeedLoss> Losses { get; init; } = [];
}

/// <summary>A stated loss as those see it who read what is lost.</summary>
/// <param name="From">Where the history that is kept ends, and the new one goes on.</param>
/// <param name="NextLeaf">Leaf of the first entry of the new history.</param>
public sealed record FeedLoss(FeedPlace From, byte[] NextLeaf)
{
    /// <summary>Name of the new history.</summary>
    public string Id => KnownLoss.HistoryFrom(NextLeaf);

    /// <summary>Name of the history of a position: empty before every loss.</summary>
    public static string HistoryOf(ImmutableArray<FeedLoss> losses, long position) =>
        losses.LastOrDefault(loss => loss.From.Next <= position) is { } loss ? $"~{loss.Id}" : "";
}

/// <summary>The notices of one ledger, as one subscriber may read them: directly within a process, over gRPC between processes.</summary>
public interface IFeed
{
    /// <summary>How long a reading waits for a notice at the most.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Role that publishes.</summary>
    string Publisher { get; }

    /// <summary>Where the feed ends now.</summary>
    ValueTask<FeedHead> Head(CancellationToken ct);

    /// <summary>
    /// Notices from a place on. MUST refuse with <see cref="FeedFaults.CursorOffHistory"/> where the entry before the place has another leaf or does
    /// not exist: one of the two ledgers was restored from an old copy, and what was told in between would be lost in silence. MUST serve only types that the subscriber's row of <see cref="Subscriptions"/> allows; MUST NOT pass over
    /// a durable one; MAY return none while time remains. Waits up to <paramref name="wait"/> (at most <see cref="LongestWait"/>) while there is none.
    /// </summary>
    ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct);

    /// <summary>All notices of one stream from a position on, without waiting; what is served is limited as in <see cref="Read"/>.</summary>
    ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct);

    /// <summary>
    /// Shows the publisher a head of its own log that the subscriber was given earlier. It stops itself where its own key signed it and its
    /// entries do not lead to it: true.
    /// </summary>
    ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct);
}

/// <summary>Which role may read which notices: a row for each pair, nothing else.</summary>
public sealed class Subscriptions(params IEnumerable<Subscription> rows)
{
    private readonly ImmutableHashSet<(string, string)> _rows = [.. rows.Select(row => (row.Subscriber, row.NoticeType))];

    public bool Allows(string subscriber, string noticeType) => _rows.Contains((subscriber, noticeType));
}

/// <summary>One row of the subscription table.</summary>
/// <param name="Subscriber">Role that subscribes.</param>
/// <param name="NoticeType">Full name of the notice.</param>
public sealed record Subscription(string Subscriber, string NoticeType);
