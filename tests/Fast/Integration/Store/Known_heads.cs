using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>What is remembered of streams' heads is never older than what a finished append made.</summary>
public sealed class Known_heads
{
    private static readonly EntryToAppend One = Sample.Entry("one", [Sample.First("cases/a"), Sample.First("numbers/n")]);
    private static readonly EntryToAppend Two = Sample.Entry("two", [Sample.After(One)]);
    private readonly KnownHeads _heads = new(most: 100);

    [Fact]
    public void Are_those_of_every_claim_that_a_commit_moved()
    {
        Commit(One, Two);
        Assert.Equal((2L, Two.Leaf), Found("cases/a"));
        Assert.Equal((1L, One.Leaf), Found("numbers/n"));
    }

    [Fact]
    public void Do_not_move_by_an_entry_that_was_refused()
    {
        Commit(One);
        _heads.Committed([Two], [new(AppendOutcome.ClaimTaken, -1, 0)]);
        Assert.Equal((1L, One.Leaf), Found("cases/a"));
    }

    [Fact]
    public void Are_not_taken_from_a_reading_that_began_before_a_commit()
    {
        var began = _heads.Commits;
        Commit(One);
        _heads.Read("cases/b", new(7, [1], Sample.Start), began);
        _heads.Read("cases/a", new(7, [1], Sample.Start), began);
        Assert.False(_heads.TryFind("cases/b", out _));
        Assert.Equal((1L, One.Leaf), Found("cases/a"));
    }

    [Fact]
    public void Are_taken_from_a_reading_that_no_commit_overtook()
    {
        _heads.Read("cases/b", new(7, [1], Sample.Start), _heads.Commits);
        Assert.Equal(7, Found("cases/b").Version);
    }

    [Fact]
    public void Never_say_that_a_stream_has_no_entry()
    {
        _heads.Read("cases/b", StreamHead.None, _heads.Commits);
        Assert.False(_heads.TryFind("cases/b", out _));
    }

    [Fact]
    public void Are_forgotten_after_a_failure_readings_under_way_included()
    {
        Commit(One);
        var began = _heads.Commits;
        _heads.Forget();
        _heads.Read("cases/a", new(1, One.Leaf, Sample.Start), began);
        Assert.False(_heads.TryFind("cases/a", out _));
    }

    [Fact]
    public void Are_twice_the_number_at_the_most_and_the_newest_among_them()
    {
        for (var number = 0; number < 1000; number++)
        {
            Commit(Sample.Entry($"{number}", [Sample.First($"cases/{number}")]));
        }

        Assert.InRange(Enumerable.Range(0, 1000).Count(number => _heads.TryFind($"cases/{number}", out _)), 100, 200);
        Assert.True(_heads.TryFind("cases/999", out _));
    }

    [Fact]
    public async Task Are_what_the_file_says_whether_remembered_or_read()
    {
        using var folder = new TestFolder();
        LookUp remembered;
        using (var store = new SqliteLedger(folder.File("ledger.db"), TestRing.Open))
        {
            await store.Append([One, Two], TestContext.Current.CancellationToken);
            remembered = await store.LookUp(Two.Id, "cases/a", TestContext.Current.CancellationToken);
        }

        using var again = new SqliteLedger(folder.File("ledger.db"), TestRing.Open);
        var read = await again.LookUp(Two.Id, "cases/a", TestContext.Current.CancellationToken);
        Assert.Equal((read.KeptAt, read.Head.Version, read.Head.At), (remembered.KeptAt, remembered.Head.Version, remembered.Head.At));
        Assert.Equal(read.Head.Leaf, remembered.Head.Leaf);
    }

    private void Commit(params EntryToAppend[] batch) =>
        _heads.Committed(batch, [.. batch.Select((_, index) => new AppendResult(AppendOutcome.Appended, index, -1))]);

    private (long Version, byte[] Leaf) Found(string stream) => _heads.TryFind(stream, out var head) ? (head.Version, head.Leaf) : (0, []);
}
