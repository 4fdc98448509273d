using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>One ledger's entries, decoded: what views and the feed read.</summary>
public interface IEntries
{
    /// <summary>Entries known to exist; others may have been appended since.</summary>
    long Known { get; }

    /// <summary>Entries from a position on, in order, without gaps, at most <paramref name="max"/>; empty at the head. MUST return only what is durable.</summary>
    ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct);

    /// <summary>The entries of a stream after a version, oldest first, at most <paramref name="max"/>.</summary>
    ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct);

    /// <summary>Returns when an entry at <paramref name="position"/> may exist, at the latest after <paramref name="longest"/>.</summary>
    Task Wait(long position, TimeSpan longest, CancellationToken ct);
}

/// <summary>
/// The newest entries of a ledger, decoded once for all views and the feed of a process. Older ones are read and decoded for whoever asks.
/// </summary>
/// <param name="bell">Rung after each append of this process; other processes' appends are found by polling.</param>
public sealed class EntryTail(ILedgerStore store, EntryDecoder decoder, Doorbell bell, TimeProvider clock) : IEntries
{
    /// <summary>Entries remembered; a power of two.</summary>
    private const int Remembered = 4096;

    /// <summary>How soon an append of another process is seen.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly DecodedEntry?[] _ring = new DecodedEntry?[Remembered];
    private readonly SemaphoreSlim _oneReader = new(1, 1);
    private long _end;

    public long Known => Interlocked.Read(ref _end);

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct)
    {
        if (Recall(position, max) is { IsEmpty: false } known)
        {
            return known;
        }

        // Followers at the head wait for one read; one that is far behind reads beside them.
        if (position < Known)
        {
            return Remember(Decode(await store.ReadFrom(position, max, ct)));
        }

        await _oneReader.WaitAsync(ct);
        try
        {
            return Recall(position, max) is { IsEmpty: false } read ? read : Remember(Decode(await store.ReadFrom(position, max, ct)));
        }
        finally
        {
            _oneReader.Release();
        }
    }

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        Decode(await store.ReadStream(stream, afterVersion, max, ct));

    public async Task Wait(long position, TimeSpan longest, CancellationToken ct)
    {
        var until = clock.GetTimestamp();
        while (true)
        {
            var next = bell.Next;
            if (position < Known || !(await ReadFrom(position, 1, ct)).IsEmpty)
            {
                return;
            }

            var left = longest - clock.GetElapsedTime(until);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            await Doorbell.Or(next, left < PollEvery ? left : PollEvery, clock, ct);
        }
    }

    private ImmutableArray<DecodedEntry> Decode(ImmutableArray<StoredEntry> stored)
    {
        var decoded = ImmutableArray.CreateBuilder<DecodedEntry>(stored.Length);
        foreach (var entry in stored)
        {
            decoded.Add(decoder.Decode(entry));
        }

        return decoded.MoveToImmutable();
    }

    private ImmutableArray<DecodedEntry> Recall(long position, int max)
    {
        lock (_lock)
        {
            if (position >= _end || _ring[position % Remembered]?.Position != position)
            {
                return [];
            }

            var found = ImmutableArray.CreateBuilder<DecodedEntry>();
            while (found.Count < max && _ring[(position + found.Count) % Remembered] is { } entry && entry.Position == position + found.Count)
            {
                found.Add(entry);
            }

            return found.ToImmutable();
        }
    }

    private ImmutableArray<DecodedEntry> Remember(ImmutableArray<DecodedEntry> decoded)
    {
        lock (_lock)
        {
            foreach (var entry in decoded.Where(entry => entry.Position >= _end))
            {
                // What is ordered destroyed MUST NOT live on here.
                if (Destruction.OrderedBy(entry))
                {
                    Array.Clear(_ring);
                }

                _ring[entry.Position % Remembered] = entry;
                _end = entry.Position + 1;
            }
        }

        return decoded;
    }
}
