using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>View files compared from outside, while they are served and after: nothing is written beside them.</summary>
public sealed class Stored_views : IDisposable
{
    private readonly NotesService _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Agree_with_the_ledger_while_they_are_served_and_after()
    {
        await using (var running = await RunningViews.Start(_service, new NotesView()))
        {
            await running.CaughtUp("notes", await _service.Write("a", "one", "王小明"));
            Assert.Empty(await Compare());
        }

        await _service.Write("a", "two"); // the view is behind now, and right as far as it goes
        Assert.Empty(await Compare());
    }

    [Theory]
    [InlineData("UPDATE notes SET text = 'two'", ViewDifferenceKind.Changed)]
    [InlineData("DELETE FROM notes", ViewDifferenceKind.Missing)]
    [InlineData("INSERT INTO notes VALUES ('notes/z', 'o', 't', NULL, 1)", ViewDifferenceKind.Unexpected)]
    public async Task Are_found_out_when_a_row_was_altered(string tamper, ViewDifferenceKind kind)
    {
        await Build();
        using (var db = SqliteConnections.Open(Path(), readOnly: false))
        {
            using var command = db.CreateCommand();
            command.CommandText = tamper;
            command.ExecuteNonQuery();
        }

        Assert.Equal(kind, Assert.Single(await Compare()).Kind);
    }

    [Fact]
    public async Task Are_found_out_when_a_file_is_gone()
    {
        await Build();
        File.Delete(Path());
        Assert.Equal(ViewDifferenceKind.Unreadable, Assert.Single(await Compare()).Kind);
    }

    private async Task Build()
    {
        await using var running = await RunningViews.Start(_service, new NotesView());
        await running.CaughtUp("notes", await _service.Write("a", "one", "王小明"));
    }

    private string Path() => Directory.GetFiles(_service.Folder.File("views"), "notes.*.db").Single();

    private Task<IReadOnlyList<ViewDifference>> Compare() => StoredViews.Compare(
        [new NotesView()], _service.Folder.File("views"), _service.Folder.File("scratch"), _service.Tail, NotesService.ViewFiles, TestContext.Current.CancellationToken);
}
