using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Feed;

/// <summary>The parked notices of one role, and what people decided about them.</summary>
internal sealed class ParkedNotices(ServiceLedger ledger, IEntries entries) : IParkedActs
{
    private const string Prefix = "handlers/";
    private const int Page = 256;

    /// <summary>Streams <c>parked/&lt;handler&gt;.&lt;stream&gt;</c>.</summary>
    public Streams<ParkedState> Streams { get; } = new(ledger, "parked", "parked_id");

    public async ValueTask<ParkedVerdict> Find(string handler, string stream, CancellationToken ct)
    {
        var state = await Streams.Load(IdOf(handler, stream), ct);
        return new(state.Version, state.RetriedAt, state.Passed);
    }

    public async ValueTask<ParkedDecisions> Since(string handler, long? position, CancellationToken ct)
    {
        var prefix = Streams.NameOf(IdOf(handler, ""));
        var streams = ImmutableArray.CreateBuilder<string>();
        var next = position ?? await entries.Count(ct);
        while (await entries.ReadFrom(next, Page, ct) is { IsEmpty: false } page)
        {
            streams.AddRange(
                from entry in page
                from claim in entry.Entry.Claims
                where claim.Stream.StartsWith(prefix, StringComparison.Ordinal)
                select claim.Stream[prefix.Length..]);
            next = page[^1].Position + 1;
        }

        return new(streams.ToImmutable(), next);
    }

    /// <summary>All parked notices, by handler, origin and stream.</summary>
    public async ValueTask<ImmutableArray<Listed>> List(CancellationToken ct)
    {
        var listed = ImmutableArray.CreateBuilder<Listed>();
        foreach (var cell in await ledger.Cells.List(Prefix, ct))
        {
            var (handler, origin) = NamesOf(cell.Name);
            listed.AddRange(HandlerCursor.FromBytes(cell.Value).Parked.Select(pair => new Listed(IdOf(handler, pair.Key), origin, pair.Value)));
        }

        return listed.ToImmutable();
    }

    /// <summary>The notice parked at exactly this place, or the refusal.</summary>
    public async ValueTask Require(string id, long position, int part, CancellationToken ct)
    {
        if (!(await List(ct)).Any(parked => parked.Id == id && (parked.Notice.Position, parked.Notice.Part) == (position, part)))
        {
            throw FeedFaults.NotParked.Now();
        }
    }

    private static string IdOf(string handler, string stream) => $"{handler}.{stream}";

    private static (string Handler, string Origin) NamesOf(string cell)
    {
        var name = cell[Prefix.Length..];
        var end = name.IndexOf('/', StringComparison.Ordinal);
        return (name[..end], name[(end + 1)..]);
    }

    /// <summary>A parked notice with its names.</summary>
    internal sealed record Listed(string Id, string Origin, ParkedNotice Notice);
}
