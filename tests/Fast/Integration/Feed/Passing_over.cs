using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>A handler whose publisher tells much that is not for it does not write its cursor all the time.</summary>
public sealed class Passing_over : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly NotesService _publisher = new();
    private readonly Counted _cells = new();
    private readonly ManualClock _clock = new(Sample.Start);
    private readonly Counting _handler = new();

    public void Dispose() => _publisher.Dispose();

    [Fact]
    public async Task Keeps_the_cursor_once_a_second_and_goes_on_meanwhile()
    {
        var runner = Runner();
        await Work(runner, entries: 20);
        var first = _cells.Writes;
        await Work(runner, entries: 20);
        Assert.Equal(first, _cells.Writes);
        Assert.False(await runner.Step(TimeSpan.Zero, Ct)); // it is at the head, though no cell says so
        _clock.Step(TimeSpan.FromSeconds(1));
        await Work(runner, entries: 1);
        Assert.Equal(first + 1, _cells.Writes);
        Assert.Equal(41, await Stored());
    }

    [Fact]
    public async Task Keeps_the_cursor_at_once_when_something_was_handled()
    {
        var runner = Runner();
        await Work(runner, entries: 5);
        await _publisher.Write("a", "told", null, new StringValue { Value = "x" });
        await runner.Step(TimeSpan.Zero, Ct);
        Assert.Equal(1, _handler.Handled);
        Assert.Equal(6, await Stored());
    }

    [Fact]
    public async Task Passes_over_again_after_a_start_and_handles_nothing_twice()
    {
        var runner = Runner();
        await _publisher.Write("a", "told", null, new StringValue { Value = "x" });
        await Work(runner, entries: 5);
        await Work(Runner(), entries: 5);
        await _publisher.Write("a", "told", null, new StringValue { Value = "y" });
        var last = Runner();
        while (await last.Step(TimeSpan.Zero, Ct))
        {
            // As long as there is more.
        }

        Assert.Equal(2, _handler.Handled);
    }

    private HandlerRunner Runner() => new(
        _handler,
        new LedgerFeed("notes", "test/notes", _publisher.Tail, new(new Subscription("notes", StringValue.Descriptor.FullName))),
        "notes",
        _cells,
        new NoParkedActs(),
        _clock,
        NullLogger.Instance);

    /// <summary>Others' entries, each followed by a step.</summary>
    private async Task Work(HandlerRunner runner, int entries)
    {
        for (var entry = 0; entry < entries; entry++)
        {
            await _publisher.Write("other", $"{entry}");
            await runner.Step(TimeSpan.Zero, Ct);
        }
    }

    private async Task<long> Stored() =>
        HandlerCursor.FromBytes((await _cells.Read(HandlerCursor.CellOf(_handler.Name, "test/notes"), Ct))!.Value).Next;

    private sealed class Counting : INoticeHandler
    {
        public string Name => "OnNote";

        public string Publisher => "notes";

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromBeginning;

        public int Handled { get; private set; }

        public Task Handle(Notice notice, HandlerRun run)
        {
            Handled++;
            return Task.CompletedTask;
        }
    }

    private sealed class Counted : InMemoryCells
    {
        public int Writes { get; private set; }

        public override Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            Writes++;
            return base.Write(name, expected, value, ct);
        }
    }
}
