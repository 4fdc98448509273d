using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>Point 7 of the first issue: six entries, once each, whatever happens.</summary>
public sealed class One_notice_two_handlers_three_targets : IDisposable
{
    private const int NeverKilled = int.MaxValue;
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly string[] Handlers = ["OnNoteKept", "OnNoteTold"];
    private readonly NotesService _publisher = new();
    private readonly InMemoryLedger _ledger = new();
    private readonly InMemoryCells _cells = new();
    private readonly NotesService _subscriber;
    private List<(string Name, byte[]? Value)> _history = [];

    public One_notice_two_handlers_three_targets() => _subscriber = new(_ledger, _cells);

    private delegate INoticeHandler Make(string name, NotesService service, List<Func<Task>> later);

    public void Dispose()
    {
        _publisher.Dispose();
        _subscriber.Dispose();
    }

    [Fact]
    public async Task Give_six_entries()
    {
        await Tell("a");
        await Process(Sound, NeverKilled, seed: 0);
        Assert.Equal(Once(1), await Kept());
    }

    [Fact]
    public async Task Give_six_entries_when_the_process_is_killed_at_any_step()
    {
        await Tell("a");
        var steps = await Process(Sound, NeverKilled, seed: 1);
        Assert.InRange(steps, 50, 2000);
        for (var at = 1; at <= steps; at++)
        {
            using var fresh = new One_notice_two_handlers_three_targets();
            await fresh.Tell("a");
            await fresh.Process(Sound, at, seed: 1);
            await fresh.Process(Sound, NeverKilled, seed: at);
            Assert.Equal(Once(1), await fresh.Kept());
        }
    }

    [Fact]
    public async Task Give_six_entries_for_each_of_many_notices_through_a_series_of_kills()
    {
        for (var number = 0; number < 40; number++)
        {
            await Tell($"s{number % 7}");
        }

        var random = new Random(20261123);
        for (var turn = 0; turn < 60; turn++)
        {
            await Process(Sound, random.Next(1, 400), seed: turn);
        }

        await Process(Sound, NeverKilled, seed: 99);
        Assert.Equal(Once(40), await Kept());
    }

    [Fact]
    public async Task Give_six_entries_when_the_cursor_is_restored_from_any_older_copy()
    {
        for (var number = 0; number < 10; number++)
        {
            await Tell($"s{number % 3}");
        }

        await Process(Sound, NeverKilled, seed: 2);
        Assert.NotEmpty(_history);
        foreach (var (name, value) in _history.ToArray())
        {
            var now = await _cells.Read(name, Ct);
            Assert.True(await _cells.Write(name, now!.Version, value, Ct));
            await Process(Sound, NeverKilled, seed: 3);
            Assert.Equal(Once(10), await Kept());
        }

        foreach (var cell in await _cells.List("handlers/", Ct))
        {
            await _cells.Write(cell.Name, cell.Version, null, Ct);
        }

        await Process(Sound, NeverKilled, seed: 4);
        Assert.Equal(Once(10), await Kept());
    }

    [Fact]
    public async Task Give_six_entries_when_two_processes_run_the_same_handlers()
    {
        for (var number = 0; number < 30; number++)
        {
            await Tell($"s{number % 5}");
        }

        await Task.WhenAll(Process(Sound, NeverKilled, seed: 5), Process(Sound, NeverKilled, seed: 6));
        await Process(Sound, NeverKilled, seed: 7);
        Assert.Equal(Once(30), await Kept());
    }

    [Fact]
    public async Task A_command_id_without_its_target_is_caught()
    {
        await Tell("a");
        await Process((name, service, _) => new CopiesWithoutTarget(name, service), NeverKilled, seed: 0);
        Assert.NotEqual(Once(1), await Kept());
    }

    [Fact]
    public async Task A_cursor_that_moves_before_the_append_is_caught()
    {
        await Tell("a");
        var steps = await Process(CursorFirst, NeverKilled, seed: 1);
        Assert.Equal(Once(1), await Kept());
        var lost = 0;
        for (var at = 1; at <= steps; at++)
        {
            using var fresh = new One_notice_two_handlers_three_targets();
            await fresh.Tell("a");
            await fresh.Process(CursorFirst, at, seed: 1);
            await fresh.Process(CursorFirst, NeverKilled, seed: at);
            lost += Once(1).SequenceEqual(await fresh.Kept()) ? 0 : 1;
        }

        Assert.NotEqual(0, lost);
    }

    private static INoticeHandler Sound(string name, NotesService service, List<Func<Task>> later) => new Copies(name, service);

    private static INoticeHandler CursorFirst(string name, NotesService service, List<Func<Task>> later) => new CopiesAfterTheCursor(name, service, later);

    private static ImmutableSortedDictionary<string, int> Once(int notices) => (
        from handler in Handlers
        from target in Copies.Targets
        select $"notes/{handler}.{target}").ToImmutableSortedDictionary(stream => stream, _ => notices);

    private Task Tell(string stream) => _publisher.Write(stream, "text", null, new StringValue { Value = "told" });

    private async Task<ImmutableSortedDictionary<string, int>> Kept() =>
        (await _subscriber.Tail.ReadFrom(0, 10_000, Ct)).GroupBy(entry => entry.Entry.Claims[0].Stream).ToImmutableSortedDictionary(stream => stream.Key, stream => stream.Count());

    /// <summary>One life of the subscriber's process: until nothing is left to do, or until it is killed. The number of its steps.</summary>
    private async Task<int> Process(Make make, int killedAt, int seed)
    {
        var kill = new Kill(killedAt);
        var cells = new MortalCells(_cells, kill);
        using var service = new NotesService(new MortalStore(_ledger, kill), cells, _subscriber);
        var feed = new UnrulyFeed(new LedgerFeed("notes", "test/notes", _publisher.Tail, new(new Subscription("notes", StringValue.Descriptor.FullName))), LeafOf, kill, seed);
        await Task.WhenAll(Handlers.Select(async name =>
        {
            var later = new List<Func<Task>>();
            var runner = new HandlerRunner(make(name, service, later), feed, "notes", cells, new NoParkedActs(), TimeProvider.System, NullLogger.Instance);
            await Live(runner, later, kill);
        }));
        _history = cells.History;
        return kill.Steps;
    }

    private async ValueTask<byte[]> LeafOf(long position) => (await _publisher.Store.ReadFrom(position, 1, Ct))[0].Leaf;

    private static async Task Live(HandlerRunner runner, List<Func<Task>> later, Kill kill)
    {
        try
        {
            for (var idle = 0; idle < 3;)
            {
                idle = await runner.Step(TimeSpan.Zero, Ct) || runner.Busy ? 0 : idle + 1;
                foreach (var act in later.ToArray())
                {
                    await act();
                }

                later.Clear();
            }
        }
        catch (KilledException)
        {
            Assert.True(kill.Happened);
        }
    }
}
