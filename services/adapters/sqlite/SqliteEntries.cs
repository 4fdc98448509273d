using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Adapters.Sqlite;

/// <summary>
/// Entries of a ledger file, decoded, for whoever verifies it beside its owner or without one. Never writes.
/// </summary>
/// <param name="path">Full path of <c>ledger.db</c>.</param>
/// <param name="decoder">Opens its parts.</param>
/// <param name="ring">What vouches for it, where that is at hand.</param>
public sealed class SqliteEntries(string path, EntryDecoder decoder, VouchRing? ring = null) : IEntries, IDisposable
{
    private readonly LedgerReader _reader = new(path, ring?.Rows);

    public long Known => End();

    public ValueTask<long> Count(CancellationToken ct) => new(End());

    public ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct) =>
        new(Decode(_reader.ReadFrom(position, max)));

    public ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct) =>
        new(Decode(_reader.ReadStream(stream, afterVersion, max)));

    /// <summary>Every stream of a kind, by name.</summary>
    public IReadOnlyList<string> StreamsOf(string kind)
    {
        using var connection = SqliteConnections.OpenReader(path, cacheKiB: 256);
        using var streams = new Statement(connection, "SELECT DISTINCT stream FROM claims WHERE stream >= ?1 AND stream < ?2 ORDER BY stream");
        streams.Bind(1, $"{kind}/").Bind(2, $"{kind}0"); // 0 follows the slash
        var found = new List<string>();
        while (streams.Step())
        {
            found.Add(streams.Text(0));
        }

        return found;
    }

    public Task Wait(long position, TimeSpan longest, CancellationToken ct) => Task.CompletedTask;

    public void Dispose() => _reader.Dispose();

    private ImmutableArray<DecodedEntry> Decode(ImmutableArray<StoredEntry> stored) => [.. stored.Select(decoder.Decode)];

    private long End()
    {
        using var connection = SqliteConnections.OpenReader(path, cacheKiB: 256);
        using var count = new Statement(connection, "SELECT coalesce(max(position) + 1, 0) FROM entries");
        count.Step();
        return count.Long(0);
    }
}
