namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Folded states as a view meets them, entry by entry. Used by one runner, never by two threads at once.
/// </summary>
internal sealed class StreamStates(IEntries entries)
{
    private const int Page = 256;

    /// <summary>Streams remembered for certain; up to twice as many are.</summary>
    private const int Generation = 8192;

    private Dictionary<string, StreamState> _young = new(StringComparer.Ordinal);
    private Dictionary<string, StreamState> _old = new(StringComparer.Ordinal);

    public async ValueTask<TState> After<TState>(string stream, DecodedEntry entry, CancellationToken ct)
        where TState : StreamState, IFold<TState>
    {
        var version = entry.Entry.Claims[entry.ClaimOn(stream)].Version;
        if (Destruction.OrderedBy(entry))
        {
            return Remember(await Fold<TState>(stream, version, ct));
        }

        if (version == 1)
        {
            return Remember(FoldedStreams<TState>.Apply(TState.Empty, stream, entry));
        }

        return Find(stream) switch
        {
            TState known when known.Version == version => known,
            TState before when before.Version == version - 1 => Remember(FoldedStreams<TState>.Apply(before, stream, entry)),
            _ => Remember(await Fold<TState>(stream, version, ct)),
        };
    }

    private async ValueTask<TState> Fold<TState>(string stream, long version, CancellationToken ct)
        where TState : StreamState, IFold<TState>
    {
        var all = new List<DecodedEntry>();
        while (all.Count < version)
        {
            var page = await entries.ReadStream(stream, all.Count, (int)Math.Min(Page, version - all.Count), ct);
            if (page.IsEmpty)
            {
                throw new LedgerDamagedException($"stream {stream}: version {all.Count + 1} is missing");
            }

            all.AddRange(page);
        }

        return Destruction.Masked(all).Aggregate(TState.Empty, (state, entry) => FoldedStreams<TState>.Apply(state, stream, entry));
    }

    private StreamState? Find(string stream) => _young.GetValueOrDefault(stream) ?? _old.GetValueOrDefault(stream);

    private TState Remember<TState>(TState state)
        where TState : StreamState
    {
        if (_young.Count == Generation)
        {
            (_old, _young) = (_young, new(StringComparer.Ordinal));
        }

        _young[state.Stream] = state;
        return state;
    }
}
