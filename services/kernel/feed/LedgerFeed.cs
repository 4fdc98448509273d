using System.Collections.Immutable;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>The feed of a ledger of this process.</summary>
public sealed class LedgerFeed(string role, string origin, IEntries entries, Subscriptions subscriptions) : IFeed
{
    /// <summary>Entries looked at for one page.</summary>
    private const int Page = 256;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public string Publisher => role;

    public async ValueTask<FeedHead> Head(CancellationToken ct) => new(origin, await entries.Count(ct));

    public async ValueTask<FeedPage> Read(string subscriber, long from, TimeSpan wait, CancellationToken ct)
    {
        var page = await entries.ReadFrom(from, Page, ct);
        if (page.IsEmpty && wait > TimeSpan.Zero)
        {
            await entries.Wait(from, wait < LongestWait ? wait : LongestWait, ct);
            page = await entries.ReadFrom(from, Page, ct);
        }

        return new(origin, NoticesOf(page, subscriber), page.IsEmpty ? from : page[^1].Position + 1);
    }

    public async ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct)
    {
        var notices = ImmutableArray.CreateBuilder<Notice>();
        long version = 0;
        while (await entries.ReadStream(stream, version, Page, ct) is { IsEmpty: false } page)
        {
            version += page.Length;
            notices.AddRange(NoticesOf([.. page.Where(entry => entry.Position >= from && entry.ClaimOn(stream) == 0)], subscriber));
        }

        return notices.ToImmutable();
    }

    private ImmutableArray<Notice> NoticesOf(ImmutableArray<DecodedEntry> page, string subscriber) =>
    [
        .. from entry in page
           from notice in entry.Notices
           where subscriptions.Allows(subscriber, notice.Body.Descriptor.FullName)
           select new Notice(origin, entry.Position, notice.Part, entry.Entry.Claims[0].Stream, entry.Entry.Organ, entry.Entry.At, notice.Body),
    ];
}
