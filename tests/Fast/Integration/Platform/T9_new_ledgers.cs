using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>An empty data directory beside an anchor is a loss until somebody says that it is a new beginning.</summary>
public sealed class T9_new_ledgers : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-t9-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task T9_No_ledger_begins_where_an_anchor_knows_an_earlier_one()
    {
        await Play(demo: false, begin: true);
        Directory.Delete(Path.Combine(_folder, "data"), recursive: true);

        var refused = await Assert.ThrowsAsync<SettingsException>(() => Play(demo: false));
        await Play(demo: false, isNew: true);
        await Play(demo: false);

        Assert.Contains("锚点目录证明本系统曾有账本ep.localhost/records/", refused.Message, StringComparison.Ordinal);
        Assert.Contains("serve --new", refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "anchors"), "*.retired"));
    }

    [Fact]
    public async Task T9_A_deleted_demonstration_begins_afresh()
    {
        await Play(demo: true, begin: true);
        Directory.Delete(Path.Combine(_folder, "data"), recursive: true);

        await Play(demo: true, begin: true);
    }

    [Fact]
    public void T9_A_disk_that_fills_is_told_before_it_is_full()
    {
        var log = new KeptLog<DiskWatch>();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var watch = new DiskWatch(
            new() { DataDirectory = _folder, KeyDirectory = _folder, Anchors = _folder, DiskWarningMiB = int.MaxValue },
            TimeProvider.System, services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), log);

        watch.Look();
        watch.Look();

        Assert.Contains("Platform:DiskWarningMiB", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private async Task Play(bool demo, bool begin = false, bool isNew = false)
    {
        IRole[] roles = [new RecordsModule()];
        var options = TestPlatform.Options(_folder, roles) with { DemoData = demo, NewLedgers = isNew };
        await using var platform = Platform.Build(options, roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            Suite.Adapters(services);
        });
        await platform.Start(TestContext.Current.CancellationToken);
        if (begin)
        {
            await platform.Services.GetRequiredService<IDemoData>().Prepare(TestContext.Current.CancellationToken);
        }

        await platform.Stop();
    }
}
