using System.Collections.Immutable;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Contract;

/// <summary>Every MUST of <see cref="ILedgerStore"/>. Each engine inherits it; twins with one defect each are caught by it.</summary>
public abstract class LedgerStoreContract
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The engine under test, empty at first.</summary>
    protected abstract ILedgerStore Store { get; }

    /// <summary>A second engine on what a power cut would have left of the first.</summary>
    protected abstract ILedgerStore AfterPowerCut();

    /// <summary>Puts an entry at the end of what the engine keeps, as somebody does who can write its files and has no key.</summary>
    protected abstract Task Plant(EntryToAppend entry, long position);

    [Fact]
    public async Task T1_An_entry_that_nobody_vouched_for_is_handed_out_by_no_read()
    {
        var first = Sample.Entry("first", [Sample.First("cases/a")]);
        await Append(first);
        var planted = Sample.Entry("planted", [Sample.After(first), Sample.First("people/x")]);
        await Plant(planted, 1);

        Assert.Equal([0], (await Store.ReadFrom(0, 10, Ct)).Select(entry => entry.Position));
        Assert.Equal(1, (await Assert.ThrowsAsync<LedgerDamagedException>(async () => await Store.ReadFrom(1, 10, Ct))).Position);
        Assert.Equal(1, (await Assert.ThrowsAsync<LedgerDamagedException>(async () => await Store.ReadStream("people/x", 0, 10, Ct))).Position);
        Assert.Equal(1, (await Assert.ThrowsAsync<LedgerDamagedException>(async () => await Store.LookUp("", "people/x", Ct))).Position);
        Assert.Equal(1, (await Assert.ThrowsAsync<LedgerDamagedException>(async () => await Store.LookUp(planted.Id, "", Ct))).Position);
    }

    [Fact]
    public async Task T1_A_foreign_entry_at_the_next_position_stops_all_writing_and_is_named()
    {
        await Append(Sample.Entry("first", [Sample.First("cases/a")]));
        await Plant(Sample.Entry("planted", [Sample.First("people/x")]), 1);

        foreach (var name in new[] { "second", "third" })
        {
            var refused = await Assert.ThrowsAsync<LedgerDamagedException>(() => Append(Sample.Entry(name, [Sample.First($"cases/{name}")])));
            Assert.Equal(1, refused.Position);
            Assert.Null((await Store.LookUp(Sample.Id(name), "", Ct)).KeptAt);
        }
    }

    [Fact]
    public async Task T1_An_inspection_finds_a_row_too_many()
    {
        await Store.Inspect(Ct);
        var first = Sample.Entry("first", [Sample.First("cases/a")], personal: 1);
        await Append(first, Sample.Entry("second", [Sample.After(first), Sample.First("unique/x")]));
        await Store.Inspect(Ct);
        await Plant(Sample.Entry("planted", [Sample.First("people/x")]), 2);

        await Assert.ThrowsAsync<LedgerDamagedException>(async () => await Store.Inspect(Ct));
    }

    [Fact]
    public async Task Positions_start_at_zero_and_leave_no_gap_where_an_entry_is_refused()
    {
        var first = Sample.Entry("first", [Sample.First("cases/a")]);
        var clash = Sample.Entry("clash", [Sample.First("cases/a")]);
        var other = Sample.Entry("other", [Sample.First("cases/b")]);
        Assert.Equal([0, -1, 1], Positions(await Append(first, clash, other)));
        Assert.Equal([2], Positions(await Append(Sample.Entry("next", [Sample.After(other)]))));
        Assert.Equal([0, 1, 2], (await Store.ReadFrom(0, 10, Ct)).Select(entry => entry.Position));
    }

    [Fact]
    public async Task An_acknowledged_entry_survives_a_power_cut_with_its_parts()
    {
        var entry = Sample.Entry("kept", [Sample.First("cases/a"), Sample.First("numbers/x")], personal: 2);
        await Append(entry);
        var later = AfterPowerCut();
        AssertSame(entry, Assert.Single(await later.ReadFrom(0, 10, Ct)));
        Assert.Equal(0, (await later.LookUp(entry.Id, "cases/a", Ct)).KeptAt);
        Assert.Equal(1, (await later.LookUp("", "numbers/x", Ct)).Head.Version);
    }

    [Fact]
    public async Task After_a_power_cut_positions_and_streams_go_on_where_they_stood()
    {
        var entry = Sample.Entry("kept", [Sample.First("cases/a")]);
        await Append(entry);
        var later = AfterPowerCut();
        Assert.Equal([1], Positions(await later.Append([Sample.Entry("next", [Sample.After(entry)])], Ct)));
    }

    [Fact]
    public async Task An_entry_comes_back_byte_for_byte()
    {
        var entry = Sample.Entry("one", [Sample.First("cases/a")], [
            Sample.Part("facts"),
            new StoredPart(Commitment.NewSalt(), "aes-256-gcm", [1, 0, 2], [3, 0], [0, 255, 0]),
            new StoredPart(Commitment.NewSalt(), "none", [], [], []),
        ]);
        await Append(entry);
        AssertSame(entry, Assert.Single(await Store.ReadFrom(0, 1, Ct)));
        AssertSame(entry, Assert.Single(await Store.ReadStream("cases/a", 0, 1, Ct)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_claim_must_be_the_version_after_the_head(long version)
    {
        var chain = Sample.Chain("cases/a", 2);
        await Store.Append(chain, Ct);
        var claim = new Claim("cases/a", version, version == 1 ? [] : chain[1].Leaf);
        Assert.Equal([new AppendResult(AppendOutcome.ClaimTaken, -1, 0)], await Append(Sample.Entry("late", [claim])));
    }

    [Fact]
    public async Task The_first_claim_of_a_stream_is_version_one() =>
        Assert.Equal([new AppendResult(AppendOutcome.ClaimTaken, -1, 0)], await Append(Sample.Entry("early", [new Claim("cases/a", 2, new byte[32])])));

    [Fact]
    public async Task A_claim_must_name_the_leaf_of_the_head()
    {
        var chain = Sample.Chain("cases/a", 2);
        await Store.Append(chain, Ct);
        var fork = Sample.Entry("fork", [new Claim("cases/a", 3, chain[0].Leaf)]);
        Assert.Equal([new AppendResult(AppendOutcome.ClaimTaken, -1, 0)], await Append(fork));
    }

    [Fact]
    public async Task All_claims_are_taken_or_none()
    {
        var owner = Sample.Entry("owner", [Sample.First("unique/x")]);
        var late = Sample.Entry("late", [Sample.First("cases/a"), Sample.First("numbers/y"), Sample.First("unique/x")], personal: 1);
        await Append(owner);
        Assert.Equal([new AppendResult(AppendOutcome.ClaimTaken, -1, 2)], await Append(late));
        Assert.Equal(StreamHead.None, (await Store.LookUp(late.Id, "cases/a", Ct)).Head);
        Assert.Equal(new LookUp(null, StreamHead.None), await Store.LookUp(late.Id, "numbers/y", Ct));
        Assert.Empty(await Store.ReadStream("cases/a", 0, 10, Ct));
        Assert.Single(await Store.ReadFrom(0, 10, Ct));
        Assert.Equal([1], Positions(await Append(Sample.Entry("again", [Sample.First("cases/a"), Sample.First("numbers/y")]))));
    }

    [Fact]
    public async Task An_entry_claims_a_stream_once() =>
        Assert.Equal(
            [new AppendResult(AppendOutcome.ClaimTaken, -1, 1)],
            await Append(new EntryToAppend(Sample.Id("x"), [Sample.First("cases/a"), Sample.First("cases/a")], Sample.Start, [1], new byte[32], [])));

    [Fact]
    public async Task A_known_command_is_told_so_before_any_claim_is_looked_at()
    {
        var first = Sample.Entry("same", [Sample.First("cases/a")]);
        await Append(Sample.Entry("before", [Sample.First("cases/z")]), first);
        AppendResult known = new(AppendOutcome.CommandExists, 1, -1);
        Assert.Equal([known], await Append(first));
        Assert.Equal([known], await Append(Sample.Entry("same", [Sample.After(first)])));
        Assert.Equal(2, (await Store.ReadFrom(0, 10, Ct)).Length);
    }

    [Fact]
    public async Task A_command_that_comes_twice_in_one_batch_is_kept_once()
    {
        var first = Sample.Entry("same", [Sample.First("cases/a")]);
        var results = await Append(first, Sample.Entry("same", [Sample.First("cases/b")]), Sample.Entry("other", [Sample.After(first)]));
        Assert.Equal([AppendOutcome.Appended, AppendOutcome.CommandExists, AppendOutcome.Appended], results.Select(result => result.Outcome));
        Assert.Equal([0, 0, 1], Positions(results));
    }

    [Fact]
    public async Task A_refused_entry_lets_the_rest_of_its_batch_through()
    {
        var chain = Sample.Chain("cases/a", 3);
        var clash = Sample.Entry("clash", [Sample.First("cases/a")], personal: 3);
        var results = await Append(chain[0], clash, chain[1], Sample.Entry("gap", [new Claim("cases/b", 2, new byte[32])]), chain[2]);
        Assert.Equal([0, -1, 1, -1, 2], Positions(results));
        var read = await Store.ReadFrom(0, 10, Ct);
        Assert.Equal(3, read.Length);
        Assert.All(read, (entry, index) => AssertSame(chain[index], entry));
    }

    [Fact]
    public async Task The_entries_of_a_batch_take_positions_in_its_order()
    {
        var batch = Enumerable.Range(0, 100).Select(index => Sample.Entry($"e{index}", [Sample.First($"cases/{index}")])).ToArray();
        Assert.Equal(Enumerable.Range(0, 100).Select(index => (long)index), Positions(await Append(batch)));
        Assert.All(await Store.ReadFrom(0, 1000, Ct), (entry, index) => AssertSame(batch[index], entry));
    }

    [Fact]
    public async Task An_empty_batch_does_nothing()
    {
        Assert.Empty(await Append());
        Assert.Empty(await Store.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task A_look_up_of_nothing_finds_nothing() =>
        Assert.Equal(new LookUp(null, StreamHead.None), await Store.LookUp(Sample.Id("none"), "cases/none", Ct));

    [Fact]
    public async Task A_look_up_sees_what_was_appended()
    {
        EntryToAppend? last = null;
        for (var index = 0; index < 50; index++)
        {
            last = Sample.Entry($"n{index}", [last is null ? Sample.First("cases/a") : Sample.After(last)], at: Sample.Start.AddMilliseconds(index));
            await Append(last);
            var found = await Store.LookUp(last.Id, "cases/a", Ct);
            Assert.Equal(index, found.KeptAt);
            Assert.Equal((index + 1, last.At), (found.Head.Version, found.Head.At));
            Assert.Equal(last.Leaf, found.Head.Leaf);
        }
    }

    [Fact]
    public async Task A_stream_is_read_in_pages_oldest_first_and_without_strangers()
    {
        var mine = Sample.Chain("cases/a", 9);
        var strangers = Sample.Chain("cases/aa", 9);
        await Store.Append([.. mine.Zip(strangers).SelectMany(pair => new[] { pair.First, pair.Second })], Ct);
        var read = new List<StoredEntry>();
        for (var after = 0; ; after = read.Count)
        {
            var page = await Store.ReadStream("cases/a", after, 4, Ct);
            if (page.IsEmpty)
            {
                break;
            }

            Assert.True(page.Length <= 4);
            read.AddRange(page);
        }

        Assert.Equal(9, read.Count);
        Assert.All(read, (entry, index) => AssertSame(mine[index], entry));
    }

    [Fact]
    public async Task An_entry_stands_in_every_stream_it_claims()
    {
        var first = Sample.Entry("first", [Sample.First("cases/a"), Sample.First("numbers/x")]);
        var second = Sample.Entry("second", [Sample.First("cases/b"), Sample.After(first, 1)]);
        await Append(first, second);
        Assert.Equal([0, 1], (await Store.ReadStream("numbers/x", 0, 10, Ct)).Select(entry => entry.Position));
        Assert.Equal([1], (await Store.ReadStream("cases/b", 0, 10, Ct)).Select(entry => entry.Position));
    }

    [Fact]
    public async Task The_ledger_is_read_in_pages_and_ends_at_its_head()
    {
        var chain = Sample.Chain("cases/a", 10, personal: 1);
        await Store.Append(chain, Ct);
        Assert.Equal([0, 1, 2, 3], (await Store.ReadFrom(0, 4, Ct)).Select(entry => entry.Position));
        var tail = await Store.ReadFrom(8, 4, Ct);
        Assert.All(tail, (entry, index) => AssertSame(chain[8 + index], entry));
        Assert.Equal(2, tail.Length);
        Assert.Empty(await Store.ReadFrom(10, 4, Ct));
    }

    [Fact]
    public async Task Of_many_that_race_for_a_claim_one_wins()
    {
        var racers = Enumerable.Range(0, 32).Select(index => Sample.Entry($"racer {index}", [Sample.First($"cases/{index}"), Sample.First("unique/x")]));
        var results = (await Task.WhenAll(racers.Select(racer => Task.Run(() => Append(racer))))).SelectMany(result => result).ToArray();
        Assert.Single(results, result => result.Outcome == AppendOutcome.Appended);
        Assert.Equal(31, results.Count(result => result is { Outcome: AppendOutcome.ClaimTaken, Claim: 1, Position: -1 }));
    }

    [Fact]
    public async Task A_destroyed_part_is_a_tombstone_and_its_neighbours_stay()
    {
        var (victim, order) = await VictimAndOrder();
        await Store.DestroyParts([(0, 1)], orderedBy: 1, Ct);
        foreach (var read in new[] { (await Store.ReadFrom(0, 1, Ct))[0], (await Store.ReadStream("cases/a", 0, 1, Ct))[0] })
        {
            Assert.Equal(victim.Bytes, read.Bytes);
            Assert.Equal([null, 1, null], read.Parts.Select(part => part.DestroyedBy));
            Assert.All(new[] { read.Parts[1].Salt, read.Parts[1].Key, read.Parts[1].Nonce, read.Parts[1].Bytes }, Assert.Empty);
            AssertSame(victim.Parts[0], read.Parts[0]);
            AssertSame(victim.Parts[2], read.Parts[2]);
        }

        AssertSame(order, (await Store.ReadFrom(1, 1, Ct))[0]);
    }

    [Fact]
    public async Task Destruction_may_be_repeated_and_the_first_order_stands()
    {
        var (_, order) = await VictimAndOrder();
        await Append(Sample.Entry("second order", [Sample.After(order)]));
        await Store.DestroyParts([(0, 1)], orderedBy: 1, Ct);
        await Store.DestroyParts([(0, 1), (0, 2)], orderedBy: 2, Ct);
        Assert.Equal([null, 1, 2], (await Store.ReadFrom(0, 1, Ct))[0].Parts.Select(part => part.DestroyedBy));
    }

    [Fact]
    public async Task A_destroyed_part_stays_destroyed_after_a_power_cut()
    {
        await VictimAndOrder();
        await Store.DestroyParts([(0, 1)], orderedBy: 1, Ct);
        Assert.Equal(1, (await AfterPowerCut().ReadFrom(0, 1, Ct))[0].Parts[1].DestroyedBy);
    }

    [Fact]
    public async Task Destruction_is_ordered_by_an_entry_that_exists_and_hits_a_part_that_exists()
    {
        await VictimAndOrder();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.DestroyParts([(0, 1)], orderedBy: 2, Ct));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.DestroyParts([(0, 1), (0, 3)], orderedBy: 1, Ct));
        Assert.All((await Store.ReadFrom(0, 1, Ct))[0].Parts, part => Assert.Null(part.DestroyedBy));
    }

    private protected static void AssertSame(EntryToAppend expected, StoredEntry actual)
    {
        Assert.Equal(expected.Bytes, actual.Bytes);
        Assert.Equal(expected.Leaf, actual.Leaf);
        Assert.Equal(expected.Parts.Length, actual.Parts.Length);
        Assert.All(actual.Parts, (part, index) => AssertSame(expected.Parts[index], part));
    }

    private static void AssertSame(StoredPart expected, StoredPart actual)
    {
        Assert.Equal(expected.Algorithm, actual.Algorithm);
        Assert.Equal(expected.Salt, actual.Salt);
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Nonce, actual.Nonce);
        Assert.Equal(expected.Bytes, actual.Bytes);
        Assert.Null(actual.DestroyedBy);
    }

    private static IEnumerable<long> Positions(ImmutableArray<AppendResult> results) => results.Select(result => result.Position);

    private async Task<(EntryToAppend Victim, EntryToAppend Order)> VictimAndOrder()
    {
        var victim = Sample.Entry("victim", [Sample.First("cases/a")], personal: 2);
        var order = Sample.Entry("order", [Sample.After(victim)], personal: 1);
        await Append(victim, order);
        return (victim, order);
    }

    private Task<ImmutableArray<AppendResult>> Append(params EntryToAppend[] batch) => Store.Append(batch, Ct);
}
