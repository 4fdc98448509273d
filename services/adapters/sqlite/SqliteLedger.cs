using System.Collections.Concurrent;
using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// A ledger in one SQLite file with one owner: the engine of a single machine. Durability is SQLite's write-ahead log with a sync at every
/// commit (https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html#pragma_synchronous).
/// </summary>
public sealed class SqliteLedger : ILedgerStore, IDisposable
{
    private const int Readers = 4;

    /// <summary>Heads remembered; one takes about 250 bytes with its name.</summary>
    private const int Heads = 16_384;

    private readonly string path;
    private readonly FileOwner owner;
    private readonly WriterThread thread;
    private readonly LedgerWriter writer;
    private readonly WatchedFile watched;
    private readonly SemaphoreSlim readerFree = new(Readers);
    private readonly SemaphoreSlim destroying = new(1);
    private readonly ConcurrentBag<LedgerReader> idle = [];
    private readonly KnownHeads heads = new(Heads);
    private readonly VouchRing ring;
    private bool disposed;

    /// <summary>Opens the ledger file, making it where it is absent.</summary>
    /// <param name="path">Full path of <c>ledger.db</c>.</param>
    /// <param name="ring">Whose ledger it is, and what vouches for it.</param>
    /// <exception cref="IOException">Another process has the file.</exception>
    public SqliteLedger(string path, OpenRing ring)
        : this(path, ring, synchronous: "FULL")
    {
    }

    /// <summary>Anything but FULL breaks the contract; the recovery tests open such a ledger to see that they catch it.</summary>
    internal SqliteLedger(string path, OpenRing open, string synchronous)
    {
        this.path = path;
        owner = FileOwner.Take(path);
        try
        {
            writer = new LedgerWriter(path, synchronous, heads);
            ring = open(writer.Origin, writer.Next == 0);
            writer.Begin(ring);
            watched = new WatchedFile(path);
        }
        catch
        {
            writer?.Dispose();
            owner.Dispose();
            throw;
        }

        thread = new WriterThread($"ledger {path}");
    }

    /// <summary>What vouches for it; its origin is the ledger's own.</summary>
    public VouchRing Ring => ring;

    /// <summary>The ledger's path where its file is no longer the one that is open (removed, moved, replaced); null while it is.</summary>
    public string? Gone() => watched.Gone();

    public Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        foreach (var entry in batch)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Parts.Length, LedgerSchema.PartsPerEntry);
        }

        return thread.Run(() => Write(batch));
    }

    public ValueTask<LookUp> LookUp(string commandId, string stream, CancellationToken ct)
    {
        // The command id is looked for after the head, so an entry that came in between is found by it.
        if (heads.TryFind(stream, out var head))
        {
            return commandId.Length == 0
                ? new(new LookUp(null, head))
                : Read((commandId, head), static (reader, asked) => new LookUp(reader.KeptAt(asked.commandId), asked.head), ct);
        }

        return Read((commandId, stream, heads), static (reader, asked) =>
        {
            var commits = asked.heads.Commits;
            var look = reader.LookUp(asked.commandId, asked.stream);
            asked.heads.Read(asked.stream, look.Head, commits);
            return look;
        }, ct);
    }

    public async ValueTask Inspect(CancellationToken ct) => await Read(0, static (reader, _) =>
    {
        reader.Inspect();
        return 0;
    }, ct).ConfigureAwait(false);

    public ValueTask<ImmutableArray<StoredEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        Read((stream, afterVersion, max), static (reader, asked) => reader.ReadStream(asked.stream, asked.afterVersion, asked.max), ct);

    public ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct) =>
        Read((position, max), static (reader, asked) => reader.ReadFrom(asked.position, asked.max), ct);

    /// <summary>How many claims entries before a position have, and how many belong to no entry, for whoever compares all of them.</summary>
    public ValueTask<(long Before, long Orphans)> CountClaims(long before, CancellationToken ct) =>
        Read(before, static (reader, asked) => reader.CountClaims(asked), ct);

    public async Task DestroyParts(IReadOnlyList<(long Position, int Part)> parts, long orderedBy, CancellationToken ct)
    {
        // The write-ahead log can only be cut when nobody reads from it, so the readers of this process wait the few milliseconds it takes.
        await destroying.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await HoldReaders(ct).ConfigureAwait(false);
            try
            {
                await thread.Run(() => writer.DestroyParts(parts, orderedBy)).ConfigureAwait(false);
            }
            finally
            {
                readerFree.Release(Readers);
            }
        }
        finally
        {
            destroying.Release();
        }
    }

    /// <summary>Finishes the writes that were given, then lets go of the file.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        thread.Dispose();
        foreach (var reader in idle)
        {
            reader.Dispose();
        }

        writer.Dispose();
        watched.Dispose();
        owner.Dispose();
    }

    private ImmutableArray<AppendResult> Write(IReadOnlyList<EntryToAppend> batch)
    {
        var before = writer.Next;
        try
        {
            return WriteOnce(batch);
        }
        catch (SqliteException) when (writer.Next > before)
        {
            // Another process of this installation was faster; nothing of the batch was written, and the writer stands behind those entries now.
            return WriteOnce(batch);
        }
    }

    private ImmutableArray<AppendResult> WriteOnce(IReadOnlyList<EntryToAppend> batch)
    {
        try
        {
            var results = writer.Append(batch);
            heads.Committed(batch, results);
            return results;
        }
        catch (Exception error)
        {
            heads.Forget();
            var named = StorageErrors.Named(error, path);
            if (named == error)
            {
                throw;
            }

            throw named;
        }
    }

    private async Task HoldReaders(CancellationToken ct)
    {
        var held = 0;
        try
        {
            for (; held < Readers; held++)
            {
                await readerFree.WaitAsync(ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (held > 0)
        {
            readerFree.Release(held);
            throw;
        }
    }

    private async ValueTask<T> Read<TAsked, T>(TAsked asked, Func<LedgerReader, TAsked, T> read, CancellationToken ct)
    {
        await readerFree.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!idle.TryTake(out var reader))
            {
                reader = new LedgerReader(path, ring.Rows);
            }

            try
            {
                var result = read(reader, asked);
                idle.Add(reader);
                return result;
            }
            catch (LedgerDamagedException)
            {
                idle.Add(reader); // it read well; one whose read failed is not used again
                throw;
            }
        }
        finally
        {
            readerFree.Release();
        }
    }
}
