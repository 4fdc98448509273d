using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>The feed of a ledger of this process.</summary>
/// <param name="role">Role that publishes.</param>
/// <param name="origin">Name of its log.</param>
/// <param name="entries">Its entries.</param>
/// <param name="subscriptions">Who may read what.</param>
/// <param name="ledger">Who signs its heads; null where nobody does.</param>
public sealed class LedgerFeed(string role, string origin, IEntries entries, Subscriptions subscriptions, SignedLog? ledger = null) : IFeed
{
    /// <summary>Entries looked at for one page.</summary>
    private const int Page = 256;

    private ImmutableArray<FeedLoss> _losses = [];

    public string Publisher => role;

    public async ValueTask<FeedHead> Head(CancellationToken ct)
    {
        var count = await entries.Count(ct);
        return new(origin, count, count == 0 ? [] : (await entries.ReadFrom(count - 1, 1, ct))[0].Leaf) { Losses = await Losses(ct) };
    }

    /// <summary>There are none but after <c>enforce recover</c>. Looked up once each: what lies around a loss does not change any more.</summary>
    private async ValueTask<ImmutableArray<FeedLoss>> Losses(CancellationToken ct)
    {
        long[] stated = [.. ledger?.LostFrom ?? []];
        var known = _losses;
        if (known.Length == stated.Length)
        {
            return known;
        }

        var losses = ImmutableArray.CreateBuilder<FeedLoss>();
        foreach (var kept in stated)
        {
            var around = await entries.ReadFrom(Math.Max(0, kept - 1), 2, ct);
            if (around.SingleOrDefault(entry => entry.Position == kept) is { } first)
            {
                losses.Add(new(new(kept, kept == 0 ? [] : around[0].Leaf), first.Leaf));
            }
        }

        return _losses = losses.DrainToImmutable();
    }

    public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct)
    {
        var page = await PageAt(from, ct);
        if (page.IsEmpty && wait > TimeSpan.Zero)
        {
            await entries.Wait(from.Next, wait < IFeed.LongestWait ? wait : IFeed.LongestWait, ct);
            page = await entries.ReadFrom(from.Next, Page, ct);
        }

        var (next, leaf) = page.IsEmpty ? (from.Next, from.Leaf) : (page[^1].Position + 1, page[^1].Leaf);
        return new(origin, NoticesOf(page, subscriber, await Losses(ct)), next, leaf, ledger?.Checkpoints?.Current.Note.ToBytes() ?? []);
    }

    public async ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct)
    {
        var notices = ImmutableArray.CreateBuilder<Notice>();
        long version = 0;
        var losses = await Losses(ct);
        while (await entries.ReadStream(stream, version, Page, ct) is { IsEmpty: false } page)
        {
            version += page.Length;
            notices.AddRange(NoticesOf([.. page.Where(entry => entry.Position >= from && entry.ClaimOn(stream) == 0)], subscriber, losses));
        }

        return notices.ToImmutable();
    }

    public async ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => ledger is not null && await ledger.Shown(note, subscriber, ct);

    /// <summary>The entries from a place on, read with the one before it, on which the subscriber stands.</summary>
    private async ValueTask<ImmutableArray<DecodedEntry>> PageAt(FeedPlace from, CancellationToken ct)
    {
        if (from.Next == 0)
        {
            return await entries.ReadFrom(0, Page, ct);
        }

        var page = await entries.ReadFrom(from.Next - 1, Page, ct);
        if (page.IsEmpty || !page[0].Leaf.AsSpan().SequenceEqual(from.Leaf))
        {
            throw FeedFaults.CursorOffHistory.With(("origin", origin), ("position", $"{from.Next - 1}"));
        }

        // The newest entry alone may come out of memory: whether another process wrote behind it, only a look from there on tells.
        return page.Length > 1 ? page[1..] : await entries.ReadFrom(from.Next, Page, ct);
    }

    private ImmutableArray<Notice> NoticesOf(ImmutableArray<DecodedEntry> page, string subscriber, ImmutableArray<FeedLoss> losses) =>
    [
        .. from entry in page
           from notice in entry.Notices
           where subscriptions.Allows(subscriber, notice.Body.Descriptor.FullName)
           select new Notice(origin, entry.Position, notice.Part, entry.Entry.Claims[0].Stream, entry.Entry.Organ, entry.Entry.At, notice.Body)
           {
               History = FeedLoss.HistoryOf(losses, entry.Position),
           },
    ];
}
