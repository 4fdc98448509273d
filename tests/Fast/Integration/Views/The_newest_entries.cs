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

        public override ValueTask<ImmutableArray<StoredEntry>> ReadFrom(long position, int max, CancellationToken ct)
        {
            Reads++;
            return base.ReadFrom(position, max, ct);
        }
    }
}
