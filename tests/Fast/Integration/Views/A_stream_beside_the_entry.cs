using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>A view may ask for a stream that the entry does not advance: rules that its rows go by. It is read once and stays right.</summary>
public sealed class A_stream_beside_the_entry : IDisposable
{
    private readonly NotesService _service = new();

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Is_seen_as_it_was_at_each_entry()
    {
        var last = await WriteRulesAndNotes();
        await using var running = await RunningViews.Start(_service, new RuledNotes());

        var rows = await running.Read("ruled", last, db => db.List($"SELECT note, rule FROM ruled ORDER BY position", row => $"{row.GetString(0)} under {row.GetString(1)}"));

        Assert.Equal(["a under ", "b under first", "c under first", "d under second", "e under second"], rows);
        Assert.Empty(await running.Views.RebuildAndCompare(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_read_again_only_after_it_went_on()
    {
        var last = await WriteRulesAndNotes();
        var entries = new CountedEntries(_service.Tail);
        await using var running = await RunningViews.Start(_service, entries, new RuledNotes());
        await running.CaughtUp("ruled", last);

        Assert.Equal(3, entries.Reads);
    }

    private async Task<long> WriteRulesAndNotes()
    {
        await _service.Write("a", "a");
        await _service.Write("rule", "first");
        await _service.Write("b", "b");
        await _service.Write("c", "c");
        await _service.Write("rule", "second");
        await _service.Write("d", "d");
        return await _service.Write("e", "e");
    }

    private sealed class RuledNotes : View
    {
        public override string Name => "ruled";

        public override int CodeVersion => 1;

        public override string Schema => "CREATE TABLE ruled (position INTEGER PRIMARY KEY, note TEXT NOT NULL, rule TEXT NOT NULL)";

        public override async ValueTask Apply(ViewEntry entry, ViewDb db)
        {
            if (entry.Stream == "notes/rule")
            {
                return;
            }

            var note = await entry.StateAfter<NoteState>();
            var rule = await entry.StateAfter<NoteState>("notes/rule");
            db.Run($"INSERT INTO ruled VALUES ({entry.Position}, {note.Text}, {rule.Text})");
        }
    }

    private sealed class CountedEntries(IEntries entries) : IEntries
    {
        public int Reads { get; private set; }

        public long Known => entries.Known;

        public ValueTask<long> Count(CancellationToken ct) => entries.Count(ct);

        public ValueTask<ImmutableArray<DecodedEntry>> ReadFrom(long position, int max, CancellationToken ct) => entries.ReadFrom(position, max, ct);

        public ValueTask<ImmutableArray<DecodedEntry>> ReadStream(string stream, long afterVersion, int max, CancellationToken ct)
        {
            Reads++;
            return entries.ReadStream(stream, afterVersion, max, ct);
        }

        public Task Wait(long position, TimeSpan longest, CancellationToken ct) => entries.Wait(position, longest, ct);
    }
}
