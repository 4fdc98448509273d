using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>A ledger that takes no appends is served for reading: nothing that a start would like to write ends it.</summary>
public sealed class A_read_only_start : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-read-only-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("INSERT INTO destroyed_parts VALUES (1000000 * 64, 0, zeroblob(35))", "demo")]
    [InlineData("INSERT INTO destroyed_parts VALUES (1000000 * 64, 0, zeroblob(35))", "plain")]
    [InlineData("UPDATE entries SET bytes = zeroblob(length(bytes)) WHERE position = 0", "demo")]
    [InlineData("UPDATE entries SET bytes = zeroblob(length(bytes)) WHERE position = 0", "first setup")]
    public async Task Serves_though_a_demonstration_a_first_setup_and_destructions_wait(string altered, string how)
    {
        await Play("demo", platform => platform.Services.GetRequiredService<IDemoData>().Prepare(Ct));
        AlteredCells.Run(Path.Combine(_folder, "data", "records", "ledger.db"), altered);
        var said = new StringWriter();

        await Play(how, async platform =>
        {
            Assert.Equal("records: ledger", await platform.WaitsFor(Ct));
            if (how == "demo")
            {
                await ServeCommand.PrepareDemo(platform.Services.GetServices<IDemoData>(), said, Ct);
            }
        });

        // A demonstration that is whole has nothing to write; of one whose first entry is damaged nobody knows.
        Assert.Equal(how == "demo" && altered.StartsWith("UPDATE", StringComparison.Ordinal), said.ToString().Contains("演示数据没有准备完", StringComparison.Ordinal));
    }

    private async Task Play(string how, Func<Platform, Task> act)
    {
        IRole[] roles = [new RecordsModule()];
        var options = TestPlatform.Options(_folder, roles) with { DemoData = how == "demo", FirstSetup = how == "first setup" ? Path.Combine(_folder, "nothing.json") : "", ScrubEntriesPerSecond = 0 };
        await using var platform = Platform.Build(options, roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddSingleton(new PasswordCost(Rounds: 1_000));
            Suite.Adapters(services);
        });
        await platform.Start(Ct);
        await act(platform);
        await platform.Stop();
    }
}
