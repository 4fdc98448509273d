using System.Collections.Immutable;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>Full disks, directories that go away, signatures that fail: named, unready, and never acknowledged.</summary>
public sealed class T9_storage : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;

    public T9_storage() => home = new LedgerHome(folder);

    public void Dispose() => folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task T9_A_full_disk_is_a_refusal_of_its_own_with_its_cause_in_the_log()
    {
        var log = new KeptLog<GroupCommit>();
        var store = new FullStore();
        await using var commit = new GroupCommit(store, 0, log);

        var refused = await Assert.ThrowsAsync<Fault>(() => commit.Append(Sample.Entry("a", [Sample.First("cases/a")]), Ct).AsTask());
        store.IsFull = false;
        var kept = await commit.Append(Sample.Entry("a", [Sample.First("cases/a")]), Ct);

        Assert.Equal("STORAGE_FULL", refused.Type.Reason);
        Assert.Contains(log.Lines, line => line.Contains("/data/ledger.db：所在磁盘的空间或配额已用完", StringComparison.Ordinal));
        Assert.Equal(AppendOutcome.Appended, kept.Outcome);
    }

    [Fact]
    public void T9_SQLite_says_that_a_disk_is_full_by_a_code_of_its_own()
    {
        Assert.IsType<StorageFullException>(StorageErrors.Named(new SqliteException("database or disk is full", 13), "/data/ledger.db"));
        Assert.IsType<SqliteException>(StorageErrors.Named(new SqliteException("disk I/O error", 10), "/data/ledger.db"));
    }

    [Fact]
    public async Task T9_After_a_full_disk_the_role_is_unready_until_it_has_found_room_itself()
    {
        var clock = new ManualClock(Sample.Start);
        var store = new FullStore();
        await using var ledger = await SignedLog.Start(store, new InMemoryCells(), home.Identity, Options(), clock, NullLoggerFactory.Instance, Ct);

        await Assert.ThrowsAsync<Fault>(() => ledger.Append(Sample.Entry("a", [Sample.First("cases/a")]), Ct).AsTask());
        store.IsFull = false;
        await Until(clock, () => ledger.Ready);

        await ledger.Append(Sample.Entry("b", [Sample.First("cases/b")]), Ct);
        Assert.Equal(1, ledger.Head);
    }

    /// <summary>An append that failed for another cause than a full disk: nobody appends to an unready role, so nothing else would end it.</summary>
    [Fact]
    public async Task S10_After_any_failed_append_the_role_finds_itself_that_the_store_takes_appends_again()
    {
        var clock = new ManualClock(Sample.Start);
        var store = new FullStore { Cause = new IOException("the file is locked") };
        await using var ledger = await SignedLog.Start(store, new InMemoryCells(), home.Identity, Options(), clock, NullLoggerFactory.Instance, Ct);

        await Assert.ThrowsAsync<Fault>(() => ledger.Append(Sample.Entry("a", [Sample.First("cases/a")]), Ct).AsTask());
        await Until(clock, () => !ledger.Ready);
        await For(clock, TimeSpan.FromSeconds(20));
        var still = ledger.Ready;
        store.IsFull = false;
        await Until(clock, () => ledger.Ready);

        Assert.False(still);
        await ledger.Append(Sample.Entry("b", [Sample.First("cases/b")]), Ct);
        Assert.Equal(1, ledger.Head);
    }

    [Fact]
    public async Task S10_A_public_head_that_cannot_be_written_keeps_the_role_unready_and_is_written_once_it_can()
    {
        var clock = new ManualClock(Sample.Start.AddSeconds(30));
        await using var started = await home.Start(clock);
        await started.Append("first");
        await started.Log.WaitFor(1, Ct);
        File.Move(folder.File("checkpoint"), folder.File("checkpoint-away"));
        Directory.CreateDirectory(folder.File("checkpoint"));
        await Until(clock, () => !started.Ledger.Ready);

        for (var gone = TimeSpan.Zero; gone < TimeSpan.FromMinutes(3); gone += TimeSpan.FromMilliseconds(500))
        {
            clock.Step(TimeSpan.FromMilliseconds(500));
            await Task.Delay(2, Ct);
            Assert.False(started.Ledger.Ready, $"ready after {gone}");
        }

        Directory.Delete(folder.File("checkpoint"));
        var began = clock.GetUtcNow();
        await Until(clock, () => started.Ledger.Ready);
        Assert.Equal(1, started.Log.Public!.Size);
        Assert.True(File.Exists(folder.File("checkpoint")));
        Assert.True(clock.GetUtcNow() - began < TimeSpan.FromSeconds(50), "it waited for the next minute");
    }

    [Fact]
    public async Task T9_The_look_for_room_takes_none_and_holds_up_no_signature()
    {
        var clock = new ManualClock(Sample.Start);
        var store = new FullStore { IsFull = false };
        long? free = 0;
        var options = Options() with { Free = _ => free };
        await using var ledger = await SignedLog.Start(store, new InMemoryCells(), home.Identity, options, clock, NullLoggerFactory.Instance, Ct);
        await ledger.Append(Sample.Entry("a", [Sample.First("cases/a")]), Ct);
        store.IsFull = true;
        await Assert.ThrowsAsync<Fault>(() => ledger.Append(Sample.Entry("b", [Sample.First("cases/b")]), Ct).AsTask());

        await Until(clock, () => !ledger.Ready && ledger.Checkpoints!.Current.Size == 1);
        await For(clock, TimeSpan.FromSeconds(20));
        var refused = await Assert.ThrowsAsync<Fault>(() => ledger.Append(Sample.Entry("b", [Sample.First("cases/b")]), Ct).AsTask());
        var ready = ledger.Ready;
        var left = Leftovers();
        (store.IsFull, free) = (false, long.MaxValue);
        await Until(clock, () => ledger.Ready);

        Assert.False(ready);
        Assert.Equal("STORAGE_FULL", refused.Type.Reason);
        Assert.Empty(left);
        Assert.Empty(Leftovers());
    }

    [Fact]
    public void T9_A_file_that_cannot_be_finished_leaves_nothing_behind()
    {
        var path = folder.File("checkpoint");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => DurableFile.Replace(path, new byte[100]));

        Assert.Empty(Leftovers());
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
    }

    [Fact]
    public async Task T9_What_a_power_cut_left_unfinished_is_swept_at_the_start()
    {
        var log = Uri.EscapeDataString(home.Identity.Origin);
        Directory.CreateDirectory(home.Anchors);
        Directory.CreateDirectory(folder.File("witnessed"));
        string[] ours =
        [
            folder.File("checkpoint.4711.1.new"), folder.File("room-check.4711.22.new"), folder.File("room-check"), folder.File("witnessed/w.note.4711.3.new"),
            Path.Combine(home.Anchors, $"{log}.note.4711.5.new"),
        ];
        string[] others = [folder.File("what.is.new"), Path.Combine(home.Anchors, $"{log}%2Bseen%2Bw.note.4711.6.new")];
        Assert.All([.. ours, .. others], file => File.WriteAllText(file, "half"));

        await using var started = await home.Start();

        Assert.DoesNotContain(ours, File.Exists);
        Assert.All(others, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public async Task T9_What_keeps_failing_to_be_signed_makes_the_role_unready_and_is_not_acknowledged()
    {
        var clock = new ManualClock(Sample.Start);
        await using var started = await home.Start(clock);
        await started.Append("first");
        await started.Log.WaitFor(1, Ct);
        Directory.Move(Path.Combine(home.Data, "tile"), Path.Combine(home.Data, "tile-away"));
        await File.WriteAllTextAsync(Path.Combine(home.Data, "tile"), "in the way", Ct);
        await started.Append("second");

        await Until(clock, () => !started.Ledger.Ready);
        var refused = await Assert.ThrowsAsync<Fault>(() => started.Append("third"));
        File.Delete(Path.Combine(home.Data, "tile"));
        Directory.Move(Path.Combine(home.Data, "tile-away"), Path.Combine(home.Data, "tile"));
        await Until(clock, () => started.Ledger.Ready);

        Assert.Equal("LEDGER_TROUBLED", refused.Type.Reason);
        Assert.Equal(2, started.Ledger.Head);
    }

    [Fact]
    public async Task T9_A_data_directory_that_is_moved_away_while_running_is_noticed_before_anybody_is_acknowledged()
    {
        await using var started = await home.Start();
        await started.Append("first");
        var away = home.Data + "-away";
        Directory.Move(home.Data, away);

        var refused = await Assert.ThrowsAsync<Fault>(() => started.Append("second"));
        var later = await Assert.ThrowsAsync<Fault>(() => started.Append("third"));
        Assert.Contains(refused.Type.Reason, new[] { "OUTCOME_UNKNOWN", "LEDGER_READ_ONLY" });
        Assert.Equal("LEDGER_READ_ONLY", later.Type.Reason);
        Assert.False(started.Ledger.Ready);
        Assert.Contains("已被删除、移走或替换", started.Ledger.Verdict.Plan[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(4096, false)]
    public void T9_Too_few_open_files_stop_the_start_with_a_sentence(long limit, bool isRefused)
    {
        var mistakes = OpenFiles.Mistakes(limit, OpenFiles.Needed(roles: 6)).ToArray();

        Assert.Equal(isRefused, mistakes.Length > 0);
        Assert.All(mistakes, mistake => Assert.Contains("打开文件数的上限为256", mistake, StringComparison.Ordinal));
    }

    private SignedLogOptions Options() => new() { DataDirectory = home.Data, AnchorDirectory = home.Anchors };

    private static async Task Until(ManualClock clock, Func<bool> holds)
    {
        for (var tries = 0; tries < 6000 && !holds(); tries++)
        {
            clock.Step(TimeSpan.FromMilliseconds(500));
            await Task.Delay(10, Ct);
        }

        Assert.True(holds());
    }

    private string[] Leftovers() =>
        [.. Directory.EnumerateFiles(home.Data, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".new", StringComparison.Ordinal) || file.Contains("room-check", StringComparison.Ordinal))];

    /// <summary>Lets time go by in steps in which the background works.</summary>
    private static async Task For(ManualClock clock, TimeSpan time)
    {
        for (var gone = TimeSpan.Zero; gone < time; gone += TimeSpan.FromMilliseconds(500))
        {
            clock.Step(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, Ct);
        }
    }

    private sealed class FullStore : InMemoryLedger
    {
        public bool IsFull { get; set; } = true;

        public Exception Cause { get; init; } = new StorageFullException("/data/ledger.db", new SqliteException("database or disk is full", 13));

        public override Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct) =>
            IsFull ? throw Cause : base.Append(batch, ct);
    }
}
