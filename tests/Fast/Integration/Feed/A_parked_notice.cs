using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

public sealed class A_parked_notice : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NotesService _publisher = new();
    private readonly Hearing _handler = new();
    private readonly Verdicts _verdicts = new();
    private readonly ShiftedClock _clock = new();
    private readonly InMemoryCells _cells = new();
    private readonly KeptLog<HandlerRunner> _log = new();
    private readonly HandlerRunner _runner;

    public A_parked_notice() => _runner = Runner(_handler);

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task Holds_up_its_own_stream_and_no_other()
    {
        await Tell("a 1", "b 1", "a poison", "a 2", "b 2", "c 1", "a 3");
        await Drain();
        Assert.Equal(["a 1"], _handler.Heard("a"));
        Assert.Equal(["b 1", "b 2"], _handler.Heard("b"));
        Assert.Equal(["c 1"], _handler.Heard("c"));
        await Tell("a 4", "b 3");
        await Drain();
        Assert.Equal(["a 1"], _handler.Heard("a"));
        Assert.Equal(["b 1", "b 2", "b 3"], _handler.Heard("b"));
    }

    [Fact]
    public async Task Is_not_tried_again_by_itself_when_a_rule_refused_it()
    {
        await Tell("a poison");
        await Drain();
        var attempts = _handler.Attempts;
        _clock.Shift += TimeSpan.FromDays(1);
        await Drain();
        Assert.Equal(attempts, _handler.Attempts);
    }

    [Fact]
    public async Task Goes_on_in_order_when_a_retry_is_asked_for_and_it_is_mended()
    {
        await Tell("a 1", "a poison", "a 2", "a 3");
        await Drain();
        _handler.Mended = true;
        _verdicts.Now = new(1, RetriedAt: 1, null);
        await Drain();
        Assert.Equal(["a 1", "a poison", "a 2", "a 3"], _handler.Heard("a"));
        await Tell("a 4");
        await Drain();
        Assert.Equal("a 4", _handler.Heard("a")[^1]);
    }

    [Fact]
    public async Task Is_tried_once_for_each_retry_that_is_asked_for()
    {
        await Tell("a poison");
        await Drain();
        var attempts = _handler.Attempts;
        _verdicts.Now = new(1, RetriedAt: 1, null);
        await Drain();
        Assert.Equal(attempts + 1, _handler.Attempts);
        _verdicts.Now = new(2, RetriedAt: 2, null);
        await Drain();
        Assert.Equal(attempts + 2, _handler.Attempts);
    }

    [Fact]
    public async Task Is_passed_over_when_two_people_agreed_on_it_and_only_that_one()
    {
        await Tell("a poison", "a 1", "a poison", "a 2");
        await Drain();
        _verdicts.Now = new(2, 0, (0, 1));
        await Drain();
        Assert.Equal(["a 1"], _handler.Heard("a"));
        _verdicts.Now = new(4, 0, (2, 1));
        await Drain();
        Assert.Equal(["a 1", "a 2"], _handler.Heard("a"));
    }

    [Fact]
    public async Task Is_tried_again_by_itself_ever_more_slowly_when_the_fault_says_later()
    {
        _handler.Fault = KernelFaults.PeerUnavailable.With(("service", "review"));
        await Tell("a 1", "b 1");
        await Drain();
        var attempts = _handler.Attempts;
        await Drain();
        Assert.Equal(attempts, _handler.Attempts);
        for (var turn = 0; turn < 20; turn++)
        {
            _clock.Shift += TimeSpan.FromMinutes(6);
            await Drain();
        }

        Assert.True(_handler.Attempts >= attempts + 20);
        _handler.Fault = null;
        _clock.Shift += TimeSpan.FromMinutes(6);
        await Drain();
        Assert.Equal(["a 1"], _handler.Heard("a"));
        Assert.Equal(["b 1"], _handler.Heard("b"));
    }

    [Fact]
    public async Task Survives_the_process()
    {
        await Tell("a poison", "a 1");
        await Drain();
        var again = new Hearing();
        await Drain(Runner(again));
        Assert.Equal(0, again.Attempts);
        _verdicts.Now = new(1, 0, (0, 1));
        await Drain(Runner(again));
        Assert.Equal(["a 1"], again.Heard("a"));
    }

    [Fact]
    public async Task Is_not_what_a_handler_that_starts_now_sees_of_the_past()
    {
        await Tell("a 1");
        var late = new Hearing { Name = "OnLate", Start = HandlerStart.FromNow };
        var runner = Runner(late);
        await Drain(runner);
        await Tell("a 2");
        await Drain(runner);
        await Drain(Runner(late));
        Assert.Equal(["a 2"], late.Heard("a"));
    }

    [Fact]
    public async Task And_every_other_is_left_alone_while_the_publisher_is_an_old_copy()
    {
        await Tell("a 1", "a 2", "a 3");
        await Drain();
        using var restored = new NotesService();
        await restored.Write("a", "text", null, new StringValue { Value = "a another" });
        Assert.False(await Runner(_handler, restored).Step(TimeSpan.Zero, Ct));
        Assert.Equal(["a 1", "a 2", "a 3"], _handler.Heard("a"));
    }

    [Fact]
    public async Task And_every_other_is_left_alone_by_a_runner_that_goes_on_while_the_publisher_becomes_an_old_copy()
    {
        var feed = new Swapped(FeedOf(_publisher));
        var runner = new HandlerRunner(_handler, feed, "hearing", _cells, _verdicts, _clock, _log);
        await Tell("a 1", "a 2", "a 3");
        await runner.Step(TimeSpan.Zero, Ct);
        using var restored = new NotesService();
        await restored.Write("a", "text", null, new StringValue { Value = "a another" });
        feed.Current = FeedOf(restored);
        for (var step = 0; step < 5; step++)
        {
            Assert.False(await runner.Step(TimeSpan.Zero, Ct));
        }

        Assert.Equal(["a 1", "a 2", "a 3"], _handler.Heard("a"));
        Assert.Contains(_log.Lines, line => line.Contains("较旧的备份", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_publisher_made_anew_is_heard_under_a_cursor_of_its_own()
    {
        var feed = new Swapped(FeedOf(_publisher));
        var runner = new HandlerRunner(_handler, feed, "hearing", _cells, _verdicts, _clock, _log);
        await Tell("a 1");
        await runner.Step(TimeSpan.Zero, Ct);
        using var anew = new NotesService();
        await anew.Write("a", "text", null, new StringValue { Value = "a first" });
        await anew.Write("a", "text", null, new StringValue { Value = "a second" });
        feed.Current = FeedOf(anew, "test/anew");
        Assert.False(await runner.Step(TimeSpan.Zero, Ct)); // it learns of the other origin
        await Drain(runner);

        Assert.Equal(["a 1", "a first", "a second"], _handler.Heard("a"));
        Assert.Equal(["handlers/OnNote/test/anew", "handlers/OnNote/test/notes"], (await _cells.List("handlers/", Ct)).Select(cell => cell.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_type_the_subscriber_has_no_row_for_is_never_served()
    {
        await _publisher.Write("a", "text", null, new Int64Value { Value = 1 }, new StringValue { Value = "a 1" });
        var feed = FeedOf(_publisher);
        Assert.Equal(StringValue.Descriptor.FullName, Assert.Single((await feed.Read("hearing", FeedPlace.Beginning, TimeSpan.Zero, Ct)).Notices).Type);
        Assert.Single(await feed.ReadStream("hearing", "notes/a", 0, Ct));
        Assert.Empty((await feed.Read("stranger", FeedPlace.Beginning, TimeSpan.Zero, Ct)).Notices);
        Assert.Empty(await feed.ReadStream("stranger", "notes/a", 0, Ct));
    }

    [Fact]
    public async Task That_never_ends_is_given_up_after_one_attempt_and_holds_up_nobody_else()
    {
        _clock.Haste = 100;
        await Tell("a hang", "b 1");
        await Drain().WaitAsync(Patience, Ct);
        Assert.Equal(["b 1"], _handler.Heard("b"));
        Assert.Equal(2, _handler.Attempts);
        _clock.Haste = 1;
        _clock.Shift += TimeSpan.FromMinutes(6);
        for (var number = 2; number < 6; number++)
        {
            await Tell($"b {number}");
            await _runner.Step(TimeSpan.Zero, Ct).WaitAsync(Patience, Ct);
        }

        Assert.Equal(["b 1", "b 2", "b 3", "b 4", "b 5"], _handler.Heard("b"));
        for (var turn = 0; turn < 6000 && _handler.Attempts < 7; turn++)
        {
            await Task.Delay(10, Ct);
        }

        Assert.Equal((7, true), (_handler.Attempts, _runner.Busy));
    }

    [Fact]
    public async Task Loses_nothing_that_was_told_while_it_was_tried_again()
    {
        _clock.Haste = 100;
        await Tell("a hang");
        await Drain().WaitAsync(Patience, Ct);
        _clock.Haste = 10;
        _clock.Shift += TimeSpan.FromMinutes(6);
        await Tell("a 2");
        await _runner.Step(TimeSpan.Zero, Ct).WaitAsync(Patience, Ct);
        _handler.Hang = "never";
        await Tell("a 3", "a 4");
        for (var turn = 0; turn < 300 && _handler.Heard("a").Length < 4; turn++)
        {
            _clock.Shift += TimeSpan.FromMinutes(6);
            await _runner.Step(TimeSpan.FromMilliseconds(200), Ct);
            await Task.Delay(50, Ct);
        }

        Assert.Equal(["a hang", "a 2", "a 3", "a 4"], _handler.Heard("a"));
    }

    [Fact]
    public async Task Costs_a_look_at_the_ledger_only_when_it_is_due_or_decided_about()
    {
        await Tell([.. Enumerable.Range(0, 20).Select(number => $"{(char)('a' + number)} poison")]);
        await Drain();
        for (var turn = 0; turn < 10; turn++)
        {
            await Drain();
        }

        Assert.InRange(_verdicts.Finds, 0, 20);
        var before = _verdicts.Finds;
        _verdicts.Now = new(1, RetriedAt: 1, null);
        await Drain();
        Assert.Equal(before + 1, _verdicts.Finds);
    }

    [Fact]
    public async Task Is_not_what_a_neighbours_absence_makes_of_many_the_handler_waits_instead()
    {
        _handler.Fault = KernelFaults.PeerUnavailable.With(("service", "review"));
        await Tell([.. Enumerable.Range(0, 20).Select(number => $"{(char)('a' + number)} 1")]);
        await Drain();
        Assert.Empty(await Parked());
        var attempts = _handler.Attempts;
        await Drain();
        Assert.Equal(attempts, _handler.Attempts);
        _handler.Fault = null;
        _clock.Shift += TimeSpan.FromMinutes(1);
        await Tell("a 2");
        await Drain();
        Assert.Equal(["a 1", "a 2"], _handler.Heard("a"));
        Assert.Equal(["t 1"], _handler.Heard("t"));
        Assert.Single(_log.Lines, line => line.Contains("PEER_UNAVAILABLE", StringComparison.Ordinal) && line.Contains("全部暂停", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_no_word_of_its_error_in_the_log()
    {
        _handler.Fault = new InvalidOperationException("赵一二三");
        await Tell("a 1");
        await Drain();
        Assert.Contains(_log.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("赵一二三", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> Parked() =>
        (await _cells.List("handlers/", Ct)).SelectMany(cell => HandlerCursor.FromBytes(cell.Value).Parked.Keys);

    private static LedgerFeed FeedOf(NotesService publisher, string origin = "test/notes") =>
        new("notes", origin, publisher.Tail, new(new Subscription("hearing", StringValue.Descriptor.FullName)));

    private HandlerRunner Runner(INoticeHandler handler, NotesService? publisher = null) =>
        new(handler, FeedOf(publisher ?? _publisher), "hearing", _cells, _verdicts, _clock, _log);

    private async Task Tell(params string[] texts)
    {
        foreach (var text in texts)
        {
            await _publisher.Write(text[..1], "text", null, new StringValue { Value = text });
        }
    }

    private Task Drain() => Drain(_runner);

    private static async Task Drain(HandlerRunner runner)
    {
        while (await runner.Step(TimeSpan.Zero, Ct) || runner.Busy)
        {
            await Task.Delay(runner.Busy ? 1 : 0, Ct);
        }
    }

    /// <summary>A feed behind which the publisher is exchanged, as over the network.</summary>
    private sealed class Swapped(IFeed feed) : IFeed
    {
        public IFeed Current { get; set; } = feed;

        public string Publisher => Current.Publisher;

        public ValueTask<FeedHead> Head(CancellationToken ct) => Current.Head(ct);

        public ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct) => Current.Read(subscriber, from, wait, ct);

        public ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) =>
            Current.ReadStream(subscriber, stream, from, ct);

        public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => Current.ShowHead(subscriber, note, ct);
    }

    /// <summary>Remembers what it heard; refuses poison until mended.</summary>
    private sealed class Hearing : INoticeHandler
    {
        private readonly List<(string Stream, string Text)> _heard = [];
        private int _attempts;

        public string Name { get; init; } = "OnNote";

        public string Publisher => "notes";

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start { get; init; }

        public bool Mended { get; set; }

        public Exception? Fault { get; set; }

        /// <summary>Never returns from a notice that ends so, whoever cancels.</summary>
        public string Hang { get; set; } = "hang";

        public int Attempts => _attempts;

        public string[] Heard(string key)
        {
            lock (_heard)
            {
                return [.. _heard.Where(heard => heard.Stream == $"notes/{key}").Select(heard => heard.Text)];
            }
        }

        public Task Handle(Notice notice, HandlerRun run)
        {
            Interlocked.Increment(ref _attempts);
            var text = ((StringValue)notice.Body).Value;
            if (text.EndsWith(Hang, StringComparison.Ordinal))
            {
                return new TaskCompletionSource().Task;
            }

            if (Fault is not null)
            {
                throw Fault;
            }

            if (text.EndsWith("poison", StringComparison.Ordinal) && !Mended)
            {
                throw KernelFaults.PartDestroyed.Now();
            }

            lock (_heard)
            {
                _heard.Add((notice.Stream, text));
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Verdicts : IParkedActs
    {
        private ParkedVerdict _now;
        private int _decided;

        public int Finds { get; private set; }

        /// <summary>What is decided about every stream; setting it is deciding it about stream <c>notes/a</c>.</summary>
        public ParkedVerdict Now
        {
            get => _now;
            set => (_now, _decided) = (value, _decided + 1);
        }

        public ValueTask<ParkedVerdict> Find(string handler, string stream, CancellationToken ct)
        {
            lock (this)
            {
                Finds++;
                return new(Now);
            }
        }

        public ValueTask<ParkedDecisions> Since(string handler, long? position, CancellationToken ct) =>
            new(new ParkedDecisions(position < _decided ? ["notes/a"] : [], _decided));
    }

    /// <summary>A clock that stands until it is put forward; its timers run.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public TimeSpan Shift { get; set; }

        /// <summary>How many times faster its timers run than the system's.</summary>
        public int Haste { get; set; } = 1;

        public override DateTimeOffset GetUtcNow() => _start + Shift;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => GetUtcNow().UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Haste : dueTime, period);
    }
}
