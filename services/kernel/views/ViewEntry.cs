using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Ledger;
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

    /// <summary>True when this entry orders parts destroyed: every row that came from its streams' personal data MUST be written again or deleted.</summary>
    public bool OrdersDestruction => Destruction.OrderedBy(_entry);

    /// <summary>The streams of one kind that this entry advances, e.g. <c>cases</c>.</summary>
    public IEnumerable<string> StreamsOf(string kind) =>
        from claim in Claims
        where claim.Stream.StartsWith(kind, StringComparison.Ordinal) && claim.Stream.Length > kind.Length && claim.Stream[kind.Length] == '/'
        select claim.Stream;

    /// <summary>
    /// The folded state of a stream right after this entry, the entry's own stream unless named. Cached, so the usual cost is one fold step.
    /// Parts that the stream orders destroyed up to here are destroyed in it, even where the store has not done so yet.
    /// </summary>
    public ValueTask<TState> StateAfter<TState>(string? stream = null)
        where TState : StreamState, IFold<TState> =>
        _states.After<TState>(stream ?? Stream, _entry, _ct);
}
