using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Disclosure;

/// <summary>A row of a public list: what it is about, and which notice it names.</summary>
/// <param name="Id">UUID of a disclosure, an item or a person; code of an organ.</param>
/// <param name="Organ">Code of the organ.</param>
/// <param name="Position">Position of the entry.</param>
/// <param name="Part">Index of the notice among its parts.</param>
internal readonly record struct PublicRow(string Id, string Organ, long Position, int Part);

/// <summary>What a row shows.</summary>
/// <param name="Shown">Null where the row names no notice that may be shown for it.</param>
/// <param name="Known">Position up to which the ledger was asked; a view that stands before it may only be late.</param>
internal readonly record struct Opened<T>(T? Shown, long Known)
    where T : class;

/// <summary>
/// Opens the notices that rows of the public view name, so that everything that is shown is what its proof opens. A row is believed only where the
/// notice is about that very thing, of that organ, and the newest in the ledger: whoever alters the view's file can hide or reorder what is public and
/// show nothing else. An altered row is named in the log, the request refused, and the view made anew from the ledger.
/// </summary>
internal sealed partial class PublicNotices(
    RoleViews views,
    ServiceLedger ledger,
    Streams<DisclosureState> disclosures,
    Streams<ItemState> items,
    Streams<OfficerState> officers,
    Streams<OrganCopy> organs,
    ILogger<PublicNotices> log)
{
    /// <summary>Rows of a query with what they show, in their order. <see cref="KernelFaults.ViewBehind"/> where one was altered.</summary>
    public async ValueTask<(ImmutableArray<(TRow Row, TShown Shown)> Found, long Total)> Read<TRow, TShown>(
        Func<ViewDb, (ImmutableArray<TRow> Rows, long Total)> query, Func<TRow, PublicRow> rowOf, Func<TRow, CancellationToken, ValueTask<Opened<TShown>>> open, CancellationToken ct)
        where TShown : class
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var (rows, total) = await views.Read(PublicView.ViewName, query, ct);
            var (found, wrong) = await Open(rows, open, ct);
            if (wrong is not { } one)
            {
                return (found, total);
            }

            if (isSecond)
            {
                LogAltered(log, rowOf(one.Row).Id, rowOf(one.Row).Position);
                await views.MakeAnew(PublicView.ViewName);
                throw KernelFaults.ViewBehind.With(("view", PublicView.ViewName), ("lag", "1"));
            }

            // A correction or a withdrawal may have been kept since the view was last in step.
            await views.WaitFor(PublicView.ViewName, one.Known, ct);
        }
    }

    /// <summary>A decision: its text while it is shown on a day, the note once it was withdrawn.</summary>
    public async ValueTask<Opened<PublicDisclosure>> Decision(PublicRow row, string today, CancellationToken ct)
    {
        var state = await disclosures.Load(row.Id, ct);
        PublicDisclosure? shown = (state.ShownAt == row.Position ? await At(row, ct) : null) switch
        {
            DisclosurePublished published when published.Decision.PublishUntil is var last && (last.Length == 0 || string.CompareOrdinal(last, today) >= 0) => Show(published, state),
            DisclosureWithdrawn withdrawn => Show(withdrawn),
            _ => null,
        };
        if (shown is not null)
        {
            (shown.DisclosureId, shown.Organ) = (row.Id, row.Organ);
        }

        return new(shown, state.Position);
    }

    /// <summary>A version of an item that is in force on a day, with its last day by the ledger.</summary>
    public async ValueTask<Opened<PublicItem>> Item(PublicRow row, string day, CancellationToken ct)
    {
        var state = await items.Load(row.Id, ct);
        var version = state.Versions.FirstOrDefault(one => one.PublishedAt is not null && one.Position == row.Position);
        if (version is null || await At(row, ct) is not ItemPublished published || IsoDay.Parse(day) < version.From || IsoDay.Parse(day) > (state.LastDayOf(version) ?? DateOnly.MaxValue))
        {
            return new(null, state.Position);
        }

        return new(new(published.Item) { EffectiveTo = state.LastDayOf(version) is { } last ? IsoDay.Write(last) : "" }, state.Position);
    }

    /// <summary>An officer who is listed on a day, under the name that the organ has now.</summary>
    public async ValueTask<Opened<PublicOfficer>> Officer(PublicRow row, int listing, string today, string organName, CancellationToken ct)
    {
        var state = await officers.Load(row.Id, ct);
        var one = state.Position == row.Position && await At(row, ct) is OfficerListed listed ? listed.Listings.ElementAtOrDefault(listing) : null;
        return one is not null && string.CompareOrdinal(one.From, today) <= 0 && string.CompareOrdinal(one.To, today) >= 0
            ? new(new(one.Officer) { OrganName = organName }, state.Position)
            : new(null, state.Position);
    }

    /// <summary>An organ under the name it has now: as records told last, or as its own notice says.</summary>
    public async ValueTask<Opened<PublicOrgan>> Organ(PublicRow row, CancellationToken ct)
    {
        var state = await organs.Load(row.Organ, ct);
        var written = await At(row, ct) switch
        {
            DisclosurePublished published => published.Decision.OrganName,
            ItemPublished published => published.Item.OrganName,
            OfficerListed { Listings: [var first, ..] } => first.Officer.OrganName,
            _ => null,
        };
        return new(written is null ? null : new() { Code = row.Organ, Name = state.Told?.Name ?? written }, state.Position);
    }

    private static async ValueTask<(ImmutableArray<(TRow Row, TShown Shown)> Found, (TRow Row, long Known)? Wrong)> Open<TRow, TShown>(
        ImmutableArray<TRow> rows, Func<TRow, CancellationToken, ValueTask<Opened<TShown>>> open, CancellationToken ct)
        where TShown : class
    {
        var found = ImmutableArray.CreateBuilder<(TRow, TShown)>(rows.Length);
        foreach (var row in rows)
        {
            var opened = await open(row, ct);
            if (opened.Shown is null)
            {
                return ([], (row, opened.Known));
            }

            found.Add((row, opened.Shown));
        }

        return (found.ToImmutable(), null);
    }

    private async ValueTask<IMessage?> At(PublicRow row, CancellationToken ct) =>
        await ledger.NoticesAt(row.Position, ct) is { } told && told.Organ == row.Organ ? told.Bodies.FirstOrDefault(notice => notice.Part == row.Part).Body : null;

    private static PublicDisclosure Show(DisclosurePublished published, DisclosureState state) => new()
    {
        State = PublicState.Published,
        DocumentNumber = published.Decision.DocumentNumber,
        OrganName = published.Decision.OrganName,
        Version = published.Version,
        Decision = published.Decision,
        PublishedAt = published.PublishedAt,
        CorrectionReason = published.CorrectionReason,
        Annulment = state.Annulment is { } fell ? new() { Ground = fell.Ground, AnnulledOn = IsoDay.Write(fell.On) } : null,
    };

    private static PublicDisclosure Show(DisclosureWithdrawn withdrawn) => new()
    {
        State = PublicState.Withdrawn,
        DocumentNumber = withdrawn.DocumentNumber,
        OrganName = withdrawn.OrganName,
        Version = withdrawn.Version,
        Withdrawal = new() { Ground = withdrawn.Ground, PublicReason = withdrawn.PublicReason, WithdrawnAt = withdrawn.WithdrawnAt },
    };

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "公示查询数据中{Row}一行（指向第{Position}条）与账本不符，不予显示，正在由账本重新生成")]
    private static partial void LogAltered(ILogger log, string row, long position);
}
