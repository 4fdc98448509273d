using System.Collections.Immutable;

namespace EnforcementPlatform.Kernel;

/// <summary>One ledger's entries, decoded: what views and the feed read.</summary>
public interface IEntries
{
    /// <summary>Entries known to exist; others may have been appended since.</summary>
    long Known { get; }

    /// <summary>Entries that exist now.</summary>
    ValueTask<long> Count(CancellationToken ct);

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
/// <remarks>
/// Remembered is a run of entries without gaps that grows at its end only, from the ledger's head at the first read on. So whoever is behind
/// cannot bring back what an order to destroy made forgotten: what lies before the end of the run is never remembered again.
/// </remarks>
/// <param name="store">The ledger.</param>
/// <param name="decoder">Opens its entries.</param>
/// <param name="bell">Rung after each append of this process; other processes' appends are found by polling.</param>
/// <param name="clock">The clock for waits.</param>
/// <param name="written">Entries that this process knows to be durable, without asking the store; null where it writes none.</param>
public sealed class EntryTail(ILedgerStore store, EntryDecoder decoder, Doorbell bell, TimeProvider clock, Func<long>? written = null) : IEntries
{
    /// <summary>Entries remembered, at the most.</summary>
    private const int MostRemembered = 4096;

    /// <summary>Bytes of what is remembered, with its parts, as stored; decoded it takes about twice as many.</summary>
    private const long MostBytes = 16 * 1024 * 1024;

    /// <summary>Entries taken over that may wait until those before them were read.</summary>
    private const int MostAhead = 1024;

    /// <summary>Entries worth a core of their own.</summary>
    private const int DecodedAlone = 128;

    /// <summary>How soon an append of another process is seen.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly RememberedRun _run = new(MostRemembered, MostBytes);
    private readonly Queue<(DecodedEntry Entry, long Bytes)> _ahead = [];
    private readonly SemaphoreSlim _oneReader = new(1, 1);
    private long _aheadEnd;
    private long _known;
    private Emptiness? _emptiness;
    private int _forgotten;

    public long Known => Math.Max(Interlocked.Read(ref _known), written?.Invoke() ?? 0);

    public async ValueTask<long> Count(CancellationToken ct)
    {
        // The store tells only whether there is an entry at a position; there are no gaps, so the end is found by halving.
        var (exist, step) = (Known, 1L);
        while (await Exists(exist + step - 1, ct))
        {
            exist += step;
            step *= 2;
        }

        for (step /= 2; step >= 1; step /= 2)
        {
            exist += await Exists(exist + step - 1, ct) ? step : 0;
        }

        Know(exist);
        return exist;
    }

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct)
    {
        if (Recall(position, max) is { IsEmpty: false } recent)
        {
            return recent;
        }

        // Followers at the head wait for one read and share it; one that is behind reads beside them.
        if (position < await End(ct))
        {
            return await Decode(await store.ReadFrom(position, max, ct));
        }

        if (IsNothingNew(position))
        {
            return [];
        }

        await _oneReader.WaitAsync(ct);
        try
        {
            return Recall(position, max) is { IsEmpty: false } read ? read : await ReadAndRemember(position, max, ct);
        }
        finally
        {
            _oneReader.Release();
        }
    }

    public async ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        await Decode(await store.ReadStream(stream, afterVersion, max, ct));

    public async Task Wait(long position, TimeSpan longest, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var rung = bell.Next;
            var left = longest - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || position < Known || (!IsNothingNew(position) && await Exists(position, ct)))
            {
                return;
            }

