using System.Globalization;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>What only a file can get wrong: owners, versions, closing.</summary>
public sealed class A_sqlite_ledger : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Has_one_owner_and_says_who()
    {
        using var first = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        var refused = Assert.Throws<FileInUseException>(() => new SqliteLedger(folder.File("ledger.db"), TestRing.Open));
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_where_its_last_owner_stopped()
    {
        var chain = Sample.Chain("cases/a", 3, personal: 1);
        using (var first = new SqliteLedger(folder.File("ledger.db"), TestRing.Open))
        {
            await first.Append(chain[..2], Ct);
        }

        using var second = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        Assert.Equal(2, Assert.Single(await second.Append(chain[2..], Ct)).Position);
        Assert.Equal(chain.Select(entry => entry.Bytes), (await second.ReadFrom(0, 10, Ct)).Select(entry => entry.Bytes));
    }

    [Fact]
    public async Task Believes_nothing_it_remembers_after_a_failed_commit()
    {
        var chain = Sample.Chain("cases/a", 2);
        using var ledger = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        await ledger.Append(chain[..1], Ct);
        using (var other = SqliteConnections.OpenWriter(folder.File("ledger.db"), durable: true, 1024))
        {
            SqliteConnections.Run(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<SqliteException>(() => ledger.Append(chain[1..], Ct));
            using var another = new Statement(other, "INSERT INTO entries VALUES (1, ?1, 0, ?2, ?3, 2, 2, ?4)");
            another.Bind(1, chain[1].Id).Bind(2, chain[1].Bytes).Bind(3, chain[1].Leaf).Bind(4, TestRing.Ring.Rows.Vouch(1, chain[1].Leaf, 2, 2)).Run();
            SqliteConnections.Run(other, "INSERT INTO claims VALUES ('cases/a', 2, 1, 0); COMMIT;");
        }

        Assert.Equal(2, (await ledger.LookUp("", "cases/a", Ct)).Head.Version);
    }

    [Fact]
    public async Task T1_Goes_on_behind_what_another_process_of_the_installation_appended()
    {
        var chain = Sample.Chain("cases/a", 2);
        using var ledger = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        await ledger.Append(chain[..1], Ct);
        using (var other = SqliteConnections.OpenWriter(folder.File("ledger.db"), durable: true, 1024))
        {
            using var another = new Statement(other, "INSERT INTO entries VALUES (1, ?1, 0, ?2, ?3, 2, 2, ?4)");
            another.Bind(1, chain[1].Id).Bind(2, chain[1].Bytes).Bind(3, chain[1].Leaf).Bind(4, TestRing.Ring.Rows.Vouch(1, chain[1].Leaf, 2, 2)).Run();
            SqliteConnections.Run(other, "INSERT INTO claims VALUES ('cases/a', 2, 1, 0)");
        }

        Assert.Equal([new AppendResult(AppendOutcome.Appended, 2, -1)], await ledger.Append([Sample.Entry("own", [Sample.First("cases/b")])], Ct));
        Assert.Equal(2, (await ledger.LookUp("", "cases/a", Ct)).Head.Version);
    }

    [Fact]
    public async Task And_its_cells_neither()
    {
        using var cells = new SqliteCells(folder.File("cells.db"), TestRing.Tags(TagPurpose.Cell));
        await cells.Write("a", 0, [1], Ct);
        using (var other = SqliteConnections.OpenWriter(folder.File("cells.db"), durable: true, 1024))
        {
            SqliteConnections.Run(other, "BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<SqliteException>(() => cells.Write("a", 1, [2], Ct));
            SqliteConnections.Run(other, "UPDATE cells SET version = 7; COMMIT");
        }

        // What it reads again it believes no more than before: this was written without the key.
        await Assert.ThrowsAsync<CellDamagedException>(async () => await cells.Read("a", Ct));
    }

    [Theory]
    [InlineData(2, "较早的程序")]
    [InlineData(4, "较新的程序")]
    public void Of_another_version_is_refused_by_name_and_let_go(int version, string cause)
    {
        using (var connection = SqliteConnections.OpenWriter(folder.File("ledger.db"), durable: true, 1024))
        {
            SqliteConnections.Run(connection, $"PRAGMA user_version = {version}");
        }

        var refused = Assert.Throws<LedgerVersionException>(() => new SqliteLedger(folder.File("ledger.db"), TestRing.Open));
        var again = Assert.Throws<LedgerVersionException>(() => new SqliteLedger(folder.File("ledger.db"), TestRing.Open));

        Assert.Equal(refused.Message, again.Message);
        Assert.Equal(refused.Message, EnforcementPlatform.Host.OperatorSentence.Of(refused));
        Assert.Contains($"版本为 {version}，本程序只支持版本 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("ledger.db"), refused.Message, StringComparison.Ordinal);
        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_many_readers_while_it_is_written_to()
    {
        using var ledger = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        var chain = Sample.Chain("cases/a", 150, personal: 1);
        var writing = Task.Run(async () =>
        {
            foreach (var entry in chain)
            {
                await ledger.Append([entry], Ct);
            }
        }, Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var seen = 0; seen < chain.Length;)
            {
                var read = await ledger.ReadFrom(0, 1000, Ct);
                Assert.True(read.Length >= seen);
                Assert.All(read, (entry, index) => Assert.Equal((index, 2), (entry.Position, entry.Parts.Length)));
                seen = read.Length;
            }
        }, Ct)));
        await writing;
    }

    public void Dispose() => folder.Dispose();
}
