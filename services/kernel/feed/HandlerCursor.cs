using System.Collections.Immutable;
using System.Text.Json;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>
/// How far a handler is in a feed: everything before <paramref name="Next"/> is handled, or waits behind a parked notice of its stream.
/// Kept in one cell, moved by compare-and-set. An older copy is harmless: what it hands out again is found handled by its command id.
/// </summary>
/// <param name="Start">Where the handler began, stored at its first registration.</param>
/// <param name="Next">Position of the first notice not looked at.</param>
/// <param name="Parked">By stream, the first notice that could not be handled.</param>
internal sealed record HandlerCursor(long Start, long Next, ImmutableSortedDictionary<string, ParkedNotice> Parked)
{
    public static HandlerCursor At(long start) => new(start, start, ImmutableSortedDictionary.Create<string, ParkedNotice>(StringComparer.Ordinal));

    public static string CellOf(string handler, string origin) => $"handlers/{handler}/{origin}";

    public static HandlerCursor FromBytes(byte[] bytes)
    {
        var read = JsonSerializer.Deserialize<HandlerCursor>(bytes) ?? throw new LedgerDamagedException("a handler's cursor");
        return read with { Parked = read.Parked.WithComparers(StringComparer.Ordinal) };
    }

    public bool Same(HandlerCursor other) => Next == other.Next && Parked.SequenceEqual(other.Parked);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public HandlerCursor With(string stream, ParkedNotice? parked) =>
        this with { Parked = parked is null ? Parked.Remove(stream) : Parked.SetItem(stream, parked) };
}

/// <summary>A notice that could not be handled yet; later ones of its stream queue behind it.</summary>
/// <param name="Position">Position of the notice.</param>
/// <param name="Part">Its part.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Reason">Reason of the fault, or the kind of error; never its text, which may quote personal data.</param>
/// <param name="Since">When the first attempt failed.</param>
/// <param name="RetryAt">When it is tried again by itself; null when a person has to decide.</param>
/// <param name="ActsSeen">Version of the stream <c>parked/…</c> up to which acts on it are done.</param>
internal sealed record ParkedNotice(long Position, int Part, int Attempts, string Reason, DateTimeOffset Since, DateTimeOffset? RetryAt, long ActsSeen);
