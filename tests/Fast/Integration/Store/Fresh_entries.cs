using EnforcementPlatform.Kernel;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>What a tree takes over without reading it: each entry once, in order, and nothing after a gap.</summary>
public sealed class Fresh_entries
{
    private readonly FreshEntries _fresh = new();

    [Fact]
    public void Are_handed_out_once_and_in_order()
    {
        Add(7, 8, 9);
        Assert.Equal([7, 8], From(7, max: 2));
        Assert.Equal([9], From(9, max: 2));
        Assert.Empty(From(9, max: 2));
    }

    [Fact]
    public void Are_dropped_where_the_tree_has_them_already()
    {
        Add(7, 8, 9);
        Assert.Equal([9], From(9, max: 5));
    }

    [Fact]
    public void Are_none_where_what_comes_before_them_is_missing()
    {
        Add(7, 8);
        Assert.Empty(From(6, max: 5));
        Assert.Equal([7, 8], From(7, max: 5));
    }

    [Fact]
    public void Begin_anew_after_a_gap()
    {
        Add(7, 9, 10);
        Assert.Empty(From(7, max: 5));
        Assert.Equal([9, 10], From(9, max: 5));
    }

    [Fact]
    public void Are_so_many_at_the_most()
    {
        Add([.. Enumerable.Range(0, 8192 + 3)]);
        Assert.Empty(From(0, max: 5));
        Assert.Equal([8192, 8193, 8194], From(8192, max: 5));
    }

    private void Add(params int[] positions)
    {
        foreach (var position in positions)
        {
            _fresh.Add(position, BitConverter.GetBytes(position));
        }
    }

    private IEnumerable<int> From(int position, int max) => _fresh.From(position, max).Select(bytes => BitConverter.ToInt32(bytes));
}
