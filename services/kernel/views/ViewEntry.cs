using System.Collections.Immutable;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Envelope = EnforcementPlatform.Contracts.Ledger.Envelope;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>One entry as a view sees it.</summary>
public sealed class ViewEntry
{
    private readonly DecodedEntry _entry;
    private readonly StreamStates _states;
    private readonly CancellationToken _ct;

    internal ViewEntry(DecodedEntry entry, StreamStates states, CancellationToken ct)
    {
        _entry = entry;
        _states = states;
        _ct = ct;
    }

    /// <summary>Position in the ledger.</summary>
    public long Position => _entry.Position;

    /// <summary>Organ whose act it is.</summary>
    public string Organ => _entry.Entry.Organ;

    /// <summary>When it was recorded, UTC.</summary>
    public DateTimeOffset At => _entry.Entry.At;

    /// <summary>Circumstances of the act.</summary>
    public Envelope Envelope => _entry.Envelope;

    /// <summary>Streams it advances; the first is the act's own.</summary>
    public ImmutableArray<Claim> Claims => _entry.Entry.Claims;

    /// <summary>Stream of the first claim.</summary>
    public string Stream => _entry.Entry.Claims[0].Stream;

    /// <summary>Facts, each with the index of the claim whose stream it belongs to.</summary>
    public ImmutableArray<(IMessage Body, int Claim)> Facts => _entry.Facts;

    /// <summary>Personal parts. A destroyed one has no message; one ordered destroyed by a later entry may still have it (see <see cref="View"/>).</summary>
    public ImmutableArray<Personal> Personal => _entry.Personal;

    /// <summary>Notices that still exist, each with its index among all parts.</summary>
    public ImmutableArray<(IMessage Body, int Part)> Notices => _entry.Notices;

    /// <summary>Allow-listed, non-personal values.</summary>
    public ImmutableSortedDictionary<string, string> Values => _entry.Entry.Values;

    /// <summary>
    /// Parts this entry orders destroyed. A row made from one of them (and not from a folded state) MUST be deleted or emptied now;
    /// rows made of states follow by <see cref="StreamsOf"/>.
    /// </summary>
    public IEnumerable<(long Position, int Part)> Destroyed => _entry.OrderedDestroyed();

    /// <summary>
    /// The streams of one kind, e.g. <c>cases</c>, whose state this entry changes: those it advances, and those that lose parts by its order.
    /// A view writes the row of each from <see cref="StateAfter"/>, and so forgets what is destroyed without more ado.
    /// </summary>
    public async ValueTask<ImmutableArray<string>> StreamsOf(string kind)
    {
        var advanced = Claims.Select(claim => claim.Stream);
        var all = _entry.OrdersDestruction() ? advanced.Union(await _states.StreamsLosing(_entry, _ct)) : advanced;
        return [.. all.Where(stream => IsOf(stream, kind))];
    }

    /// <summary>
    /// The folded state of a stream right after this entry, the entry's own stream unless named. Cached, so the usual cost is one fold step.
    /// Parts ordered destroyed up to here are destroyed in it, even where the store has not done so yet.
    /// </summary>
    public ValueTask<TState> StateAfter<TState>(string? stream = null)
        where TState : StreamState, IFold<TState> =>
        _states.After<TState>(stream ?? Stream, _entry, _ct);

    private static bool IsOf(string stream, string kind) =>
        stream.Length > kind.Length && stream[kind.Length] == '/' && stream.StartsWith(kind, StringComparison.Ordinal);
}
