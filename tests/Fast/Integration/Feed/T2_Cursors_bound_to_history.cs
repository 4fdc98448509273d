using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>A handler whose place is not on its publisher's history: whose data is older does not matter, nothing is handled in silence.</summary>
public sealed class T2_Cursors_bound_to_history : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly NotesService _publisher = new(), _restored = new();
    private readonly ManualClock _clock = new(Sample.Start);
    private readonly KeptLog<HandlerRunner> _log = new();
    private readonly Hearing _handler = new();
    private InMemoryCells _cells = new();

    public void Dispose()
    {
        _publisher.Dispose();
        _restored.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task T2_A_publisher_with_another_history_is_not_followed_however_far_it_has_grown(int grown)
    {
        var feed = new Exchanged(FeedOf(_publisher));
        var runner = Runner(feed);
        await Tell(_publisher, "one", "two", "three");
        await runner.Step(TimeSpan.Zero, Ct);
        await Tell(_restored, [.. Enumerable.Range(0, grown).Select(number => $"other {number}")]);
        feed.Current = FeedOf(_restored);
        for (var step = 0; step < 4; step++)
        {
            Assert.False(await runner.Step(TimeSpan.Zero, Ct));
        }

        Assert.Equal(["one", "two", "three"], _handler.Heard);
        Assert.Contains("hearing的OnNote已处理notes（test/notes）的前3条记录", runner.Stopped, StringComparison.Ordinal);
        Assert.Contains($"notes现有{grown}条", runner.Stopped, StringComparison.Ordinal);
        Assert.Contains("enforce recover", runner.Stopped, StringComparison.Ordinal);
        Assert.Single(_log.Lines, line => line.Contains("已停止接收其通知", StringComparison.Ordinal));

        // The printed step: the newer data is back.
        feed.Current = FeedOf(_publisher);
        await Tell(_publisher, "four");
        while (await runner.Step(TimeSpan.Zero, Ct))
        {
            // As long as there is more.
        }

        Assert.Equal(["one", "two", "three", "four"], _handler.Heard);
        Assert.Null(runner.Stopped);
    }

    [Fact]
    public async Task T2_A_handler_that_starts_again_beside_another_history_handles_nothing_of_it()
    {
        await Tell(_publisher, "one", "two");
        await Runner(FeedOf(_publisher)).Step(TimeSpan.Zero, Ct);
        await Tell(_restored, "a", "b", "c", "d");
        var again = Runner(FeedOf(_restored));
        Assert.False(await again.Step(TimeSpan.Zero, Ct));
        Assert.NotNull(again.Stopped);
        Assert.Equal(["one", "two"], _handler.Heard);
    }

    [Fact]
    public async Task T2_A_cursor_holds_its_place_its_leaf_and_the_newest_note()
    {
        await Tell(_publisher, "one", "two");
        var signed = new Exchanged(FeedOf(_publisher)) { Note = [1, 2, 3] };
        await Runner(signed).Step(TimeSpan.Zero, Ct);
        var cursor = await Cursor();
        Assert.Equal(("test/notes", 2L), (cursor.Origin, cursor.Next));
        Assert.Equal((await _publisher.Store.ReadFrom(1, 1, Ct))[0].Leaf, cursor.Leaf);
        Assert.Equal([1, 2, 3], cursor.Note);
    }

    [Fact]
    public async Task T2_A_newer_note_is_kept_though_nothing_new_was_told()
    {
        await Tell(_publisher, "one");
        var signed = new Exchanged(FeedOf(_publisher)) { Note = [1] };
        var runner = Runner(signed);
        await runner.Step(TimeSpan.Zero, Ct);
        signed.Note = [2];
        _clock.Step(TimeSpan.FromSeconds(1));
        Assert.False(await runner.Step(TimeSpan.Zero, Ct));
        Assert.Equal([2], (await Cursor()).Note);
    }

    [Fact]
    public async Task T2_The_publisher_is_shown_the_newest_note_once()
    {
        await Tell(_publisher, "one", "two");
        var feed = new Exchanged(FeedOf(_publisher)) { Note = [7] };
        var runner = Runner(feed);
        await runner.Step(TimeSpan.Zero, Ct);
        feed.Current = FeedOf(_restored);
        for (var step = 0; step < 3; step++)
        {
            await runner.Step(TimeSpan.Zero, Ct);
        }

        Assert.Equal([7], Assert.Single(feed.Shown));
    }

    [Fact]
    public async Task T2_Without_a_signed_note_there_is_an_alarm_and_nothing_is_shown()
    {
        await Tell(_publisher, "one");
        var feed = new Exchanged(FeedOf(_publisher));
        var runner = Runner(feed);
        await runner.Step(TimeSpan.Zero, Ct);
        feed.Current = FeedOf(_restored);
        await runner.Step(TimeSpan.Zero, Ct);
        Assert.NotNull(runner.Stopped);
        Assert.Empty(feed.Shown);
    }

    [Fact]
    public async Task T2_A_handler_that_starts_now_is_bound_to_the_head_of_that_day()
    {
        await Tell(_publisher, "one", "two");
        var late = new Hearing { Start = HandlerStart.FromNow };
        var runner = Runner(FeedOf(_publisher), late);
        await runner.Step(TimeSpan.Zero, Ct);
        await Tell(_publisher, "three");
        await runner.Step(TimeSpan.Zero, Ct);
        Assert.Equal(["three"], late.Heard);
        await Tell(_restored, "a", "b", "c", "d");
        Assert.False(await Runner(FeedOf(_restored), late).Step(TimeSpan.Zero, Ct));
        Assert.Equal(["three"], late.Heard);
    }

    /// <summary>Deleted by hand, a handler of <see cref="HandlerStart.FromNow"/> would begin at today's head and pass over all before it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T2_A_cursor_moved_ahead_or_deleted_by_hand_stops_its_handler_by_name(bool deleted)
    {
        await Tell(_publisher, "one");
        await Runner(FeedOf(_publisher)).Step(TimeSpan.Zero, Ct);
        var name = HandlerCursor.CellOf("OnNote", "test/notes");
        var ahead = (await Cursor()) with { Next = 3 };
        _cells = _cells.AfterAlteration(name, row => deleted ? null : row with { Value = ahead.ToBytes() });
        await Tell(_publisher, "two", "three");
        var runner = Runner(FeedOf(_publisher));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = runner.Run(stop.Token);
        for (var tries = 0; runner.Stopped is null; tries++)
        {
            Assert.True(tries < 3000, "did not stop within 60 s");
            await Task.Delay(20, Ct);
        }

        await stop.CancelAsync();
        await running;
        Assert.Contains($"单元 {name}", runner.Stopped, StringComparison.Ordinal);
        Assert.Contains("备份", runner.Stopped, StringComparison.Ordinal);
        Assert.Equal(["one"], _handler.Heard);
    }

    private HandlerRunner Runner(IFeed feed, Hearing? handler = null) => new(handler ?? _handler, feed, "hearing", _cells, new NoParkedActs(), _clock, _log);

    private async Task<HandlerCursor> Cursor() => HandlerCursor.FromBytes((await _cells.Read(HandlerCursor.CellOf("OnNote", "test/notes"), Ct))!.Value);

    private static LedgerFeed FeedOf(NotesService publisher) =>
        new("notes", "test/notes", publisher.Tail, new(new Subscription("hearing", StringValue.Descriptor.FullName)));

    private static async Task Tell(NotesService publisher, params string[] texts)
    {
        foreach (var text in texts)
        {
            await publisher.Write("a", "text", null, new StringValue { Value = text });
        }
    }

    /// <summary>A feed behind which the publisher is exchanged, and which hands out a note.</summary>
    private sealed class Exchanged(IFeed feed) : IFeed
    {
        public IFeed Current { get; set; } = feed;

        public byte[] Note { get; set; } = [];

        public List<byte[]> Shown { get; } = [];

        public string Publisher => Current.Publisher;

        public ValueTask<FeedHead> Head(CancellationToken ct) => Current.Head(ct);

        public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct) =>
            await Current.Read(subscriber, from, wait, ct) with { Note = Note };

        public ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) =>
            Current.ReadStream(subscriber, stream, from, ct);

        public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct)
        {
            Shown.Add(note);
            return new(true);
        }
    }

    private sealed class Hearing : INoticeHandler
    {
        public string Name => "OnNote";

        public string Publisher => "notes";

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start { get; init; } = HandlerStart.FromBeginning;

        public List<string> Heard { get; } = [];

        public Task Handle(Notice notice, HandlerRun run)
        {
            lock (Heard)
            {
                Heard.Add(((StringValue)notice.Body).Value);
            }

            return Task.CompletedTask;
        }
    }
}
