using System.Net;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>Damage is found by a scrub that nobody has to ask for, and named by its position wherever it is read.</summary>
public sealed class T7_damage
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T7_Reading_what_is_damaged_is_a_refusal_of_its_own_that_names_the_place_and_so_does_the_log()
    {
        var log = new KeptLog<T7_damage>();
        await using var test = await TestPlatform.Start([new ProbeRole("records")], replace: services => services.AddLogging(logging => logging.AddProvider(log)));
        var token = test.TokenOf(ProbeRole.RuleKeeper, "records");

        var damaged = await RawCalls.Http(test.Platform.HttpOf("records"), HttpMethod.Get, "/v1/records/editions/damaged", null, token);
        var full = await RawCalls.Http(test.Platform.HttpOf("records"), HttpMethod.Get, "/v1/records/editions/full", null, token);

        Assert.Equal((HttpStatusCode.InternalServerError, "LEDGER_DAMAGED"), (damaged.Http, damaged.Reason));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "STORAGE_FULL"), (full.Http, full.Reason));
        Assert.Contains(log.Lines, line => line.Contains("entry 7 part 1", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("/data/cells.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T7_A_scrub_of_a_sound_ledger_finds_nothing_and_says_so()
    {
        await using var test = await Begun();

        var last = await Scrubbed(test);

        Assert.Empty(last.Findings);
        Assert.True(last.Entries > 20);
        var ready = await test.Http("records").GetStringAsync("/health/ready", Ct);
        Assert.Contains("\"scrub\"", ready, StringComparison.Ordinal);
        Assert.Contains($"\"entries\":{last.Entries}", ready, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE entries SET bytes = zeroblob(length(bytes)) WHERE position = 3", "entry 3")]
    [InlineData("UPDATE parts SET bytes = zeroblob(length(bytes)) WHERE place = 3 * 64 + 1", "entry 3 part 1")]
    [InlineData("DELETE FROM parts WHERE place = 3 * 64 + 1", "entry 3: parts")]
    [InlineData("DELETE FROM entries WHERE position = 3", "entry 3: missing")]
    [InlineData("DELETE FROM claims WHERE position = 3", "entry 3: its claim of version")]
    [InlineData("INSERT INTO claims (stream, version, position, claim) VALUES ('cases/x', 1, 3, 5)", "claims: ")]
    [InlineData("INSERT INTO claims (stream, version, position, claim) VALUES ('cases/x', 1, 999999, 0)", "belong to no entry")]
    public async Task T7_The_scrub_names_what_was_altered_while_running(string statement, string finding)
    {
        await using var test = await Begun();
        Alter(Path.Combine(Data(test), "ledger.db"), statement);

        var last = await Scrubbed(test);

        Assert.Contains(last.Findings, found => found.StartsWith(finding, StringComparison.Ordinal) || found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task T7_The_scrub_accuses_no_sound_entry_behind_a_damaged_one()
    {
        await using var test = await Begun();
        Alter(Path.Combine(Data(test), "ledger.db"), "UPDATE entries SET bytes = zeroblob(length(bytes)) WHERE position = 3");
        Alter(Path.Combine(Data(test), "ledger.db"), "DELETE FROM entries WHERE position = 5");

        var last = await Scrubbed(test);

        Assert.Equal("entry 5: missing", Assert.Single(last.Findings, found => found.Contains("missing", StringComparison.Ordinal)));
        Assert.Single(last.Findings, found => found.StartsWith("entry 3: bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task T7_The_scrub_names_an_altered_tile()
    {
        await using var test = await Begun();
        var tile = Path.Combine(Data(test), EnforcementPlatform.Ledger.TilePath.Of(0, 0));
        var bytes = await File.ReadAllBytesAsync(tile, Ct);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, Ct);

        Assert.Contains((await Scrubbed(test)).Findings, found => found == "tile 0/0: not what the entries make of it");
    }

    [Fact]
    public async Task T7_An_altered_view_is_named_and_made_anew()
    {
        await using var test = await Begun();
        var views = test.Platform.Services.GetRequiredKeyedService<Kernel.Views.RoleViews>("records");
        var file = Directory.GetFiles(Path.Combine(Data(test), "views"), "registers.*.db").Single();
        Alter(file, "UPDATE organs SET code = 'altered' WHERE code = 'pds-yszy'");

        await Scrubbed(test);
        var last = await Scrubbed(test);
        await MadeAnew(views, last.Entries - 1);

        Assert.Contains(last.Findings, found => found.StartsWith("view registers: organs", StringComparison.Ordinal));
        Assert.Equal(0, await views.Read("registers", db => db.Number($"SELECT count(*) FROM organs WHERE code = 'altered'"), Ct));
    }

    /// <summary>Each wait of a view ends after two seconds; making it anew may take longer on a busy machine.</summary>
    private static async Task MadeAnew(Kernel.Views.RoleViews views, long position)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await views.WaitFor("registers", position, Ct);
                return;
            }
            catch (Fault behind) when (behind.Type == KernelFaults.ViewBehind && tries < 30)
            {
            }
        }
    }

    private static async Task<TestPlatform> Begun()
    {
        var test = await TestPlatform.Start([new RecordsModule()], options => options with { ScrubEntriesPerSecond = 0 }, Suite.Adapters);
        await test.Platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
        var role = test.Platform.Services.GetRequiredKeyedService<RoleParts>("records");
        await role.Running.Checkpoints!.WaitFor(role.Running.Head, Ct);
        foreach (var view in role.Views.NamesForScrub)
        {
            await role.Views.WaitFor(view, role.Running.Head - 1, Ct);
        }

        return test;
    }

    /// <summary>One pass, as fast as it goes; the one in the background is off.</summary>
    private static async Task<ScrubResult> Scrubbed(TestPlatform test)
    {
        var scrub = test.Platform.Services.GetRequiredKeyedService<RoleParts>("records").Scrub;
        await scrub.Turn(Ct);
        return scrub.Last!;
    }

    private static string Data(TestPlatform test) => Path.Combine(test.Platform.Services.GetRequiredService<PlatformOptions>().DataDirectory, "records");

    private static void Alter(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
