using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>What follows a missing row is never served under its position.</summary>
public sealed class T7_gaps : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T7_A_gap_is_named_by_its_position_at_every_read()
    {
        using var store = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        await store.Append(Sample.Chain("cases/a", 5, personal: 1), Ct);
        Alter("DELETE FROM entries WHERE position = 2");

        var across = await Assert.ThrowsAsync<LedgerDamagedException>(() => store.ReadFrom(0, 5, Ct).AsTask());
        var at = await Assert.ThrowsAsync<LedgerDamagedException>(() => store.ReadFrom(2, 1, Ct).AsTask());
        var stream = await Assert.ThrowsAsync<LedgerDamagedException>(() => store.ReadStream("cases/a", 0, 5, Ct).AsTask());

        Assert.Equal(["entry 2: missing", "entry 2: missing", "entry 2: missing"], [across.Message, at.Message, stream.Message]);
        Assert.Equal([3L, 4L], (await store.ReadFrom(3, 5, Ct)).Select(entry => entry.Position));
        Assert.Equal(5, await LedgerHead.Find(store, Ct));
    }

    [Fact]
    public async Task T7_A_claim_that_was_removed_is_missed_in_its_stream()
    {
        using var store = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        await store.Append(Sample.Chain("cases/a", 5, personal: 0), Ct);
        Alter("DELETE FROM claims WHERE version = 3");

        var stream = await Assert.ThrowsAsync<LedgerDamagedException>(() => store.ReadStream("cases/a", 0, 5, Ct).AsTask());

        Assert.Equal("cases/a version 3: missing", stream.Message);
    }

    private void Alter(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
