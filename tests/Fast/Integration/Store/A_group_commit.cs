using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

public sealed class A_group_commit
{
    private readonly GatedLedger store = new();
    private readonly GroupCommit commit;

    public A_group_commit() => commit = new GroupCommit(store, 0, NullLogger<GroupCommit>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lets_all_who_came_meanwhile_share_the_next_commit()
    {
        store.Gate.Wait(Ct);
        var first = commit.Append(Entry(0), Ct).AsTask();
        await store.Entered.WaitAsync(Ct);
        var rest = Enumerable.Range(1, 600).Select(index => commit.Append(Entry(index), Ct).AsTask()).ToArray();
        store.Gate.Release(10);
        Assert.Equal(Enumerable.Range(0, 601).Select(index => (long)index), (await Task.WhenAll([first, .. rest])).Select(result => result.Position));
        Assert.Equal([1, GroupCommit.MostEntries, 600 - GroupCommit.MostEntries], store.Sizes);
        Assert.Equal(601, commit.Head);
    }

    /// <summary>Databases split or refuse larger messages; a commit is closed by the entry that reaches 8 MiB.</summary>
    [Fact]
    public async Task Takes_no_further_entry_into_a_commit_of_eight_mebibytes()
    {
        store.Gate.Wait(Ct);
        var first = commit.Append(Entry(0), Ct).AsTask();
        await store.Entered.WaitAsync(Ct);
        var rest = Enumerable.Range(1, 7).Select(index => commit.Append(Sample.Entry($"large {index}", [Sample.First($"cases/{index}")], [Large(3 * 1024 * 1024)]), Ct).AsTask()).ToArray();
        store.Gate.Release(10);
        await Task.WhenAll([first, .. rest]);
        Assert.Equal([1, 3, 3, 1], store.Sizes);
    }

    private static StoredPart Large(int bytes) => new(EnforcementPlatform.Ledger.Commitment.NewSalt(), StoredPart.Plain, [], [], new byte[bytes]);

    [Fact]
    public async Task Acknowledges_nobody_before_the_store_has_returned()
    {
        store.Gate.Wait(Ct);
        var moved = commit.Moved.Next;
        var append = commit.Append(Entry(0), Ct).AsTask();
        await store.Entered.WaitAsync(Ct);
        await Task.Delay(50, Ct);
        Assert.False(append.IsCompleted || moved.IsCompleted);
        Assert.Equal(0, commit.Head);
        store.Gate.Release();
        await append;
        await moved.WaitAsync(Ct);
        Assert.Equal(1, commit.Head);
    }

    [Fact]
    public async Task Tells_each_caller_what_became_of_its_own_entry()
    {
        var entry = Entry(0);
        store.Gate.Wait(Ct);
        var blocker = commit.Append(Sample.Entry("blocker", [Sample.First("cases/b")]), Ct).AsTask();
        await store.Entered.WaitAsync(Ct);
        var results = new[] { entry, entry, Sample.Entry("clash", [Sample.First("cases/0")]), Entry(1) }.Select(one => commit.Append(one, Ct).AsTask()).ToArray();
        store.Gate.Release(10);
        await blocker;
        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.CommandExists, AppendOutcome.ClaimTaken, AppendOutcome.Appended],
            (await Task.WhenAll(results)).Select(result => result.Outcome));
    }

    [Fact]
    public async Task Finds_out_after_a_failure_that_the_entry_was_kept()
    {
        store.FailAfterKeeping = true;
        var result = await commit.Append(Entry(0), Ct);
        Assert.Equal(new AppendResult(AppendOutcome.Appended, 0, -1), result);
        Assert.Equal(1, commit.Head);
    }

    [Fact]
    public async Task Does_not_take_another_attempts_entry_for_its_own_after_a_failure()
    {
        await store.Append([Entry(0)], Ct);
        store.FailBeforeKeeping = true;
        Assert.Equal(new AppendResult(AppendOutcome.CommandExists, 0, -1), await commit.Append(Entry(0), Ct));
    }

    [Fact]
    public async Task Says_that_the_outcome_is_unknown_where_the_command_is_not_found_and_goes_on()
    {
        store.FailBeforeKeeping = true;
        var fault = await Assert.ThrowsAsync<Fault>(() => commit.Append(Entry(0), Ct).AsTask());
        Assert.Equal(KernelFaults.OutcomeUnknown, fault.Type);
        store.FailBeforeKeeping = false;
        Assert.Equal(AppendOutcome.Appended, (await commit.Append(Entry(0), Ct)).Outcome);
    }

    [Fact]
    public async Task Writes_nothing_for_a_caller_who_left_before_the_commit()
    {
        using var leaving = new CancellationTokenSource();
        store.Gate.Wait(Ct);
        var first = commit.Append(Entry(0), Ct).AsTask();
        await store.Entered.WaitAsync(Ct);
        var second = commit.Append(Entry(1), leaving.Token).AsTask();
        await leaving.CancelAsync();
        store.Gate.Release(10);
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Single(await store.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task Writes_what_it_was_given_before_it_stops()
    {
        var appends = Enumerable.Range(0, 100).Select(index => commit.Append(Entry(index), Ct).AsTask()).ToArray();
        await commit.DisposeAsync();
        Assert.All(await Task.WhenAll(appends), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        Assert.Equal(KernelFaults.OutcomeUnknown, (await Assert.ThrowsAsync<Fault>(() => commit.Append(Entry(100), Ct).AsTask())).Type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(100)]
    public async Task Starts_from_the_head_that_is_found(int count)
    {
        await store.Append(Sample.Chain("cases/a", count), Ct);
        Assert.Equal(count, await LedgerHead.Find(store, Ct));
    }

    private static EntryToAppend Entry(int index) => Sample.Entry($"command {index}", [Sample.First($"cases/{index}")]);

    /// <summary>A ledger whose commits wait for the test, and fail where it says.</summary>
    private sealed class GatedLedger : InMemoryLedger
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public SemaphoreSlim Entered { get; } = new(0);

        public List<int> Sizes { get; } = [];

        public bool FailBeforeKeeping { get; set; }

        public bool FailAfterKeeping { get; set; }

        public override async Task<ImmutableArray<AppendResult>> Append(IReadOnlyList<EntryToAppend> batch, CancellationToken ct)
        {
            Entered.Release();
            await Gate.WaitAsync(ct);
            Gate.Release();
            Sizes.Add(batch.Count);
            if (FailBeforeKeeping)
            {
                throw new IOException("before");
            }

            var results = await base.Append(batch, ct);
            return FailAfterKeeping ? throw new IOException("after") : results;
        }
    }
}
