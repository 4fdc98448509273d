using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Folded states as a view meets them, entry by entry, with every part masked that was ordered destroyed up to there: between the order
/// and the store's carrying it out nobody may see the part again. Used by one runner, never by two threads at once.
/// </summary>
internal sealed class StreamStates(IEntries entries)
{
    private const int Page = 256;

    /// <summary>Streams remembered for certain, of those that entries advance and of those beside them.</summary>
    private const int MostStreams = 8192;

    private readonly Dictionary<(long Position, int Part), long> _destroyed = [];
    private readonly BoundedMemory<string, StreamState> _advanced = new(MostStreams, StringComparer.Ordinal);
    private readonly BoundedMemory<string, StreamState> _beside = new(MostStreams, StringComparer.Ordinal);

    /// <summary>Goes on to an entry: what was folded of the streams it advances is not their newest state any more.</summary>
    public void Begin(DecodedEntry entry)
    {
        foreach (var claim in entry.Entry.Claims)
        {
            _beside.Forget(claim.Stream);
        }
    }

    /// <summary>Takes note of parts ordered destroyed; states that may hold them are forgotten.</summary>
    public void Destroy(long orderedBy, IEnumerable<(long Position, int Part)> places)
    {
        foreach (var place in places)
        {
            _destroyed.TryAdd(place, orderedBy);
        }

        _advanced.Clear();
        _beside.Clear();
    }

    /// <summary>The streams that hold the parts an entry orders destroyed.</summary>
    public async ValueTask<ImmutableArray<string>> StreamsLosing(DecodedEntry order, CancellationToken ct)
    {
        var streams = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var position in order.OrderedDestroyed().Select(place => place.Position).Distinct().Where(position => position < order.Position))
        {
            var holder = await entries.ReadFrom(position, 1, ct);
            streams.UnionWith(holder.SelectMany(entry => entry.Entry.Claims).Select(claim => claim.Stream));
        }

        return [.. streams];
    }

    /// <summary>The state of a stream right after an entry, whether or not the entry advances it.</summary>
    public async ValueTask<TState> After<TState>(string stream, DecodedEntry entry, CancellationToken ct)
        where TState : StreamState, IFold<TState>
    {
        var claim = entry.ClaimOn(stream);
        if (claim < 0)
        {
            return await Beside<TState>(stream, entry.Position, ct);
        }

        var version = entry.Entry.Claims[claim].Version;
        if (version == 1)
        {
            return Remember(FoldedStreams<TState>.Apply(TState.Empty, stream, Masked(entry)));
        }

        return (_advanced.TryFind(stream, out var newest) ? newest : null) switch
        {
            TState known when known.Version == version => known,
            TState before when before.Version == version - 1 => Remember(FoldedStreams<TState>.Apply(before, stream, Masked(entry))),
            _ => Remember(await Fold<TState>(stream, entry.Position, ct)),
        };
    }

    /// <summary>
    /// The state of a stream that the entry does not advance, e.g. the rules that its dates go by: folded once, and again only when the stream
    /// went on or an undone batch begins before its newest entry.
    /// </summary>
    private async ValueTask<TState> Beside<TState>(string stream, long position, CancellationToken ct)
        where TState : StreamState, IFold<TState>
    {
        if (_beside.TryFind(stream, out var found) && found is TState known && known.Position <= position)
        {
            return known;
        }

        var state = await Fold<TState>(stream, position, ct);
        _beside.Keep(stream, state);
        return state;
    }

    /// <summary>Folds the stream's entries up to a position.</summary>
    private async ValueTask<TState> Fold<TState>(string stream, long position, CancellationToken ct)
        where TState : StreamState, IFold<TState>
    {
        var state = TState.Empty;
        while (true)
        {
            var page = await entries.ReadStream(stream, state.Version, Page, ct);
            foreach (var entry in page.TakeWhile(entry => entry.Position <= position))
            {
                state = FoldedStreams<TState>.Apply(state, stream, Masked(entry));
            }

            if (page.Length < Page || page[^1].Position > position)
            {
                return state;
            }
        }
    }

    private DecodedEntry Masked(DecodedEntry entry) =>
        _destroyed.Count > 0 && entry.Personal.Any(part => _destroyed.ContainsKey((part.Position, part.Part)))
            ? entry with { Personal = [.. entry.Personal.Select(Masked)] }
            : entry;

    private Personal Masked(Personal part) =>
        _destroyed.TryGetValue((part.Position, part.Part), out var by) ? part with { Message = null, DestroyedBy = by } : part;

    private TState Remember<TState>(TState state)
        where TState : StreamState
    {
        _advanced.Keep(state.Stream, state);
        return state;
    }
}
