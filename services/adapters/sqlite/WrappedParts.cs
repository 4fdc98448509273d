using System.Security.Cryptography;
using EnforcementPlatform.Kernel;
using Microsoft.Data.Sqlite;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// The wrapped keys of a ledger's parts, to be wrapped anew while nobody else has the file. A wrap is overwritten in place by one of the same length,
/// batch by batch, each durable; so it may be killed at any point and begun again.
/// </summary>
public sealed class WrappedParts : IDisposable
{
    private const int BatchSize = 500;

    private readonly string path;
    private readonly FileOwner owner;

    /// <summary>Takes the file, until this is disposed.</summary>
    /// <param name="path">Full path of <c>ledger.db</c>.</param>
    /// <exception cref="FileInUseException">The product runs.</exception>
    public WrappedParts(string path)
    {
        this.path = path;
        owner = FileOwner.Take(path);
    }

    /// <summary>Wraps every key that is not under the newest one; how many there were.</summary>
    /// <param name="keys">A ring with the old keys and the new one.</param>
    /// <param name="afterBatch">Called when a batch is durable.</param>
    /// <exception cref="LedgerDamagedException">A key cannot be unwrapped: nothing may be destroyed before that is mended.</exception>
    public long Rewrap(InstallationKeys keys, Action? afterBatch = null)
    {
        using var connection = SqliteConnections.OpenWriter(path, durable: true, cacheKiB: 16384);
        LedgerSchema.Ensure(connection);
        var (last, rewrapped) = (-1L, 0L);
        while (Batch(connection, last) is { Count: > 0 } batch)
        {
            rewrapped += Write(connection, batch, keys);
            last = batch[^1].Place;
            afterBatch?.Invoke();
        }

        SqliteConnections.Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return rewrapped;
    }

    public void Dispose() => owner.Dispose();

    private static List<(long Place, byte[] Key)> Batch(SqliteConnection connection, long after)
    {
        using var rows = new Statement(connection, """
            SELECT p.place, p.key FROM parts p LEFT JOIN destroyed_parts d ON d.place = p.place
            WHERE p.place > ?1 AND length(p.key) > 0 AND d.place IS NULL ORDER BY p.place LIMIT ?2
            """);
        rows.Bind(1, after).Bind(2, BatchSize);
        var batch = new List<(long, byte[])>();
        while (rows.Step())
        {
            batch.Add((rows.Long(0), rows.Blob(1)));
        }

        return batch;
    }

    private static int Write(SqliteConnection connection, List<(long Place, byte[] Key)> batch, InstallationKeys keys)
    {
        var rewrapped = batch.Select(row => (row.Place, Key: Rewrapped(row.Place, row.Key, keys))).Where(row => row.Key is not null).ToArray();
        if (rewrapped.Length == 0)
        {
            return 0;
        }

        using var update = new Statement(connection, "UPDATE parts SET key = ?2 WHERE place = ?1");
        SqliteConnections.Run(connection, "BEGIN IMMEDIATE");
        foreach (var (place, key) in rewrapped)
        {
            update.Bind(1, place).Bind(2, key).Run();
        }

        SqliteConnections.Run(connection, "COMMIT");
        return rewrapped.Length;
    }

    private static byte[]? Rewrapped(long place, byte[] key, InstallationKeys keys)
    {
        var (position, part) = (place / LedgerSchema.PartsPerEntry, place % LedgerSchema.PartsPerEntry);
        try
        {
            return keys.Rewrap(key);
        }
        catch (CryptographicException error)
        {
            throw new LedgerDamagedException($"entry {position} part {part}: its key cannot be unwrapped 部分密钥无法解开", error, position);
        }
    }
}
