using System.Text;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

public sealed class A_view : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly NotesService _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Shows_what_the_ledger_says_as_soon_as_the_caller_has_seen_it()
    {
        await using var running = await RunningViews.Start(_service, new NotesView());
        for (var turn = 0; turn < 20; turn++)
        {
            var position = await _service.Write($"n{turn % 3}", $"text {turn}", "王小明");
            var text = await running.Read("notes", position, db => db.First($"SELECT text FROM notes WHERE stream = {$"notes/n{turn % 3}"}", row => row.GetString(0)));
            Assert.Equal($"text {turn}", text);
        }
    }

    [Fact]
    public async Task Says_how_far_it_is_behind_when_it_cannot_keep_up()
    {
        await _service.Write("n", "text");
        await using var running = await RunningViews.Start(_service, new NotesView());
        var fault = await Assert.ThrowsAsync<Fault>(async () => await running.Views.WaitFor("notes", 7, Ct));
        Assert.Equal("VIEW_BEHIND", fault.Type.Reason);
        Assert.Equal("7", fault.Metadata["lag"]);
    }

    [Fact]
    public async Task Goes_on_where_it_stopped_and_has_the_rows_of_one_built_in_one_go()
    {
        byte[] first;
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await _service.Write("a", "one", "王小明");
            await running.CaughtUp("notes", await _service.Write("b", "two"));
        }

        var last = await _service.Write("a", "three");
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", last);
            first = (await running.Views.Digest("notes", Ct)).Sha256;
            Assert.Empty(await running.Views.RebuildAndCompare(Ct));
        }

        Directory.Delete(_service.Folder.File("views"), recursive: true);
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", last);
            Assert.Equal(first, (await running.Views.Digest("notes", Ct)).Sha256);
        }
    }

    [Fact]
    public async Task Serves_the_old_version_until_the_new_one_has_caught_up_and_then_removes_it()
    {
        await _service.Write("a", "nought");
        var last = await _service.Write("a", "one");
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", last);
        }

        var entries = new GatedEntries(_service.Tail);
        await using (var running = await RunningViews.Start(_service, entries, new NextNotesView()))
        {
            Assert.Equal("one", await running.WhenServed("notes", Text));
            Assert.False(running.Views.CaughtUp);
            entries.Open();
            await running.CaughtUp("notes", last);
            Assert.Equal("ONE", await running.Views.Read("notes", Text, Ct));
        }

        Assert.Single(Directory.GetFiles(_service.Folder.File("views"), "*.db"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(4096 + 3)]
    public async Task Is_built_anew_when_its_file_is_torn(int keep)
    {
        var last = await _service.Write("a", "one", "王小明");
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", last);
        }

        Tear(Assert.Single(Directory.GetFiles(_service.Folder.File("views"), "*.db")), keep);
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            Assert.Equal("one", await running.Read("notes", last, Text));
        }
    }

    [Fact]
    public async Task Is_built_anew_when_it_belongs_to_another_ledger()
    {
        await _service.Write("a", "one");
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", 0);
        }

        using var other = new NotesService();
        await other.Write("a", "of the other ledger");
        Directory.CreateDirectory(other.Folder.File("views"));
        foreach (var file in Directory.GetFiles(_service.Folder.File("views")))
        {
            File.Copy(file, Path.Combine(other.Folder.File("views"), Path.GetFileName(file)));
        }

        await using (var running = await RunningViews.Start(other, new NotesView()))
        {
            Assert.Equal("of the other ledger", await running.Read("notes", 0, Text));
        }
    }

    [Theory]
    [InlineData("UPDATE notes SET text = 'two'", "notes", "stream=notes/a", "text", ViewDifferenceKind.Changed)]
    [InlineData("UPDATE notes SET version = 9", "notes", "stream=notes/a", "version", ViewDifferenceKind.Changed)]
    [InlineData("DELETE FROM notes", "notes", "stream=notes/a", "", ViewDifferenceKind.Missing)]
    [InlineData("INSERT INTO notes VALUES ('notes/z', 'o', 't', NULL, 1)", "notes", "stream=notes/z", "", ViewDifferenceKind.Unexpected)]
    [InlineData("INSERT INTO notes VALUES ('notes/0', 'o', 't', NULL, 1)", "notes", "stream=notes/0", "", ViewDifferenceKind.Unexpected)]
    public async Task Is_found_out_when_a_row_is_not_what_the_ledger_makes_of_it(string tamper, string table, string row, string column, ViewDifferenceKind kind)
    {
        var last = await _service.Write("a", "one", "王小明");
        await using var running = await RunningViews.Start(_service, new NotesView());
        await running.CaughtUp("notes", last);
        Assert.Empty(await running.Views.RebuildAndCompare(Ct));
        Tamper("notes", tamper);
        var difference = Assert.Single(await running.Views.RebuildAndCompare(Ct));
        Assert.Equal(new("notes", table, row, column, kind), difference);
    }

    [Fact]
    public async Task Is_found_out_when_a_token_of_its_text_index_was_changed()
    {
        var last = await _service.Write("a", "超许可范围销售", "王小明");
        await using var running = await RunningViews.Start(_service, new NotesTextView());
        await running.CaughtUp("notes-text", last);
        Assert.Empty(await running.Views.RebuildAndCompare(Ct));
        Tamper("notes-text", "DELETE FROM note_text WHERE rowid = 0; INSERT INTO note_text(rowid, tokens) VALUES (0, '别的')");
        Assert.Equal("note_text", Assert.Single(await running.Views.RebuildAndCompare(Ct)).Table);
    }

    [Fact]
    public async Task Undoes_the_whole_batch_when_one_entry_fails_and_goes_on_when_it_passes()
    {
        var view = new FailingView();
        await _service.Write("a", "one");
        await _service.Write("b", "bad");
        await using var running = await RunningViews.Start(_service, view);
        await Assert.ThrowsAsync<Fault>(async () => await running.Views.WaitFor("notes", 1, Ct));
        Assert.NotNull(Assert.Single(running.Views.Status).Trouble);
        view.Fails = false;
        await _service.Write("c", "three");
        Assert.Equal(3, await running.Read("notes", 2, db => db.Number($"SELECT count(*) FROM notes")));
    }

    [Fact]
    public async Task Answers_many_queries_at_once_with_at_most_four_connections()
    {
        var last = await _service.Write("a", "one");
        await using var running = await RunningViews.Start(_service, new NotesView());
        await running.CaughtUp("notes", last);
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => running.Views.Read("notes", _ =>
        {
            lock (_service)
            {
                most = Math.Max(most, ++inside);
            }

            Thread.Sleep(5);
            lock (_service)
            {
                return inside--;
            }
        }, Ct).AsTask())));
        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task Forgets_what_an_order_of_another_stream_destroys_and_leaves_no_byte_of_it()
    {
        const string Name = "赵一二三";
        const string Filler = "很长的说明文字";
        await using var running = await RunningViews.Start(_service, new NotesView(), new NotesTextView());
        var secret = await _service.Write("a", "one", Name);
        for (var other = 0; other < 200; other++)
        {
            await _service.Write($"b{other}", string.Concat(Enumerable.Repeat(Filler, 40)), $"别人{other}");
        }

        var last = await _service.Write("a", "two");
        foreach (var view in new[] { "notes", "notes-text" })
        {
            await running.CaughtUp(view, last);
        }

        Assert.True(FilesHold(Name));
        Assert.True(FilesHold("一二"));
        var order = await _service.Order((secret, 1));
        foreach (var view in new[] { "notes", "notes-text" })
        {
            await running.CaughtUp(view, order);
        }

        Assert.Equal(("two", true), await running.Views.Read("notes", db => db.First($"SELECT text, author FROM notes WHERE stream = 'notes/a'", row => (row.GetString(0), row.IsDBNull(1))), Ct));
        Assert.Empty(await running.Views.Read("notes-text", db => NotesTextView.Index.Search(db, Name, null, 10), Ct));
        await Until(() => !FilesHold(Name) && !FilesHold("一二"));

        // Before and after the store has done so, a view built anew agrees.
        Assert.Empty(await running.Views.RebuildAndCompare(Ct));
        await _service.Store.DestroyParts([(secret, 1)], order, Ct);
        Assert.Empty(await running.Views.RebuildAndCompare(Ct));
    }

    [Fact]
    public async Task Does_not_show_a_destroyed_part_again_when_its_stream_goes_on()
    {
        var secret = await _service.Write("a", "one", "赵一二三");
        var order = await _service.Order((secret, 1));
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", order);
        }

        var last = await _service.Write("a", "two");
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            Assert.True(await running.Read("notes", last, db => db.First($"SELECT author IS NULL FROM notes", row => row.GetBoolean(0))));
        }
    }

    private static string? Text(ViewDb db) => db.First($"SELECT text FROM notes", row => row.GetString(0));

    private static void Tear(string path, int keep)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(Math.Min(keep, file.Length));
        if (keep >= 4096)
        {
            file.Position = 100;
            file.Write(Encoding.UTF8.GetBytes("not a page of a database"));
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var turn = 0; turn < 1200 && !condition(); turn++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.True(condition());
    }

    private void Tamper(string view, string sql)
    {
        var path = Assert.Single(Directory.GetFiles(_service.Folder.File("views"), $"{view}.*.db"));
        using var connection = SqliteConnections.Open(path, readOnly: false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private bool FilesHold(string text) =>
        Directory.GetFiles(_service.Folder.File("views"), "*", SearchOption.AllDirectories).Any(file => Holds(file, Encoding.UTF8.GetBytes(text)));

    private static bool Holds(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var all = new MemoryStream();
        file.CopyTo(all);
        return all.ToArray().AsSpan().IndexOf(bytes) >= 0;
    }

    private sealed class FailingView : NotesView
    {
        public volatile bool Fails = true;

        public override async ValueTask Apply(ViewEntry entry, ViewDb db)
        {
            await base.Apply(entry, db);
            if (Fails && entry.Position == 1)
            {
                throw KernelFaults.ReplicaTooOld.Now();
            }
        }
    }
}
