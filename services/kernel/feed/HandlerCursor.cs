using System.Collections.Immutable;
using System.Text.Json;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// How far a handler is in a feed: everything before <paramref name="Next"/> is handled, or waits behind a parked notice of its stream.
/// Kept in one cell, moved by compare-and-set. An older copy is harmless: what it hands out again is found handled by its command id. It is bound
/// to the publisher's history by a leaf, so a publisher that was restored from an old copy is noticed however far it has grown since.
/// </summary>
/// <param name="Origin">Name of the publisher's log.</param>
/// <param name="Start">Where the handler began, stored at its first registration.</param>
/// <param name="Next">Position of the first notice not looked at.</param>
/// <param name="Leaf">Leaf of the publisher's entry before <paramref name="Next"/>; empty for none.</param>
/// <param name="Note">The newest head that the publisher signed and this handler saw: what it is shown where the two do not fit. Empty for none.</param>
/// <param name="Parked">By stream, the first notice that could not be handled.</param>
public sealed record HandlerCursor(string Origin, long Start, long Next, byte[] Leaf, byte[] Note, ImmutableSortedDictionary<string, ParkedNotice> Parked)
{
    /// <summary>Stated losses of the publisher behind which the handler went on, in that order.</summary>
    public ImmutableArray<WentOn> Histories { get; init; } = [];

    /// <summary>Where a handler begins that handles nothing told before.</summary>
    public static HandlerCursor At(FeedHead head) =>
        new(head.Origin, head.Count, head.Count, head.Leaf, [], ImmutableSortedDictionary.Create<string, ParkedNotice>(StringComparer.Ordinal));

    /// <summary>Where it stands in the publisher's history.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public FeedPlace Place => new(Next, Leaf);

    public static string CellOf(string handler, string origin) => $"handlers/{handler}/{origin}";

    public static HandlerCursor FromBytes(byte[] bytes)
    {
        var read = JsonSerializer.Deserialize<HandlerCursor>(bytes) ?? throw new LedgerDamagedException("a handler's cursor");
        return read with { Parked = read.Parked.WithComparers(StringComparer.Ordinal) };
    }

    public bool Same(HandlerCursor other) => Next == other.Next && Parked.SequenceEqual(other.Parked);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The same behind a page.</summary>
    public HandlerCursor Behind(FeedPage page) => this with { Next = page.Next, Leaf = page.Leaf, Note = page.Note.Length > 0 ? page.Note : Note };

    /// <summary>
    /// The same where a stated loss begins: what was told from there on is told anew, under names of its own. What was parked there is gone.
    /// </summary>
    public HandlerCursor Behind(FeedLoss loss) => this with
    {
        Start = Math.Min(Start, loss.From.Next),
        Next = loss.From.Next,
        Leaf = loss.From.Leaf,
        Note = [],
        Parked = Parked.RemoveRange(Parked.Where(pair => pair.Value.Position >= loss.From.Next).Select(pair => pair.Key)),
        Histories = Histories.Add(new(loss.From.Next, loss.Id)),
    };

    /// <summary>The first stated loss that the handler read past and did not go on behind; null where there is none.</summary>
    public FeedLoss? LossIn(FeedHead head) =>
        head.Losses.Where(loss => loss.From.Next < Next && Histories.All(history => history.Id != loss.Id)).MinBy(loss => loss.From.Next);

    public HandlerCursor With(string stream, ParkedNotice? parked) =>
        this with { Parked = parked is null ? Parked.Remove(stream) : Parked.SetItem(stream, parked) };
}

/// <summary>Where a handler went on behind a stated loss.</summary>
/// <param name="From">First position that was given anew.</param>
/// <param name="Id">Name of the new history (<see cref="FeedLoss.Id"/>).</param>
public sealed record WentOn(long From, string Id);

/// <summary>A notice that could not be handled yet; later ones of its stream queue behind it.</summary>
/// <param name="Position">Position of the notice.</param>
/// <param name="Part">Its part.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Reason">Reason of the fault, or the kind of error; never its text, which may quote personal data.</param>
/// <param name="Since">When the first attempt failed.</param>
/// <param name="RetryAt">When it is tried again by itself; null when a person has to decide.</param>
/// <param name="ActsSeen">Version of the stream <c>parked/…</c> up to which acts on it are done.</param>
public sealed record ParkedNotice(long Position, int Part, int Attempts, string Reason, DateTimeOffset Since, DateTimeOffset? RetryAt, long ActsSeen);
