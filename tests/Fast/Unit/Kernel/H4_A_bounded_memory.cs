using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Kernel;

/// <summary>The newest are kept, and never more than twice as many.</summary>
public sealed class H4_A_bounded_memory
{
    private const int Most = 100;

    private readonly BoundedMemory<int, string> _memory = new(Most);

    [Fact]
    public void Keeps_the_newest_for_certain_and_never_twice_as_many()
    {
        for (var key = 0; key < 10 * Most; key++)
        {
            _memory.Keep(key, $"{key}");

            Assert.InRange(_memory.Count, Math.Min(key + 1, Most), 2 * Most);
            Assert.All(Enumerable.Range(Math.Max(0, key - Most + 1), Math.Min(key + 1, Most)), one => Assert.True(_memory.TryFind(one, out var value) && value == $"{one}"));
        }

        Assert.False(_memory.TryFind(0, out _));
    }

    [Fact]
    public void Gives_what_was_put_in_last()
    {
        _memory.Keep(1, "first");
        Fill(2, Most);
        _memory.Keep(1, "second");
        Fill(Most, Most - 2);

        Assert.True(_memory.TryFind(1, out var value));
        Assert.Equal("second", value);
    }

    [Fact]
    public void Changes_from_what_is_known_or_from_nothing()
    {
        Assert.Equal("a", _memory.Change(1, known => known + "a"));
        Fill(2, Most);
        Assert.Equal("ab", _memory.Change(1, known => known + "b"));
    }

    [Fact]
    public void Loses_no_change_of_threads_side_by_side()
    {
        var counts = new BoundedMemory<string, int>(Most, StringComparer.Ordinal);
        Parallel.For(0, 10_000, _ => counts.Change("one", known => known + 1));

        Assert.True(counts.TryFind("one", out var count));
        Assert.Equal(10_000, count);
    }

    [Fact]
    public void Forgets_one_or_all_wherever_they_lie()
    {
        Fill(0, Most + (Most / 2)); // the first half is old by now
        _memory.Keep(1, "again"); // in both halves
        int[] gone = [1, Most - 1, Most + 1];
        Assert.All(gone, key => Assert.True(_memory.TryFind(key, out _)));
        Assert.All(gone, _memory.Forget);
        Assert.All(gone, key => Assert.False(_memory.TryFind(key, out _)));
        Assert.True(_memory.TryFind(0, out _));

        Fill(2 * Most, (Most / 2) + 1); // as many as there is room for beside those that are left of the young half
        Assert.True(_memory.TryFind(0, out _));

        _memory.Clear();
        Assert.Equal(0, _memory.Count);
        Assert.False(_memory.TryFind(2 * Most, out _));
    }

    private void Fill(int from, int count)
    {
        foreach (var key in Enumerable.Range(from, count))
        {
            _memory.Keep(key, $"{key}");
        }
    }
}