            await Doorbell.Or(rung, left < PollEvery ? left : PollEvery, clock, ct);
        }
    }

    /// <summary>
    /// Takes over an entry that this process has just made durable, as it was made: it is not read and decrypted again. Entries come in order; one
    /// that comes while those before it are still to be read waits for them.
    /// </summary>
    internal void Take(EntryToAppend entry, long position)
    {
        // Whatever else was made of the entry on its way: only what these very bytes say may be told to others.
        if (entry.Opened is not { } opened || !opened.Leaf.AsSpan().SequenceEqual(entry.Leaf))
        {
            return;
        }

        lock (_lock)
        {
            // After a gap (an entry found to be kept after a failure) what waits would never be reached.
            if (_ahead.Count == MostAhead || (_ahead.Count > 0 && position != _aheadEnd))
            {
                _ahead.Clear();
            }

            _aheadEnd = position + 1;
            _ahead.Enqueue((opened.PlacedAt(position), entry.Bytes.Length + entry.Parts.Sum(part => (long)part.Bytes.Length)));
            GoOn();
        }
    }

    /// <summary>Forgets every entry: called when parts were destroyed, which MUST NOT live on here.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _run.Forget();
            _ahead.Clear();
            _forgotten++;
        }
    }

    private async ValueTask<bool> Exists(long position, CancellationToken ct) => !(await Stored(position, 1, ct)).IsEmpty;

    private async ValueTask<ImmutableArray<StoredEntry>> Stored(long position, int max, CancellationToken ct)
    {
        var asked = clock.GetTimestamp();
        var stored = await store.ReadFrom(position, max, ct);
        if (stored.IsEmpty)
        {
            Volatile.Write(ref _emptiness, new(position, asked));
        }

        return stored;
    }

    /// <summary>
    /// True where the store need not be asked: this process wrote nothing that reaches so far, and that others did not was found just now by
    /// one of those who follow.
    /// </summary>
    private bool IsNothingNew(long position) =>
        written is not null
        && position >= Known
        && Volatile.Read(ref _emptiness) is { } empty
        && position >= empty.From
        && clock.GetElapsedTime(empty.AskedAt) < PollEvery;

    /// <summary>Decoding costs more than reading or writing, so a long stretch (a view that is built) is shared among cores.</summary>
    private async ValueTask<ImmutableArray<DecodedEntry>> Decode(ImmutableArray<StoredEntry> stored)
    {
        if (stored.Length <= DecodedAlone)
        {
            return [.. stored.Select(decoder.Decode)];
        }

        var chunks = stored.Chunk(DecodedAlone).Select(chunk => Task.Run(() => Array.ConvertAll(chunk, decoder.Decode)));
        return [.. (await Task.WhenAll(chunks)).SelectMany(chunk => chunk)];
    }

    private ImmutableArray<DecodedEntry> Recall(long position, int max)
    {
        lock (_lock)
        {
            return _run.From(position, max);
        }
    }

    /// <summary>Where the remembered run ends; at the first read, where the ledger does.</summary>
    private async ValueTask<long> End(CancellationToken ct)
    {
        if (KnownEnd() is { } end)
        {
            return end;
        }

        var head = await Count(ct);
        lock (_lock)
        {
            if (_run.End is null)
            {
                _run.Begin(head);
            }

            return _run.End!.Value;
        }
    }

    private long? KnownEnd()
    {
        lock (_lock)
        {
            return _run.End;
        }
    }

    private async ValueTask<ImmutableArray<DecodedEntry>> ReadAndRemember(long position, int max, CancellationToken ct)
    {
        var forgotten = Volatile.Read(ref _forgotten);
        var stored = await Stored(position, max, ct);
        var decoded = await Decode(stored);
        lock (_lock)
        {
            // Parts may have been destroyed since the reading began.
            for (var index = 0; index < stored.Length && forgotten == _forgotten; index++)
            {
                Remember(decoded[index], stored[index].Bytes.Length + stored[index].Parts.Sum(part => (long)part.Bytes.Length));
            }

            GoOn();
        }

        return decoded;
    }

    /// <summary>Remembers what waits and is next.</summary>
    private void GoOn()
    {
        while (_run.End is { } end && _ahead.TryPeek(out var next) && next.Entry.Position <= end)
        {
            _ahead.Dequeue();
            Remember(next.Entry, next.Bytes);
        }
    }

    private void Remember(DecodedEntry entry, long bytes)
    {
        // What is ordered destroyed MUST NOT live on here, even where another process carries the order out.
        if (entry.OrdersDestruction())
        {
            _run.Forget();
        }

        _run.Add(entry, bytes);
        Know(entry.Position + 1);
    }

    private void Know(long count)
    {
        lock (_lock)
        {
            _known = Math.Max(_known, count);
        }
    }

    /// <summary>That the store had nothing.</summary>
    /// <param name="From">From this position on.</param>
    /// <param name="AskedAt">Timestamp taken before it was asked.</param>
    private sealed record Emptiness(long From, long AskedAt);
}
