using System.Collections.Immutable;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using Google.Protobuf;
using Microsoft.Extensions.Caching.Memory;

namespace EnforcementPlatform.Kernel;

/// <summary>One service's ledger and what its write path needs. One per role and process.</summary>
public sealed class ServiceLedger(
    string role,
    ILedgerStore store,
    AppendEntry append,
    ICells cells,
    InstallationKeys keys,
    VouchRing ring,
    MessageTypes types,
    TimeProvider clock)
{
    /// <summary>Bytes of stored entries that the folded states in memory may stand for.</summary>
    private const long StatesBudget = 48L * 1024 * 1024;

    /// <summary>Bytes of stored entries that the opened notices in memory may stand for.</summary>
    private const long NoticesBudget = 16L * 1024 * 1024;

    private readonly MemoryCache _notices = new(new MemoryCacheOptions { SizeLimit = NoticesBudget, CompactionPercentage = 0.2 });
    private long _destructions;

    /// <summary>Role that owns the ledger, e.g. <c>records</c>.</summary>
    public string Role { get; } = role;

    public ILedgerStore Store { get; } = store;

    public AppendEntry Append { get; } = append;

    public ICells Cells { get; } = cells;

    public InstallationKeys Keys { get; } = keys;

    /// <summary>What this role vouches with: tags by purpose.</summary>
    public VouchRing Ring { get; } = ring;

    public TimeProvider Clock { get; } = clock;

    /// <summary>True while appends are taken.</summary>
    public Func<bool> TakesAppends { get; init; } = () => true;

    /// <summary>Judges whether the clock may be believed.</summary>
    public ClockWatch Watch { get; init; } = new(clock, TimeSpan.FromSeconds(60));

    /// <summary>Opens stored entries of this ledger.</summary>
    public EntryDecoder Decoder { get; } = new(types, keys);

    /// <summary>Makes entries of this ledger.</summary>
    internal EntryAssembler Assembler { get; } = new(keys);

    /// <summary>Folded states in memory, by stream.</summary>
    internal MemoryCache States { get; } = new(new MemoryCacheOptions { SizeLimit = StatesBudget, CompactionPercentage = 0.2 });

    /// <summary>How often this process destroyed parts. What was folded before a destruction is folded again.</summary>
    internal long Destructions => Interlocked.Read(ref _destructions);

    /// <summary>In-process queues for streams that many acts want beside their own.</summary>
    internal StreamQueues Queues { get; } = new();

    /// <summary>
    /// Queues for acts' own streams where they carry no etag. Others than <see cref="Queues"/>, and always entered before them: so no act
    /// waits for a queue that waits for its own.
    /// </summary>
    internal StreamQueues OwnQueues { get; } = new();

    /// <summary>Raised when parts were destroyed: whoever remembers entries forgets them.</summary>
    internal event Action? PartsDestroyed;

    /// <summary>
    /// Position of the entry that lets an act on a stream carry an earlier time than the stream's newest entry, which was kept while the clock was
    /// ahead; null where time must not run backward.
    /// </summary>
    internal async ValueTask<long?> SetBackOver(string stream, StreamHead head, CancellationToken ct) =>
        Watch.SetBackAt is { } position
        && head.At - Clock.GetUtcNow() > ClockWatch.LargestLag
        && await Store.ReadStream(stream, head.Version - 1, 1, ct) is [var newest]
        && newest.Position < position
            ? position
            : null;

    /// <summary>
    /// The salt and the exact bytes behind a part's commitment, so that another service can compute the commitment itself. Only for the
    /// service whose right to the call under way the rights table names: <see cref="KernelFaults.NotPermitted"/> for everybody else, and
    /// <see cref="KernelFaults.PartDestroyed"/> once both are gone.
    /// </summary>
    public async ValueTask<OpenedPart> ReadPart(long position, int part, Call call)
    {
        if (call.Actor.Service is not { } role || !Rights.ServiceMay(call.Rpc, role))
        {
            throw KernelFaults.NotPermitted.Now();
        }

        var entry = (await Store.ReadFrom(position, 1, call.Ct))[0];
        return Decoder.Open(entry, part) ?? throw KernelFaults.PartDestroyed.Now();
    }

    /// <summary>
    /// The salt and the exact bytes of an entry's one notice and its index among the parts, with the bytes of the entry, for a proof that anybody may
    /// check. No other kind of part is ever opened here; the notice is null once destroyed. Which notices are public is the caller's to know.
    /// </summary>
    /// <exception cref="InvalidOperationException">The entry has no notice, or several.</exception>
    public async ValueTask<(byte[] Entry, int Part, OpenedPart? Notice)> ReadNotice(long position, CancellationToken ct)
    {
        var entry = (await Store.ReadFrom(position, 1, ct))[0];
        var part = EntryCodec.Decode(entry.Bytes).Parts.Select((digest, index) => (digest.Kind, Index: index)).Single(one => one.Kind == PartKind.Notice).Index;
        return (entry.Bytes, part, Decoder.Open(entry, part));
    }

    /// <summary>
    /// The notices of an entry as they were hashed; null where there is no such entry. Remembered, since the public asks for the same ones again and
    /// again. Which are public is the caller's to know.
    /// </summary>
    public async ValueTask<EntryNotices?> NoticesAt(long position, CancellationToken ct)
    {
        if (_notices.TryGetValue(position, out EntryNotices? known))
        {
            return known;
        }

        var destructions = Destructions;
        if (position < 0 || await Store.ReadFrom(position, 1, ct) is not [var entry])
        {
            return null;
        }

        var decoded = Decoder.Decode(entry);
        var opened = new EntryNotices(decoded.Entry.Organ, decoded.Notices);
        _notices.Set(position, opened, new MemoryCacheEntryOptions { Size = entry.Bytes.Length + entry.Parts.Sum(part => (long)part.Bytes.Length) });

        // What was destroyed since it was read MUST NOT live on here.
        if (Destructions != destructions)
        {
            _notices.Remove(position);
        }

        return opened;
    }

    /// <summary>Carries out an order that stands in the ledger: in the store, then in everything this process remembers. Repeatable.</summary>
    public async Task Destroy(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct)
    {
        await Store.DestroyParts(parts, orderedBy, ct);
        Interlocked.Increment(ref _destructions);
        States.Clear();
        _notices.Clear();
        PartsDestroyed?.Invoke();
    }
}

/// <summary>What an entry tells.</summary>
/// <param name="Organ">Organ whose act the entry is.</param>
/// <param name="Bodies">The notices, each with its index among the entry's parts; without those that were destroyed.</param>
public sealed record EntryNotices(string Organ, ImmutableArray<(IMessage Body, int Part)> Bodies);
