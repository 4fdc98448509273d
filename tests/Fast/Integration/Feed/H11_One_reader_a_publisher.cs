using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>All handlers of a role read a publisher together: as often as one of them would.</summary>
public sealed class H11_One_reader_a_publisher
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Wait = IFeed.LongestWait;

    private readonly Publisher _publisher = new();
    private readonly ManualClock _clock = new(Sample.Start);
    private readonly SharedFeed _shared;

    public H11_One_reader_a_publisher() => _shared = new(_publisher, _clock, Ct);

    [Fact]
    public async Task Seventeen_handlers_at_one_place_are_one_reading()
    {
        var pages = await Together(17, () => _shared.Read("x", FeedPlace.Beginning, Wait, Ct).AsTask(), () => _publisher.Answer(3));

        Assert.Equal(1, _publisher.Reads);
        Assert.All(pages, page => Assert.Same(pages[0], page));
    }

    [Fact]
    public async Task A_handler_that_comes_a_little_later_is_given_what_was_read_and_much_later_not()
    {
        _publisher.Answer(3);
        var first = await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);

        Assert.Same(first, await _shared.Read("x", FeedPlace.Beginning, Wait, Ct));
        Assert.Same(first, await _shared.Read("x", FeedPlace.Beginning, TimeSpan.Zero, Ct));
        Assert.Equal(1, _publisher.Reads);

        _clock.Step(Wait);
        await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);
        Assert.Equal(2, _publisher.Reads);
    }

    [Fact]
    public async Task Another_place_and_another_subscriber_are_another_reading()
    {
        _publisher.Answer(3);
        await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);
        await _shared.Read("x", new(3, [3]), Wait, Ct);
        await _shared.Read("x", new(3, [4]), Wait, Ct);
        await _shared.Read("y", FeedPlace.Beginning, Wait, Ct);

        Assert.Equal(4, _publisher.Reads);
    }

    [Fact]
    public async Task A_failure_is_told_to_everybody_and_the_next_reading_asks_again()
    {
        var refused = await Together(3, async () => await Assert.ThrowsAsync<Fault>(async () => await _shared.Read("x", FeedPlace.Beginning, Wait, Ct)), _publisher.Refuse);
        Assert.All(refused, fault => Assert.Equal(KernelFaults.PeerUnavailable, fault.Type));
        Assert.Equal(1, _publisher.Reads);

        _publisher.Answer(1);
        Assert.Equal(1, (await _shared.Read("x", FeedPlace.Beginning, Wait, Ct)).Next);
    }

    [Fact]
    public async Task Who_leaves_takes_nobody_along()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var leaver = _shared.Read("x", FeedPlace.Beginning, Wait, leaving.Token).AsTask();
        var stays = _shared.Read("x", FeedPlace.Beginning, Wait, Ct).AsTask();
        await _publisher.Asked;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        _publisher.Answer(2);

        Assert.Equal(2, (await stays).Next);
        Assert.Equal(1, _publisher.Reads);
    }

    /// <summary>The answer of before would put every handler that has read on beyond the end, as after a restore from an older backup.</summary>
    [Fact]
    public async Task An_end_that_was_on_its_way_while_more_was_read_is_not_believed()
    {
        _publisher.HoldsHeads = true;
        var early = _shared.Head(Ct).AsTask();
        await _publisher.Asked;
        _publisher.Answer(5);
        await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);
        var late = _shared.Head(Ct).AsTask();
        _publisher.LetGo(3);

        Assert.Equal(3, (await early).Count);
        Assert.Equal(5, (await late).Count);
    }

    /// <summary>A restored publisher is asked twice once, and what was read of its lost history is handed to nobody any more.</summary>
    [Fact]
    public async Task A_publisher_that_was_restored_is_believed_from_its_second_answer_on()
    {
        _publisher.Answer(5);
        await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);
        _publisher.Answer(3);

        Assert.Equal(3, (await _shared.Head(Ct)).Count);
        Assert.Equal(2, _publisher.Heads);
        Assert.Equal(3, (await _shared.Head(Ct)).Count);
        Assert.Equal(3, _publisher.Heads);
        Assert.Equal(3, (await _shared.Read("x", FeedPlace.Beginning, Wait, Ct)).Next);
    }

    /// <summary>What reads alone is waited for by its caller, what is shared by the end.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Nothing_is_read_after_the_end(int seconds)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var unending = new Publisher { Ignores = true };
        var shared = new SharedFeed(unending, _clock, stop.Token);
        var reading = shared.Read("x", FeedPlace.Beginning, TimeSpan.FromSeconds(seconds), stop.Token).AsTask();
        await unending.Asked;
        await stop.CancelAsync();
        var ended = Task.WhenAll(reading.ContinueWith(_ => { }, Ct), shared.End());
        await Task.Yield();
        Assert.False(ended.IsCompleted);
        unending.Answer(1);

        await ended;
        Assert.Equal(unending.Reads, unending.Ended);
    }

    [Fact]
    public async Task A_publisher_that_was_made_anew_is_read_from_its_own_beginning()
    {
        _publisher.Answer(5);
        await _shared.Read("x", FeedPlace.Beginning, Wait, Ct);
        _publisher.Origin = "test/anew";
        _publisher.Answer(2);

        Assert.Equal(2, (await _shared.Head(Ct)).Count);
        Assert.Equal("test/anew", (await _shared.Read("x", FeedPlace.Beginning, Wait, Ct)).Origin);
    }

    [Fact]
    public async Task Runners_that_share_hear_everything_and_read_less_than_half_as_often()
    {
        using var service = new NotesService();
        var feed = new Counted(new LedgerFeed("notes", "test/notes", service.Tail, new(new Subscription("notes", StringValue.Descriptor.FullName))));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var shared = new SharedFeed(feed, TimeProvider.System, stop.Token);
        var heard = Enumerable.Range(0, 8).Select(_ => new Hearing()).ToArray();
        var running = heard.Select((hearing, number) => new HandlerRunner(
            new Named($"On{number}", hearing), shared, "notes", service.Cells, new NoParkedActs(), TimeProvider.System, new KeptLog<HandlerRunner>()).Run(stop.Token)).ToArray();

        for (var number = 0; number < 5; number++)
        {
            await service.Write($"note-{number}", "text", null, new StringValue { Value = $"{number}" });
            await ReviewFixture.Eventually(() => Task.FromResult(heard.All(one => one.Count == number + 1)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        await shared.End();
        Assert.InRange(feed.Reads, 5, 8 * 5 / 2);
    }

    /// <summary>All at once; what is asked is answered when everybody has asked.</summary>
    private async Task<T[]> Together<T>(int count, Func<Task<T>> ask, Action answer)
    {
        var asked = Enumerable.Range(0, count).Select(_ => ask()).ToArray();
        await _publisher.Asked;
        answer();
        return await Task.WhenAll(asked);
    }

    private sealed class Hearing
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Hear() => Interlocked.Increment(ref _count);
    }

    private sealed class Named(string name, Hearing hearing) : INoticeHandler
    {
        public string Name => name;

        public string Publisher => "notes";

        public Google.Protobuf.Reflection.MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromBeginning;

        public Task Handle(Notice notice, HandlerRun run)
        {
            hearing.Hear();
            return Task.CompletedTask;
        }
    }

    private sealed class Counted(IFeed feed) : IFeed
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public string Publisher => feed.Publisher;

        public ValueTask<FeedHead> Head(CancellationToken ct) => feed.Head(ct);

        public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct)
        {
            var page = await feed.Read(subscriber, from, wait, ct);
            if (page.Next > from.Next)
            {
                Interlocked.Increment(ref _reads);
            }

            return page;
        }

        public ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) => feed.ReadStream(subscriber, stream, from, ct);

        public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => feed.ShowHead(subscriber, note, ct);
    }

    /// <summary>Answers when the test says so.</summary>
    private sealed class Publisher : IFeed
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<long> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource<long> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _reads;
        private int _heads;
        private int _ended;

        public string Origin { get; set; } = "test/first";

        public bool HoldsHeads { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public int Ended => Volatile.Read(ref _ended);

        public int Heads => Volatile.Read(ref _heads);

        /// <summary>True for one whose reading ends with its answer alone.</summary>
        public bool Ignores { get; init; }

        public Task Asked => _asked.Task;

        string IFeed.Publisher => "notes";

        public void Answer(long next)
        {
            if (!_next.TrySetResult(next))
            {
                _next = new();
                _next.SetResult(next);
            }
        }

        public void Refuse()
        {
            var refused = Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously));
            refused.SetException(KernelFaults.PeerUnavailable.With(("service", "notes")));
        }

        public void LetGo(long count) => _held.SetResult(count);

        public async ValueTask<FeedHead> Head(CancellationToken ct)
        {
            _asked.TrySetResult();
            var isFirst = Interlocked.Increment(ref _heads) == 1;
            return new(Origin, HoldsHeads && isFirst ? await _held.Task : await _next.Task, []);
        }

        public async ValueTask<FeedPage> Read(string subscriber, FeedPlace from, TimeSpan wait, CancellationToken ct)
        {
            Interlocked.Increment(ref _reads);
            _asked.TrySetResult();
            var next = Ignores ? await _next.Task : await _next.Task.WaitAsync(ct);
            Interlocked.Increment(ref _ended);
            return new(Origin, [], next, [1], []);
        }

        public ValueTask<ImmutableArray<Notice>> ReadStream(string subscriber, string stream, long from, CancellationToken ct) => new(ImmutableArray<Notice>.Empty);

        public ValueTask<bool> ShowHead(string subscriber, byte[] note, CancellationToken ct) => new(false);
    }
}
