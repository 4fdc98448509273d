using System.Data.Common;
using System.Text;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>What queries see while files change under them, and what becomes of a file that must not be served or thrown away.</summary>
public sealed class A_served_view : IDisposable
{
    private const string Name = "赵一二三";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NotesService _service = new();

    private string Views => _service.Folder.File("views");

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Refuses_a_query_after_its_end_rather_than_leaving_it_waiting()
    {
        var running = await RunningViews.Start(_service, new NotesView());
        await running.CaughtUp("notes", await _service.Write("a", "one"));
        await running.DisposeAsync();
        var fault = await Assert.ThrowsAsync<Fault>(() => running.Views.Read("notes", Text, Ct).AsTask().WaitAsync(Patience, Ct));
        Assert.Equal(KernelFaults.ViewBehind, fault.Type);
    }

    [Fact]
    public async Task Answers_every_query_that_meets_the_change_of_files()
    {
        await BuildWith(new NotesView());
        for (var turn = 0; turn < 5; turn++)
        {
            var entries = new GatedEntries(_service.Tail);
            await using var running = await RunningViews.Start(_service, entries, turn % 2 == 0 ? new NextNotesView() : new NotesView());
            await running.WhenServed("notes", Text);
            var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                for (var query = 0; query < 100; query++)
                {
                    Assert.NotNull(await running.Views.Read("notes", Text, Ct));
                    await Task.Delay(1, Ct);
                }
            })).ToArray();
            entries.Open();
            await Task.WhenAll(asking).WaitAsync(Patience, Ct);
            await Until(() => running.Views.CaughtUp);
        }
    }

    [Fact]
    public async Task Serves_the_old_version_again_when_the_process_ended_before_the_new_one_had_caught_up()
    {
        await BuildWith(new NotesView());
        await using (await RunningViews.Start(_service, new GatedEntries(_service.Tail), new NextNotesView()))
        {
            await Until(() => Directory.GetFiles(Views, "*.db").Length == 2);
        }

        var entries = new GatedEntries(_service.Tail);
        await using var running = await RunningViews.Start(_service, entries, new NextNotesView());
        Assert.Equal("one", await running.WhenServed("notes", Text));
        entries.Open();
        await running.CaughtUp("notes", 1);
        Assert.Equal("ONE", await running.Views.Read("notes", Text, Ct));
        await Until(() => Directory.GetFiles(Views, "*.db").Length == 1);
    }

    [Fact]
    public async Task Takes_an_old_version_away_at_the_first_order_to_destroy_that_it_has_not_seen()
    {
        await BuildWith(new NotesView());
        var entries = new GatedEntries(_service.Tail);
        await using var running = await RunningViews.Start(_service, entries, new NextNotesView());
        Assert.Equal(Name, await running.WhenServed("notes", Author));
        await _service.Write("b", "another");
        Assert.Equal(Name, await running.Views.Read("notes", Author, Ct));
        await _service.Order((0, 1));
        await Until(() => !FilesHold(Name));
        await Assert.ThrowsAsync<Fault>(async () => await running.Views.Read("notes", Author, Ct));
    }

    [Fact]
    public async Task Never_serves_an_old_version_that_missed_an_order_to_destroy()
    {
        await BuildWith(new NotesView());
        await _service.Order((0, 1));
        await _service.Write("b", "another");
        var entries = new GatedEntries(_service.Tail);
        await using var running = await RunningViews.Start(_service, entries, new NextNotesView());
        await Until(() => !FilesHold(Name));
        await Assert.ThrowsAsync<Fault>(async () => await running.Views.Read("notes", Author, Ct));
    }

    [Fact]
    public async Task Does_not_write_its_file_again_and_again_while_a_long_query_keeps_remnants_in_being()
    {
        await using var running = await RunningViews.Start(_service, new NotesView());
        for (var note = 0; note < 300; note++)
        {
            await _service.Write($"n{note}", new string('字', 1000), note == 0 ? Name : null);
        }

        await running.CaughtUp("notes", 299);
        using var end = new ManualResetEventSlim();
        using var began = new ManualResetEventSlim();
        var query = Task.Run(() => running.Views.Read("notes", db => db.List($"SELECT stream FROM notes", row =>
        {
            began.Set();
            end.Wait(Patience, Ct);
            return row.GetString(0);
        }), Ct).AsTask());
        began.Wait(Ct);
        var order = await _service.Order((0, 1));
        await running.CaughtUp("notes", order);
        for (var more = 0; more < 10; more++)
        {
            await running.CaughtUp("notes", await _service.Write($"m{more}", "more"));
        }

        var path = Directory.GetFiles(Views, "notes.*.db").Single();
        Assert.InRange(new FileInfo($"{path}-wal").Length, 0, 3 * 1024 * 1024);
        end.Set();
        await query;
        await Until(() => !FilesHold(Name));
    }

    [Fact]
    public async Task Keeps_a_file_that_only_could_not_be_opened_just_now()
    {
        await BuildWith(new NotesView());
        Execute("UPDATE notes SET text = 'the same file'");
        var files = new Refusing(NotesService.ViewFiles, refusals: 1);
        await using var running = await RunningViews.Start(_service, _service.Tail, files, NullLogger<RoleViews>.Instance, new NotesView());
        Assert.Equal("the same file", await running.WhenServed("notes", Text));
    }

    [Fact]
    public async Task Says_what_stops_it_without_the_words_of_the_error()
    {
        var log = new KeptLog<RoleViews>();
        await _service.Write("a", "bad");
        await using var running = await RunningViews.Start(_service, _service.Tail, NotesService.ViewFiles, log, new StumblingView($"的姓名是{Name}"));
        await Until(() => log.Lines.Any(line => line.Contains("停在", StringComparison.Ordinal)));
        Assert.Equal("InvalidOperationException", running.Views.Status.Single().Trouble);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Name, StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains(nameof(StumblingView), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tries_again_as_soon_as_the_first_time_once_it_went_on_in_between()
    {
        var log = new KeptLog<RoleViews>();
        var view = new StumblingView("bad");
        await _service.Write("a", "bad");
        await using var running = await RunningViews.Start(_service, _service.Tail, NotesService.ViewFiles, log, view);
        await Until(() => Stops() == 1);
        view.Mended = true;
        await running.WhenServed("notes", Text);
        view.Mended = false;
        await _service.Write("b", "bad");
        await Until(() => Stops() == 2);
        Assert.All(log.Lines.Where(line => line.Contains("停在", StringComparison.Ordinal)), line => Assert.Contains("00:00:01后重试", line));

        int Stops() => log.Lines.Count(line => line.Contains("停在", StringComparison.Ordinal));
    }

    private static string? Text(ViewDb db) => db.First($"SELECT text FROM notes", row => row.GetString(0));

    private static string? Author(ViewDb db) => db.First($"SELECT author FROM notes WHERE author IS NOT NULL", row => row.GetString(0));

    private static async Task Until(Func<bool> condition)
    {
        for (var turn = 0; turn < 1200 && !condition(); turn++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.True(condition());
    }

    private async Task BuildWith(View view)
    {
        await using var running = await RunningViews.Start(_service, view);
        await _service.Write("a", "nought", Name);
        await running.CaughtUp("notes", await _service.Write("a", "one"));
    }

    private void Execute(string sql)
    {
        using var connection = SqliteConnections.Open(Directory.GetFiles(Views, "notes.*.db").Single(), readOnly: false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private bool FilesHold(string text) => Directory.GetFiles(Views).Any(file => Holds(file, Encoding.UTF8.GetBytes(text)));

    private static bool Holds(string path, byte[] bytes)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new MemoryStream();
            file.CopyTo(all);
            return all.ToArray().AsSpan().IndexOf(bytes) >= 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Finds the disk full for a while.</summary>
    private sealed class Refusing(IViewFiles files, int refusals) : IViewFiles
    {
        private const int Full = 13;
        private int _left = refusals;

        public DbConnection Open(string path, bool readOnly, int cacheKiB) =>
            Interlocked.Decrement(ref _left) >= 0 ? throw new SqliteException("database or disk is full", Full) : files.Open(path, readOnly, cacheKiB);

        public bool IsDamage(DbException error) => files.IsDamage(error);
    }

    /// <summary>Cannot apply a note with the text <c>bad</c> until mended.</summary>
    private sealed class StumblingView(string words) : NotesView
    {
        public volatile bool Mended;

        public override async ValueTask Apply(ViewEntry entry, ViewDb db)
        {
            await base.Apply(entry, db);
            if (!Mended && db.Number($"SELECT count(*) FROM notes WHERE text = 'bad' AND version > 0") > 0)
            {
                throw new InvalidOperationException(words);
            }
        }
    }
}
