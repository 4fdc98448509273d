using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.WellKnownTypes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Acts;

public sealed class Acting_on_a_stream : IDisposable
{
    private const string Method = "tests.Tallies/Add";
    private readonly TestFolder _keys = new();
    private readonly InMemoryLedger _store = new();
    private readonly SteppedClock _clock = new(new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));
    private readonly ServiceLedger _ledger;
    private readonly Streams<Tally> _tallies;

    public Acting_on_a_stream()
    {
        _ledger = LedgerWith(WrappersReflection.Descriptor);
        _tallies = new(_ledger, "tallies", "value");
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task The_state_after_an_act_is_what_a_fresh_fold_finds()
    {
        await Add("a", 5);
        var after = await Add("a", 7);

        var fresh = await Fresh().Load("a", Ct);

        Assert.Equal(after, fresh);
        Assert.Equal((12, 2, "tallies/a", "test-organ"), (fresh.Sum, fresh.Version, fresh.Stream, fresh.Organ));
    }

    [Fact]
    public async Task A_repeated_command_gets_its_first_answer_although_the_stream_moved_on()
    {
        var id = Id();
        var first = await Add("a", 5, id);
        await Add("a", 7);

        var again = await Add("a", 5, id);

        Assert.Equal(first, again);
        Assert.Equal(12, (await _tallies.Load("a", Ct)).Sum);
    }

    [Fact]
    public async Task A_command_id_with_another_body_is_refused_and_nothing_is_kept()
    {
        var id = Id();
        await Add("a", 5, id);

        var fault = await Assert.ThrowsAsync<Fault>(() => Add("a", 6, id));

        Assert.Equal("REQUEST_ID_REUSED", fault.Type.Reason);
        Assert.Equal(5, (await _tallies.Load("a", Ct)).Sum);
    }

    [Fact]
    public async Task Sixty_four_acts_take_numbers_without_a_gap_or_a_double()
    {
        var tallies = await Task.WhenAll(Enumerable.Range(0, 64).Select(index => Task.Run(() => TakeNumber($"t{index}"))));

        Assert.Equal(Enumerable.Range(1, 64).Select(number => (long)number), tallies.Select(tally => tally.Number).Order());
    }

    [Fact]
    public async Task Acts_that_take_each_others_streams_crosswise_all_come_through()
    {
        var crosswise = Enumerable.Range(0, 200).Select(index => Task.Run(() =>
            TakeStream($"t{index % 4}", $"tallies/t{(index + 1) % 4}.taken")));

        await Task.WhenAll(crosswise).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Equal(200, (await Task.WhenAll(Enumerable.Range(0, 4).Select(index => _tallies.Load($"t{index}", Ct).AsTask()))).Sum(tally => tally.Version));
    }

    [Fact]
    public async Task An_act_whose_streams_share_a_queue_with_its_own_does_not_wait_for_itself()
    {
        var state = await _tallies.Run("mine", Id(), Service(), Method, new Int64Value(), async (_, act) =>
        {
            var taken = await act.Take([.. Enumerable.Range(0, 15).Select(index => $"numbers/{index}")]);
            return Decision.Of(new UInt64Value { Value = (ulong)taken.Count });
        }, Ct).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Equal(15, state.Number);
    }

    [Fact]
    public async Task A_fact_that_cannot_be_folded_is_never_kept()
    {
        await Assert.ThrowsAsync<Fault>(() =>
            _tallies.Run("a", Id(), Service(), Method, new Int64Value(), (_, _) => new(Decision.Of(new BoolValue { Value = true })), Ct));

        Assert.Empty(await _store.ReadFrom(0, 1, Ct));
    }

    [Fact]
    public async Task A_number_taken_by_another_process_is_decided_again()
    {
        var decided = new List<long>();
        var state = await _tallies.Run("mine", Id(), Service(), Method, new Int64Value(), async (_, act) =>
        {
            var taken = (await act.Take("numbers/test"))[0];
            decided.Add(taken.Version);
            if (decided.Count == 1)
            {
                await TakeNumberElsewhere();
            }

            return Decision.Of(new UInt64Value { Value = (ulong)taken.Version });
        }, Ct);

        Assert.Equal([1, 2], decided);
        Assert.Equal(2, state.Number);
    }

    [Fact]
    public async Task An_act_that_loses_every_race_is_given_up_and_nothing_is_kept()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => _tallies.Run("mine", Id(), Service(), Method, new Int64Value(), async (_, act) =>
        {
            await act.Take("numbers/test");
            await TakeNumberElsewhere();
            return Decision.Of(new Int64Value { Value = 1 });
        }, Ct));

        Assert.Equal("CONTENDED", fault.Type.Reason);
        Assert.False((await _tallies.Load("mine", Ct)).Exists);
    }

    [Fact]
    public async Task A_clock_more_than_two_seconds_behind_the_stream_may_not_write()
    {
        await Add("a", 5);
        _clock.Step(TimeSpan.FromMilliseconds(-2001));

        var fault = await Assert.ThrowsAsync<Fault>(() => Add("a", 6));

        Assert.Equal("CLOCK_BEHIND", fault.Type.Reason);
    }

    [Fact]
    public async Task A_clock_two_seconds_behind_writes_the_streams_own_time()
    {
        var first = await Add("a", 5);
        _clock.Step(TimeSpan.FromSeconds(-2));

        Assert.Equal(first.At, (await Add("a", 6)).At);
    }

    [Fact]
    public async Task A_fact_of_a_newer_release_stops_the_fold()
    {
        await Add("a", 5);
        var older = new Streams<Tally>(LedgerWith(EmptyReflection.Descriptor), "tallies", "value");

        var fault = await Assert.ThrowsAsync<Fault>(() => older.Load("a", Ct).AsTask());

        Assert.Equal("REPLICA_TOO_OLD", fault.Type.Reason);
    }

    [Fact]
    public async Task A_destroyed_part_reads_as_destroyed_and_decisions_that_need_it_are_refused()
    {
        var written = await WriteNote("a", "不应留存的内容");
        Assert.Equal("不应留存的内容", written.Note!.Require().Value);
        await Add("a", 1);
        await _ledger.Destroy([(0, 1)], orderedBy: 1, Ct);

        var after = await _tallies.Load("a", Ct);

        Assert.True(after.Note!.IsDestroyed);
        Assert.Equal(1, after.Note.Source.DestroyedBy);
        Assert.Equal(written.Note.Commitment, after.Note.Commitment);
        Assert.Equal("PART_DESTROYED", Assert.Throws<Fault>(() => after.Note.Require()).Type.Reason);
    }

    [Fact]
    public async Task A_personal_part_is_nowhere_in_what_is_stored()
    {
        await WriteNote("a", "plain words");

        var stored = (await _store.ReadFrom(0, 1, Ct))[0];

        Assert.DoesNotContain(stored.Parts, part => Contains(part.Bytes, "plain words"u8));
        Assert.False(Contains(stored.Bytes, "plain words"u8));
    }

    [Fact]
    public async Task An_altered_entry_is_never_folded()
    {
        await Add("a", 5);
        var stored = (await _store.ReadFrom(0, 1, Ct))[0];
        stored.Bytes[^3] ^= 1;

        await Assert.ThrowsAsync<LedgerDamagedException>(() => Fresh().Load("a", Ct).AsTask());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The same store seen by a process that remembers nothing.</summary>
    private Streams<Tally> Fresh() => new(LedgerWith(WrappersReflection.Descriptor), "tallies", "value");

    private static bool Contains(byte[] haystack, ReadOnlySpan<byte> needle) => haystack.AsSpan().IndexOf(needle) >= 0;

    private static string Id() => CommandId.Of("test", Method, Guid.NewGuid());

    private static Actor Service() => new() { PersonId = "", AccountId = "records", Organ = "test-organ", Department = "", Service = "records" };

    private Task<Tally> Add(string key, long amount, string? id = null) =>
        _tallies.Run(key, id ?? Id(), Service(), Method, new Int64Value { Value = amount }, (_, _) => new(Decision.Of(new Int64Value { Value = amount })), Ct);

    private Task<Tally> WriteNote(string key, string note) =>
        _tallies.Run(key, Id(), Service(), Method, new StringValue { Value = note }, (_, _) =>
            new(Decision.Of(new Int32Value { Value = 0 }).WithPersonal(new StringValue { Value = note })), Ct);

    private Task<Tally> TakeNumber(string key) =>
        _tallies.Run(key, Id(), Service(), Method, new Int64Value(), async (_, act) =>
            Decision.Of(new UInt64Value { Value = (ulong)(await act.Take("numbers/test"))[0].Version }), Ct);

    private Task<Tally> TakeStream(string key, string stream) =>
        _tallies.Run(key, Id(), Service(), Method, new Int64Value(), async (_, act) =>
            Decision.Of(new UInt64Value { Value = (ulong)(await act.Take(stream))[0].Version }), Ct);

    private async Task TakeNumberElsewhere()
    {
        var head = (await _store.LookUp("", "numbers/test", Ct)).Head;
        var entry = new Entry
        {
            Organ = "test-organ",
            Id = Id(),
            Claims = [new("numbers/test", head.Version + 1, head.Leaf)],
            At = _clock.GetUtcNow(),
            By = "service/records",
            Types = [new("google.protobuf.Int64Value", 0)],
        };
        var bytes = EntryCodec.Encode(entry);
        await _store.Append([new(entry.Id, entry.Claims, entry.At, bytes, Leaf.Hash(bytes), [])], Ct);
    }

    private ServiceLedger LedgerWith(Google.Protobuf.Reflection.FileDescriptor types) => new(
        "records",
        _store,
        async (entry, ct) => (await _store.Append([entry], ct))[0],
        new InMemoryCells(),
        InstallationKeys.Load(_keys.Path, "records"),
        TestRing.In(_keys.Path),
        new MessageTypes([types]),
        _clock);
}
