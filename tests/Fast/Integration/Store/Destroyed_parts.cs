using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>Destroyed means that a scan over every byte of every file of the engine finds no trace (architecture of the ledger: parts).</summary>
public sealed class Destroyed_parts : IDisposable
{
    private const int Entries = 1000;

    private static readonly int[] sizes = [50, 50, 200, 200, 600, 600, 1500, 1500, 300, 9000];

    private readonly TestFolder folder = new();
    private readonly ImmutableArray<EntryToAppend> chain = Secrets(new Random(20261123));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_no_byte_in_any_file_and_their_neighbours_whole()
    {
        using var ledger = await Filled();
        var random = new Random(7);
        var victims = AllPersonal().OrderBy(_ => random.Next()).Take(2400).ToArray();
        foreach (var some in victims.Chunk(240))
        {
            await ledger.DestroyParts(some, orderedBy: Entries - 1, Ct);
        }

        Assert.Empty(Traces(victims));
        var left = await ledger.ReadFrom(0, Entries, Ct);
        foreach (var (position, part) in AllPersonal().Except(victims))
        {
            Assert.Equal(chain[(int)position].Parts[part].Bytes, left[(int)position].Parts[part].Bytes);
        }
    }

    [Fact]
    public async Task Leave_no_byte_while_the_ledger_is_read_and_written()
    {
        using var ledger = await Filled();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await ledger.ReadFrom(0, 100, Ct);
            }
        }, Ct)));
        var writing = Task.Run(async () =>
        {
            for (var index = 0; !done.IsCancellationRequested; index++)
            {
                await ledger.Append([Sample.Entry($"meanwhile {index}", [Sample.First($"cases/m{index}")])], Ct);
            }
        }, Ct);
        await ledger.DestroyParts([.. AllPersonal().Take(40)], orderedBy: Entries - 1, Ct);
        await done.CancelAsync();
        await Task.WhenAll(reading, writing);
        Assert.Empty(Traces([.. AllPersonal().Take(40)]));
    }

    [Fact]
    public async Task Are_reported_as_not_destroyed_while_a_reader_holds_the_log()
    {
        using var ledger = await Filled();
        using (var outsider = SqliteConnections.OpenReader(folder.File("ledger.db"), 1024))
        {
            SqliteConnections.Run(outsider, "BEGIN; SELECT count(*) FROM parts");
            await Assert.ThrowsAsync<IOException>(() => ledger.DestroyParts([(0, 1)], orderedBy: 1, Ct));
        }

        await ledger.DestroyParts([(0, 1)], orderedBy: 1, Ct);
        Assert.Empty(Traces([(0, 1)]));
    }

    /// <summary>The twin: what "DELETE with secure_delete" would have left, seen by the same scan.</summary>
    [Fact]
    public async Task Would_leave_copies_if_rows_were_deleted()
    {
        (await Filled()).Dispose();
        var random = new Random(7);
        var victims = AllPersonal().OrderBy(_ => random.Next()).Take(2400).ToArray();
        using (var connection = SqliteConnections.OpenWriter(folder.File("ledger.db"), durable: true, 1024))
        {
            foreach (var some in victims.Chunk(240))
            {
                SqliteConnections.Run(connection, "BEGIN;" + string.Concat(some.Select(part => $"DELETE FROM parts WHERE place = {(part.Position * 64) + part.Part};")) + "COMMIT");
            }

            SqliteConnections.Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Assert.NotEmpty(Traces(victims));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A chain whose parts are encrypted-looking noise of many sizes, some larger than a page.</summary>
    private static ImmutableArray<EntryToAppend> Secrets(Random random)
    {
        var chain = ImmutableArray.CreateBuilder<EntryToAppend>();
        for (var index = 0; index < Entries; index++)
        {
            var claim = index == 0 ? Sample.First("cases/a") : Sample.After(chain[^1]);
            chain.Add(Sample.Entry($"s{index}", [claim], [Sample.Part("facts"), .. Enumerable.Range(0, 3).Select(_ => Secret(random))]));
        }

        return chain.DrainToImmutable();
    }

    private static StoredPart Secret(Random random) => new(
        Commitment.NewSalt(), "aes-256-gcm", RandomNumberGenerator.GetBytes(60), RandomNumberGenerator.GetBytes(12),
        RandomNumberGenerator.GetBytes(sizes[random.Next(sizes.Length)]));

    private static IEnumerable<(long Position, int Part)> AllPersonal() =>
        from position in Enumerable.Range(0, Entries - 1) from part in Enumerable.Range(1, 3) select ((long)position, part);

    private async Task<SqliteLedger> Filled()
    {
        var ledger = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        foreach (var batch in chain.Chunk(50))
        {
            await ledger.Append(batch, Ct);
        }

        return ledger;
    }

    /// <summary>
    /// Looks for every 8 bytes of the salts, keys and nonces, and for 8 of every 16 of the texts, at every offset of every file:
    /// a fragment of 24 bytes cannot hide.
    /// </summary>
    private List<string> Traces(IReadOnlyList<(long Position, int Part)> victims)
    {
        var needles = new Dictionary<ulong, string>();
        foreach (var (position, part) in victims)
        {
            var secret = chain[(int)position].Parts[part];
            Add(needles, secret.Salt, 1, $"salt of {position}/{part}");
            Add(needles, secret.Key, 1, $"key of {position}/{part}");
            Add(needles, secret.Nonce, 1, $"nonce of {position}/{part}");
            Add(needles, secret.Bytes, 16, $"text of {position}/{part}");
        }

        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            for (var offset = 0; offset + 8 <= bytes.Length; offset++)
            {
                if (needles.TryGetValue(MemoryMarshal.Read<ulong>(bytes.AsSpan(offset)), out var name))
                {
                    found.Add($"{Path.GetFileName(file)}@{offset}: {name}");
                }
            }
        }

        return found;
    }

    private static void Add(Dictionary<ulong, string> needles, byte[] secret, int stride, string name)
    {
        for (var offset = 0; offset + 8 <= secret.Length; offset += stride)
        {
            needles.TryAdd(MemoryMarshal.Read<ulong>(secret.AsSpan(offset)), name);
        }
    }
}
