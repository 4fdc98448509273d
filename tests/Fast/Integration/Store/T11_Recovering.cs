using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Backup;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary><c>enforce recover</c> on ledgers of one machine: it says of everything that the next start would object to whether two persons can clear it.</summary>
public sealed class T11_Recovering : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly string[] persons = ["person-a", "person-b"];
    private readonly TestFolder _folder = new();

    private ProductFolders Folders => new(_folder.Path, _folder.Beside("keys"), _folder.Beside("anchors"));

    private string Ledger => Path.Combine(Folders.Data, ServiceRole.Records, "ledger.db");

    private string Cells => Path.Combine(Folders.Data, ServiceRole.Records, "cells.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ledger", "INSERT INTO claims VALUES ('notes/ghost', 1, 3, 0)")]
    [InlineData("ledger", "DELETE FROM entries WHERE position = 4; DELETE FROM claims WHERE position = 4; DELETE FROM parts WHERE place >= 256")]
    [InlineData("cells", "UPDATE cells SET version = version + 1 WHERE name LIKE 'checkpoint/%'")]
    [InlineData("cells", "UPDATE cells SET value = x'' WHERE name = 'cells/index'")]
    [InlineData("cells", "DELETE FROM cells")]
    [InlineData("cells", "")]
    [InlineData("anchor", "")]
    public async Task T11_What_two_persons_cannot_clear_is_said_and_nothing_is_recovered(string altered, string sql)
    {
        await Write(ServiceRole.Records, 5);
        var file = altered == "ledger" ? Ledger : altered == "cells" ? Cells : Directory.GetFiles(Folders.Anchors, "*.note").Single();
        if (altered == "anchor")
        {
            await File.WriteAllTextAsync(file, "nothing", Ct);
        }
        else if (sql.Length == 0)
        {
            File.Delete(file);
        }
        else
        {
            AlteredCells.Run(file, sql);
        }

        var loss = await Recovery.Find(Folders, Role(ServiceRole.Records), Ct);
        Assert.False(loss.IsNone);
        Assert.NotEmpty(loss.Objections);
        Assert.All(loss.Objections, line => Assert.DoesNotContain("enforce recover", line, StringComparison.Ordinal));
        Assert.Equal(CommandLine.DoesNotHold, await Command("--first", "a", "--second", "b"));
        Assert.Equal(1, VouchRing.Read(Folders.Keys, ServiceRole.Records, loss.Origin)!.Newest);
        Assert.False(await Starts());
    }

    [Fact]
    public async Task T11_Nothing_is_found_in_a_sound_ledger_and_finding_changes_nothing()
    {
        await Write(ServiceRole.Records, 5);
        Assert.True((await Recovery.Find(Folders, Role(ServiceRole.Records), Ct)).IsNone);
        Assert.Equal(CommandLine.Done, await Command());
        Assert.True(await Starts());
    }

    [Fact]
    public async Task T11_Rows_of_a_history_that_was_given_up_are_foreign_and_can_be_taken_out()
    {
        await Write(ServiceRole.Records, 5);
        var old = Copied("old");
        await Write(ServiceRole.Records, 3);
        var longer = Copied("longer");
        Restore(old);
        await Recover(ServiceRole.Records);
        Assert.True(await Starts());
        AlteredCells.Run(Ledger, $"""
            ATTACH '{Path.Combine(longer, "ledger.db")}' AS given_up;
            INSERT INTO entries SELECT * FROM given_up.entries WHERE position >= 6;
            INSERT INTO claims SELECT * FROM given_up.claims WHERE position >= 6;
            INSERT INTO parts SELECT * FROM given_up.parts WHERE place >= 6 * 64;
            INSERT INTO destroyed_parts VALUES (7 * 64, 6, zeroblob(35));
            """);
        Assert.False(await Starts());

        var loss = await Recovery.Find(Folders, Role(ServiceRole.Records), Ct);
        Assert.True(loss is { Kept: 6, Foreign: 2, Objections.Count: 0 }, $"{loss} {string.Join('\n', loss.Objections)}");
        await Recover(ServiceRole.Records);
        Assert.True(await Starts());
        using var rows = new LedgerRows(Path.Combine(Folders.Data, ServiceRole.Records));
        Assert.Empty(rows.DestroyedParts());
    }

    [Fact]
    public async Task S9_A_lost_anchor_is_put_on_record_by_two_persons_and_made_anew()
    {
        await Write(ServiceRole.Records, 5);
        Directory.Delete(Folders.Anchors, recursive: true);
        Assert.False(await Starts());

        var loss = await Recovery.Find(Folders, Role(ServiceRole.Records), Ct);
        Assert.True(loss is { IsUnanchored: true, Kept: 5, Known: 5, Objections.Count: 0, IsNone: false }, $"{loss}");
        Assert.Equal(CommandLine.DoesNotHold, await Command());
        Assert.False(await Starts());
        await Recover(ServiceRole.Records);

        await using var test = await Start(ServiceRole.Records);
        Assert.True(Of(test, ServiceRole.Records).Running.Healthy);
        Assert.Equal((5, 5), (Assert.Single(Of(test, ServiceRole.Records).Running.Losses).Kept, Of(test, ServiceRole.Records).Running.Losses[0].Known));
        Assert.Single(Directory.GetFiles(Folders.Anchors, "*.note"));
    }

    /// <summary>Rows behind an altered one were acknowledged: they go with it, and that is said as a loss.</summary>
    [Fact]
    public async Task N9_Sound_rows_behind_an_altered_one_are_stated_as_lost()
    {
        await using (var running = await Start(ServiceRole.Records))
        {
            var notes = new Streams<NoteState>(running.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records), "notes", "note_id");
            var text = new StringValue { Value = "text" };
            await notes.Run($"{Guid.CreateVersion7()}", Sample.Id("one"), NotesService.Service, "notes/Write", text, (_, _) => new(Decision.Of(text)), Ct);
            await Of(running, ServiceRole.Records).Running.Checkpoints!.WaitFor(1, Ct);
            Copied("killed");
        }

        Restore(_folder.Beside("killed"));
        var origin = LedgerRows.OriginIn(Path.Combine(Folders.Data, ServiceRole.Records))!;
        using (var files = new SqliteEngine().Open(Path.Combine(Folders.Data, ServiceRole.Records), (_, _) => VouchRing.Read(Folders.Keys, ServiceRole.Records, origin)!))
        {
            await files.Store.Append([.. Enumerable.Range(1, 3).Select(number => Sample.Entry($"unsigned {number}", [Sample.First($"notes/u{number}")]))], Ct);
        }

        AlteredCells.Run(Ledger, "UPDATE entries SET m = zeroblob(35) WHERE position = 2");

        var loss = await Recovery.Find(Folders, Role(ServiceRole.Records), Ct);
        Assert.True(loss is { Kept: 2, Foreign: 2, Known: 4, Objections.Count: 0 }, $"{loss} {string.Join('\n', loss.Objections)}");
        Assert.Equal([3], loss.Behind);
        await Recover(ServiceRole.Records);
        await using var test = await Start(ServiceRole.Records);
        Assert.Equal((2, 4), (Assert.Single(Of(test, ServiceRole.Records).Running.Losses).Kept, Of(test, ServiceRole.Records).Running.Losses[0].Known));
    }

    /// <summary>An empty ledger has nothing to begin an epoch after: what two persons stated waits for its first entry.</summary>
    [Fact]
    public async Task T11_A_statement_stays_until_an_entry_holds_it()
    {
        Assert.True(await Starts());
        var origin = LedgerRows.OriginIn(Path.Combine(Folders.Data, ServiceRole.Records))!;
        new StatedLoss(persons, 0, 4, [], "").Keep(Folders.Anchors, origin, VouchRing.Renew(Folders.Keys, ServiceRole.Records, origin));
        await Write(ServiceRole.Records, 1);
        Assert.Single(Directory.GetFiles(Folders.Anchors, "*.loss"));
        await using var test = await Start(ServiceRole.Records);
        Assert.Equal(4, Assert.Single(Of(test, ServiceRole.Records).Running.Losses).Known);
        Assert.Empty(Directory.GetFiles(Folders.Anchors, "*.loss"));
    }

    [Fact]
    public async Task T11_An_altered_statement_is_kept_aside_and_not_entered()
    {
        await Write(ServiceRole.Records, 2);
        var origin = LedgerRows.OriginIn(Path.Combine(Folders.Data, ServiceRole.Records))!;
        new StatedLoss(persons, 2, 4, [], "").Keep(Folders.Anchors, origin, VouchRing.Renew(Folders.Keys, ServiceRole.Records, origin));
        var file = Directory.GetFiles(Folders.Anchors, "*.loss").Single();
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        await using var test = await Start(ServiceRole.Records);
        Assert.Empty(Of(test, ServiceRole.Records).Running.Losses);
        Assert.False(File.Exists(file));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Directory.GetFiles(Folders.Anchors, "*.loss.altered").Single(), Ct));
    }

    /// <summary>A host of a split installation: ledgers of other roles are made nowhere, and nobody is confirmed by accounts that are not there.</summary>
    [Fact]
    public async Task T11_Only_the_roles_of_this_machine_are_recovered()
    {
        await Write(ServiceRole.Supervision, 2);
        var old = Copied("old", ServiceRole.Supervision);
        await Write(ServiceRole.Supervision, 2);
        Restore(old, ServiceRole.Supervision);

        Assert.Equal(CommandLine.Done, await Command("--roles", ServiceRole.Records));
        Assert.Equal(CommandLine.DoesNotHold, await Command("--roles", ServiceRole.Supervision));
        var refused = await Assert.ThrowsAsync<UsageException>(() => Command("--roles", ServiceRole.Supervision, "--first", "a", "--second", "b"));
        Assert.Contains("records", refused.Message, StringComparison.Ordinal);
        await Recover(ServiceRole.Supervision);
        await using (var platform = Platform.Build(Options(new PlatformOptions()) with { Roles = [ServiceRole.Supervision] }, Roles, Adapters))
        {
            await platform.OpenLedgersOnce(Ct);
        }

        var entered = await Recovery.Find(Folders, Role(ServiceRole.Supervision), Ct);
        Assert.True(entered is { IsNone: true, Kept: 3 }, $"{entered}");
        Assert.False(Directory.Exists(Path.Combine(Folders.Data, ServiceRole.Records)));
        Assert.Empty(Directory.GetFiles(Folders.Keys, "records.*v*"));
    }

    private static IRole[] Roles => [new QuietRole(ServiceRole.Records), new QuietRole(ServiceRole.Supervision)];

    private static VerifiableRole Role(string name) => new(name, new QuietRole(name).Contents);

    private static RoleParts Of(TestPlatform test, string role) => test.Platform.Services.GetRequiredKeyedService<RoleParts>(role);

    private static void Adapters(IServiceCollection services) => services.AddSingleton<ILedgerEngine>(new SqliteEngine()).AddSingleton(new Subscriptions());

    private PlatformOptions Options(PlatformOptions options) =>
        options with { DataDirectory = Folders.Data, KeyDirectory = Folders.Keys, Anchors = Folders.Anchors, Ports = Roles.ToDictionary(role => role.Name, _ => new RolePorts()) };

    private Task<TestPlatform> Start(string role) => TestPlatform.Start([new QuietRole(role)], options => Options(options) with { Ports = options.Ports }, Adapters);

    /// <summary>Whether records start and take appends.</summary>
    private async Task<bool> Starts()
    {
        try
        {
            await using var test = await Start(ServiceRole.Records);
            return Of(test, ServiceRole.Records).Running.Healthy;
        }
        catch (SettingsException)
        {
            return false;
        }
    }

    private async Task Write(string role, int count)
    {
        await using var test = await Start(role);
        var notes = new Streams<NoteState>(test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(role), "notes", "note_id");
        for (var number = 0; number < count; number++)
        {
            var text = new StringValue { Value = $"text {number}" };
            await notes.Run($"{Guid.CreateVersion7()}", Sample.Id($"{Guid.CreateVersion7()}"), NotesService.Service, "notes/Write", text, (_, _) => new(Decision.Of(text)), Ct);
        }
    }

    private async Task Recover(string role)
    {
        var loss = await Recovery.Find(Folders, Role(role), Ct);
        Assert.Empty(loss.Objections);
        Assert.False(loss.IsNone);
        Assert.Null(await Recovery.Clear(Folders, Role(role), loss, persons, TimeProvider.System.GetUtcNow(), Ct));
    }

    private Task<int> Command(params string[] words) =>
        new RecoverCommand(Roles, [Role(ServiceRole.Records), Role(ServiceRole.Supervision)], new(TextReader.Null, TextWriter.Null, key: null)).Run([.. words, .. Folders.ToArguments()], Ct);

    private string Copied(string name, string role = ServiceRole.Records)
    {
        var copy = _folder.Beside(name);
        Copy(Path.Combine(Folders.Data, role), copy);
        return copy;
    }

    private void Restore(string copy, string role = ServiceRole.Records)
    {
        Directory.Delete(Path.Combine(Folders.Data, role), recursive: true);
        Copy(copy, Path.Combine(Folders.Data, role));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
