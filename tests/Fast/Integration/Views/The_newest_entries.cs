using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Views;

/// <summary>What is remembered decoded: enough to be shared, bounded by bytes, and nothing that was ordered destroyed.</summary>
public sealed class The_newest_entries : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly Counted _store = new();
    private readonly NotesService _service;

    public The_newest_entries() => _service = new(_store);

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Are_read_once_for_all_who_follow()
    {
        await Follow(from: 0);
        await _service.Write("a", "one");
        await _service.Write("a", "two");
        await Follow(from: 0);
        var before = _store.Reads;
        Assert.Equal(2, (await _service.Tail.ReadFrom(0, 10, Ct)).Length);
        Assert.Single(await _service.Tail.ReadFrom(1, 10, Ct));
        Assert.Equal(before, _store.Reads);
    }

    [Fact]
    public async Task Are_remembered_up_to_so_many_bytes()
    {
        const int Size = 256 * 1024;
        await Follow(from: 0);
        for (var note = 0; note < 80; note++)
        {
            await _service.Write($"n{note}", new string('x', Size));
        }

        await Follow(from: 0);
        var recalled = 0;
        for (var position = 0; position < 80; position++)
        {
            var before = _store.Reads;
            await _service.Tail.ReadFrom(position, 1, Ct);
            recalled += _store.Reads == before ? 1 : 0;
        }

        Assert.InRange(recalled, 1, 16 * 1024 * 1024 / Size);
    }

    [Fact]
    public async Task Are_not_remembered_again_for_one_who_is_behind_an_order_to_destroy()
    {
        await Follow(from: 0);
        await _service.Write("a", "one", "赵一二三");
        await Follow(from: 0);
        var order = await _service.Order((0, 1));
        await Follow(from: 0);
        Assert.NotNull(await Author());
        await _store.DestroyParts([(0, 1)], order, Ct); // by another process, which tells nobody here
        Assert.Null(await Author());
    }

    [Fact]
    public async Task Are_taken_over_as_they_were_written_without_being_read()
    {
        await Follow(from: 0);
        await _service.Write("a", "one", "赵一二三");
        var read = _service.Ledger.Decoder.Decode((await _store.ReadFrom(0, 1, Ct))[0]);
        _service.Tail.Take(_store.Appended[0], 0);
        var before = _store.Reads;
        var taken = Assert.Single(await _service.Tail.ReadFrom(0, 10, Ct));
        Assert.Equal(before, _store.Reads);
        Assert.Equal((read.Position, read.Envelope), (taken.Position, taken.Envelope));
        Assert.Equal(read.Leaf, taken.Leaf);
        Assert.Equal(read.Facts, taken.Facts);
        Assert.Equal(
            read.Personal.Select(part => (part.Position, part.Part, part.Message, Convert.ToHexString(part.Commitment))),
            taken.Personal.Select(part => (part.Position, part.Part, part.Message, Convert.ToHexString(part.Commitment))));
    }

    [Fact]
    public async Task Are_read_where_what_was_said_of_them_is_not_what_was_written()
    {
        await Follow(from: 0);
        await _service.Write("a", "one");
        await _service.Write("b", "two");
        _service.Tail.Take(_store.Appended[0] with { Opened = _store.Appended[1].Opened }, 0);
        Assert.Equal(_store.Appended[0].Leaf, (await _service.Tail.ReadFrom(0, 1, Ct))[0].Leaf);
    }

    [Fact]
    public async Task Of_others_are_asked_for_once_for_all_who_wait_at_the_head()
    {
        var clock = new SteppedClock(Sample.Start);
        var tail = new EntryTail(_store, _service.Ledger.Decoder, new(), clock, written: () => 0);
        Assert.Empty(await tail.ReadFrom(0, 10, Ct));
        var before = _store.Reads;
        Assert.Empty(await tail.ReadFrom(0, 10, Ct));
        Assert.Equal(before, _store.Reads);

        await _service.Write("a", "one"); // by another process, as far as this tail knows
        clock.Step(TimeSpan.FromSeconds(1));
        Assert.Single(await tail.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task Of_this_process_are_seen_at_once()
    {
        var written = 0L;
        var tail = new EntryTail(_store, _service.Ledger.Decoder, new(), new SteppedClock(Sample.Start), () => written);
        Assert.Empty(await tail.ReadFrom(0, 10, Ct));
        await _service.Write("a", "one");
        written = 1;
        Assert.Single(await tail.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task Wait_for_those_before_them_that_are_still_to_be_read()
    {
        await Follow(from: 0);
        await _service.Write("a", "one");
        await _service.Write("a", "two");
        await _service.Write("a", "three");
        _service.Tail.Take(_store.Appended[1], 1);
        _service.Tail.Take(_store.Appended[2], 2);
        Assert.Equal([0L], (await _service.Tail.ReadFrom(0, 1, Ct)).Select(entry => entry.Position));
        var before = _store.Reads;
        Assert.Equal([1L, 2L], (await _service.Tail.ReadFrom(1, 10, Ct)).Select(entry => entry.Position));
        Assert.Equal(before, _store.Reads);
    }

    [Fact]
    public async Task Leave_no_gap_where_one_was_not_taken_over()
    {
        await Follow(from: 0);
        await _service.Write("a", "one");
        await _service.Write("a", "two");
        await _service.Write("a", "three");
        _service.Tail.Take(_store.Appended[0], 0);
        _service.Tail.Take(_store.Appended[2], 2);
        await Follow(from: 0);
        Assert.Equal([0L, 1L, 2L], (await _service.Tail.ReadFrom(0, 10, Ct)).Select(entry => entry.Position));
    }

    [Fact]
    public async Task Are_not_remembered_by_what_was_taken_over_either_once_parts_were_destroyed()
    {
        await Follow(from: 0);
        await _service.Write("a", "one", "赵一二三");
        _service.Tail.Take(_store.Appended[0], 0);
        var order = await _service.Order((0, 1));
        await _store.DestroyParts([(0, 1)], order, Ct);
        _service.Tail.Forget();
        Assert.Null(await Author());
    }

    private async Task<StringValue?> Author() => (await _service.Tail.ReadFrom(0, 1, Ct))[0].Personal[0].Message as StringValue;

    private async Task Follow(long from)
    {
        for (var position = from; await _service.Tail.ReadFrom(position, 10, Ct) is { IsEmpty: false } page;)
        {
            position = page[^1].Position + 1;
        }
    }

    private sealed class Counted : InMemoryLedger
    {
        public int Reads { get; private set; }

        public List<EntryToAppend> Appended { get; } = [];

        public override Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
        {
            Appended.AddRange(batch);
            return base.Append(batch, ct);
        }

        public override ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct)
        {
            Reads++;
            return base.ReadFrom(position, max, ct);
        }
    }
}
