using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

public sealed class A_ledger_restored_in_part : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("keys/records.log.key")]
    [InlineData("keys/records.names")]
    [InlineData("keys/records.wrap")]
    [InlineData("keys/records.vouch")]
    public async Task Is_not_opened_and_nothing_is_minted_in_its_place(string lost)
    {
        await Keep(entries: 1);
        var file = Path.Combine(_folder.Path, lost);
        File.Delete(file);

        var refused = await Assert.ThrowsAsync<SettingsException>(() => Keep(entries: 0));

        Assert.Contains(Path.GetFileName(file), Assert.Single(refused.Mistakes), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("DELETE FROM about")]
    [InlineData("UPDATE about SET value = 'ep.localhost/records/000000000000'")]
    public async Task T1_Is_not_opened_without_its_origin_or_under_another(string sql)
    {
        await Keep(entries: 1);
        using (var other = SqliteConnections.OpenWriter(_folder.File("data/records/ledger.db"), durable: true, 1024))
        {
            SqliteConnections.Run(other, sql);
        }

        var refused = await Assert.ThrowsAsync<SettingsException>(() => Keep(entries: 0));

        Assert.Contains("来源名称", Assert.Single(refused.Mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_new_one_while_it_has_no_entry()
    {
        await Keep(entries: 0);
        File.Delete(Path.Combine(_folder.Path, "keys/records.names"));

        await Keep(entries: 1);
    }

    [Fact]
    public async Task T1_A_key_added_to_the_ring_begins_at_the_next_start_with_an_entry_of_its_own()
    {
        await Keep(entries: 1);
        Assert.Equal(1, await Count());
        VouchRing.Renew(_folder.File("keys"), "records", LedgerRows.OriginIn(_folder.File("data/records"))!);

        await Keep(entries: 0);
        Assert.Equal(2, await Count());
        await Keep(entries: 0);

        Assert.Equal(2, await Count());
    }

    private async Task<int> Count()
    {
        using var rows = new LedgerRows(_folder.File("data/records"));
        await Task.Yield();
        return rows.Entries().Count();
    }

    private async Task Keep(int entries)
    {
        var options = new PlatformOptions { DataDirectory = _folder.File("data"), KeyDirectory = _folder.File("keys"), Anchors = _folder.File("anchors") };
        var plan = new RolePlan("records", new MessageTypes([WrappersReflection.Descriptor, EnforcementPlatform.Kernel.Facts.VouchingFactsReflection.Descriptor]), [], new Subscriptions(), ViewCacheKiB: 1024);
        await using var role = new RoleParts(plan, new SqliteEngine(), options, TimeProvider.System, NullLoggerFactory.Instance);
        await role.Open(TestContext.Current.CancellationToken);
        for (var index = 0; index < entries; index++)
        {
            await role.Running.Append(Sample.Entry($"entry-{index}", [Sample.First($"cases/{Sample.Id("one")}")]), default);
        }
    }
}
