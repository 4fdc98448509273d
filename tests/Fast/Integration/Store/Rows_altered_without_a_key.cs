using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>
/// What somebody does who can write the ledger's file and has no key, with plain SQL: nothing of it is used, and each is noticed at the start or at
/// the first use, in a sentence that names the place. (Rows cut off before they were signed, with all that belongs to them, are seen by others.)
/// </summary>
public sealed class Rows_altered_without_a_key : IDisposable
{
    private const int Entries = 8;

    private readonly TestFolder _folder = new();
    private readonly InMemoryCells _cells = new();
    private readonly LogIdentity _identity;
    private readonly NotesService _writer;

    public Rows_altered_without_a_key()
    {
        _identity = LogIdentity.ReadOrMake(TestRing.Origin, _folder.Beside("keys"), "ep.example.cn", "records");
        _writer = new(new InMemoryLedger());
    }

    public static TheoryData<string> Alterations =>
    [
        "INSERT INTO entries SELECT 8, 'AAAAAAAAAAAAAAAAAAAAAA', at, bytes, leaf, claims, parts, m FROM entries WHERE position = 7",
        "INSERT INTO entries SELECT 8, 'AAAAAAAAAAAAAAAAAAAAAA', at, bytes, leaf, claims + 1, parts + 1, zeroblob(35) FROM entries WHERE position = 7",
        "INSERT INTO entries SELECT 800, 'AAAAAAAAAAAAAAAAAAAAAA', at, bytes, leaf, claims, parts, m FROM entries WHERE position = 7",
        "INSERT INTO entries SELECT -1, 'AAAAAAAAAAAAAAAAAAAAAA', at, bytes, leaf, claims, parts, m FROM entries WHERE position = 7",
        "UPDATE entries SET bytes = x'7b7d' WHERE position = 3",
        "UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE position = 4), leaf = (SELECT leaf FROM entries WHERE position = 4) WHERE position = 3",
        "UPDATE entries SET leaf = zeroblob(32) WHERE position = 3",
        "UPDATE entries SET m = zeroblob(35) WHERE position = 3",
        "UPDATE entries SET m = (SELECT m FROM entries WHERE position = 4) WHERE position = 3",
        "UPDATE entries SET claims = claims + 1 WHERE position = 3",
        "UPDATE entries SET parts = parts + 1 WHERE position = 7",
        "UPDATE entries SET position = CASE position WHEN 3 THEN -4 ELSE -3 END WHERE position IN (3, 4); UPDATE entries SET position = -position WHERE position < 0",
        "DELETE FROM entries WHERE position = 3",
        "DELETE FROM entries WHERE position = 7",
        "DELETE FROM entries WHERE position >= 4",
        "DELETE FROM entries",
        "INSERT INTO claims VALUES ('notes/ghost', 1, 3, 0)",
        "INSERT INTO claims VALUES ('notes/a', 900, 3, 0)",
        "UPDATE claims SET position = 4 WHERE position = 3",
        "UPDATE claims SET version = 900 WHERE position = 3",
        "UPDATE claims SET stream = 'notes/other' WHERE position = 6",
        "DELETE FROM claims WHERE position = 6",
        "INSERT INTO parts SELECT place + 9, salt, algorithm, key, nonce, bytes FROM parts WHERE place = 3 * 64",
        "DELETE FROM parts WHERE place = 3 * 64 + 1",
        "UPDATE parts SET bytes = zeroblob(length(bytes)) WHERE place = 3 * 64 + 1",
        "UPDATE parts SET salt = zeroblob(32) WHERE place = 3 * 64",
        "UPDATE parts SET key = (SELECT key FROM parts WHERE place = 4 * 64 + 1) WHERE place = 3 * 64 + 1",
        "UPDATE parts SET algorithm = 'none' WHERE place = 3 * 64 + 1",
        "INSERT INTO destroyed_parts VALUES (3 * 64 + 1, 6, zeroblob(35))",
        "INSERT INTO destroyed_parts SELECT 3 * 64 + 1, ordered_by, m FROM destroyed_parts",
        "UPDATE destroyed_parts SET ordered_by = 6",
        "DELETE FROM destroyed_parts",
        "INSERT INTO destroyed_parts VALUES (8 * 64, 7, zeroblob(35))",
        "INSERT INTO destroyed_parts SELECT 800 * 64 + 1, ordered_by, m FROM destroyed_parts",
        "INSERT INTO destroyed_parts VALUES (3 * 64 + 40, 7, zeroblob(35))",
        "INSERT INTO destroyed_parts VALUES (-3, 7, zeroblob(35))",
        "UPDATE destroyed_parts SET ordered_by = 8",
        "UPDATE entries SET id = 'AAAAAAAAAAAAAAAAAAAAAA' WHERE position = 3",
        "UPDATE entries SET id = id || 'A' WHERE position = 7",
        "UPDATE entries SET id = '' WHERE position = 0",
    ];

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task T1_Are_noticed_after_a_kill(string sql)
    {
        await Fill(cleanStop: false);
        Alter(sql);
        Assert.NotNull(await Noticed());
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task T1_Are_noticed_after_a_clean_stop(string sql)
    {
        await Fill(cleanStop: true);
        Alter(sql);
        Assert.NotNull(await Noticed());
    }

    [Fact]
    public async Task T1_A_ledger_that_nobody_altered_is_used()
    {
        await Fill(cleanStop: false);
        Assert.Null(await Noticed());
        Assert.Null(await Noticed());
    }

    [Fact]
    public async Task T1_A_whole_entry_made_without_the_key_makes_nobody_anything()
    {
        await Fill(cleanStop: false);
        await Plant(Entries);

        var noticed = await Noticed();

        Assert.Contains("entry 8", noticed, StringComparison.Ordinal);
        Assert.Contains("恢复", noticed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T1_An_entry_planted_while_running_stops_the_ledger_and_is_named()
    {
        await Fill(cleanStop: false);
        using var store = Open();
        await using var running = await Start(store);
        using var service = new NotesService(store, _cells, _writer);
        await Plant(Entries);

        var refused = await Assert.ThrowsAsync<Fault>(async () => await running.Append(Sample.Entry("next", [Sample.First("notes/next")]), TestContext.Current.CancellationToken));

        Assert.Equal(KernelFaults.LedgerDamaged, refused.Type);
        Assert.False(running.Healthy);
        Assert.Contains(running.Verdict.Plan, line => line.Contains("entry 8", StringComparison.Ordinal));
        Assert.Equal(KernelFaults.LedgerReadOnly, (await Assert.ThrowsAsync<Fault>(async () => await running.Append(Sample.Entry("then", [Sample.First("notes/then")]), TestContext.Current.CancellationToken))).Type);
        await Assert.ThrowsAsync<LedgerDamagedException>(async () => await service.Notes.Load("planted", TestContext.Current.CancellationToken));
        Assert.Equal("text 7", (await service.Notes.Load("7", TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task T1_Entries_beyond_a_clean_stop_are_refused_whoever_made_them()
    {
        await Fill(cleanStop: true);
        using (var store = Open())
        {
            await store.Append([Sample.Entry("afterwards", [Sample.First("notes/afterwards")])], TestContext.Current.CancellationToken);
        }

        Assert.Contains("停止运行时为 8 条", await Noticed(), StringComparison.Ordinal);
    }

    /// <summary>Where the next entry's parts come: the act would be acknowledged and be unreadable from then on.</summary>
    [Fact]
    public async Task T1_A_tombstone_planted_ahead_while_running_stops_the_ledger_before_anything_is_kept()
    {
        await Fill(cleanStop: false);
        using var store = Open();
        await using var running = await Start(store);
        Alter("INSERT INTO destroyed_parts VALUES (8 * 64, 7, zeroblob(35))");

        var refused = await Assert.ThrowsAsync<Fault>(async () => await running.Append(Sample.Entry("next", [Sample.First("notes/next")]), TestContext.Current.CancellationToken));

        Assert.Equal(KernelFaults.LedgerDamaged, refused.Type);
        Assert.Contains("entry 8 part 0", string.Join('\n', running.Verdict.Plan), StringComparison.Ordinal);
        Assert.Equal(Entries, running.Head);
    }

    [Fact]
    public async Task T1_A_planted_tombstone_gives_way_to_the_one_that_an_entry_ordered()
    {
        await Fill(cleanStop: false);
        Alter("INSERT INTO destroyed_parts VALUES (3 * 64 + 1, 6, zeroblob(35))");
        using var store = Open();
        await Assert.ThrowsAsync<LedgerDamagedException>(async () => await store.ReadFrom(3, 1, TestContext.Current.CancellationToken));

        await store.DestroyParts([(3, 1), (1, 1)], 7, TestContext.Current.CancellationToken);

        Assert.Equal(7, (await store.ReadFrom(3, 1, TestContext.Current.CancellationToken))[0].Parts[1].DestroyedBy);
    }

    /// <summary>Under an altered id nobody would find the command again, and a retry of it would be kept twice.</summary>
    [Fact]
    public async Task T1_A_command_id_altered_while_running_is_found_by_the_scrub()
    {
        await Fill(cleanStop: false);
        using var store = Open();
        await using var running = await Start(store);
        using var service = new NotesService(store, _cells, _writer);
        await running.Checkpoints!.WaitFor(Entries, TestContext.Current.CancellationToken);
        Alter("UPDATE entries SET id = 'AAAAAAAAAAAAAAAAAAAAAA' WHERE position = 3");
        await using var views = await Views.RunningViews.Start(service);
        var scrub = new LedgerScrub("notes", store, service.Ledger.Decoder, store.CountClaims, () => running.Checkpoints, new ScrubbedViews(views.Views), new(), TimeProvider.System, NullLogger.Instance);

        await scrub.Turn(TestContext.Current.CancellationToken);

        Assert.Contains("entry 3", Assert.Single(scrub.Last!.Findings), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    /// <summary>Eight notes with an author and a notice each; the author of the second is destroyed by order of the last.</summary>
    private async Task Fill(bool cleanStop)
    {
        // As the first start would, before the first entry.
        new Anchors(_folder.Beside("anchors")).Write(TestRing.Origin, new Checkpoint(TestRing.Origin, 0, TreeHash.Sha256.Empty()).Sign(_identity.Signer).ToBytes());
        using var store = Open();
        using var service = new NotesService(store, _cells, _writer);
        for (var note = 0; note < Entries - 1; note++)
        {
            await service.Write(note == 6 ? "a" : note == 3 ? "a" : $"{note}", $"text {note}", "somebody", new Int64Value { Value = note });
        }

        var order = await service.Write("7", "text 7", "somebody");
        await store.DestroyParts([(1, 1)], order, default);
        if (cleanStop)
        {
            await (await Start(store)).DisposeAsync();
        }
    }

    private void Alter(string sql)
    {
        using var other = SqliteConnections.OpenWriter(_folder.File("ledger.db"), durable: true, 1024);
        SqliteConnections.Run(other, sql);
    }

    private Task Plant(long position)
    {
        var entry = Sample.Entry("planted", [Sample.First("notes/planted")]);
        using var other = SqliteConnections.OpenWriter(_folder.File("ledger.db"), durable: true, 1024);
        using var row = new Statement(other, "INSERT INTO entries SELECT ?1, ?2, at, ?3, ?4, claims + 1, parts + 1, m FROM entries ORDER BY position DESC LIMIT 1");
        row.Bind(1, position).Bind(2, entry.Id).Bind(3, entry.Bytes).Bind(4, entry.Leaf).Run();
        SqliteConnections.Run(other, $"INSERT INTO claims VALUES ('notes/planted', 1, {position}, 0)");
        using var part = new Statement(other, "INSERT INTO parts VALUES (?1, ?2, 'none', x'', x'', ?3)");
        part.Bind(1, LedgerSchema.Place(position, 0)).Bind(2, entry.Parts[0].Salt).Bind(3, entry.Parts[0].Bytes).Run();
        return Task.CompletedTask;
    }

    private SqliteLedger Open() => new(_folder.File("ledger.db"), TestRing.Open);

    private Task<SignedLog> Start(SqliteLedger store) => SignedLog.Start(
        store, _cells, _identity, new() { DataDirectory = _folder.Path, AnchorDirectory = _folder.Beside("anchors") }, TimeProvider.System, NullLoggerFactory.Instance, default);

    /// <summary>Starts, and uses everything; the sentence that says what is wrong, or null.</summary>
    private async Task<string?> Noticed()
    {
        using var store = Open();
        await using var running = await Start(store);
        if (!running.Verdict.MayAppend)
        {
            return string.Join('\n', running.Verdict.Plan);
        }

        try
        {
            using var service = new NotesService(store, _cells, _writer);
            for (var position = 0L; position < Entries; position++)
            {
                service.Ledger.Decoder.Decode((await store.ReadFrom(position, 1, default))[0]);
            }

            foreach (var key in new[] { "0", "1", "2", "a", "4", "5", "7", "ghost", "other" })
            {
                await service.Notes.Load(key, default);
            }

            return null;
        }
        catch (LedgerDamagedException damage)
        {
            Assert.NotNull(damage.Position);
            return damage.Message;
        }
    }
}
