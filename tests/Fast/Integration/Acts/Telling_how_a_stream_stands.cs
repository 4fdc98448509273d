using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using Actor = EnforcementPlatform.Kernel.Actor;

namespace EnforcementPlatform.Tests.Fast.Integration.Acts;

/// <summary>A state that announces itself: the notice stands in the entry of the act that changed it, whichever act that was.</summary>
public sealed class Telling_how_a_stream_stands : IDisposable
{
    private readonly TestFolder _keys = new();
    private readonly InMemoryLedger _store = new();
    private readonly ServiceLedger _ledger;
    private readonly Streams<Level> _levels;
    private EntryToAppend? _appended;

    public Telling_how_a_stream_stands()
    {
        _ledger = new(
            "records",
            _store,
            async (entry, ct) =>
            {
                _appended = entry;
                return (await _store.Append([entry], ct))[0];
            },
            new InMemoryCells(),
            InstallationKeys.Load(_keys.Path, "records"),
            TestRing.In(_keys.Path),
            new MessageTypes([WrappersReflection.Descriptor]),
            TimeProvider.System);
        _levels = new(_ledger, "levels", "value");
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Is_part_of_the_act_that_changed_it()
    {
        await Act(Add(5));
        await Act(Add(7));

        Assert.Equal(["1: 5"], await Told(0));
        Assert.Equal(["2: 12"], await Told(1));
    }

    [Fact]
    public async Task Is_left_out_where_nothing_has_changed_that_others_are_told_of()
    {
        await Act(Add(5));
        await Act(Add(0));
        await Act(Add(3).With(new Int64Value { Value = -3 }));

        Assert.Empty(await Told(1));
        Assert.Empty(await Told(2));
    }

    [Fact]
    public async Task Comes_behind_what_the_act_itself_says_and_leaves_the_other_parts_as_they_were_sealed()
    {
        await Act(Add(5).WithPersonal(new BytesValue { Value = ByteString.CopyFromUtf8("某人") }).WithNotice(new StringValue { Value = "by hand" }));

        var entry = await Entry(0);

        Assert.Equal([PartKind.Facts, PartKind.Personal, PartKind.Notice, PartKind.Notice], entry.Entry.Parts.Select(part => part.Kind));
        Assert.Equal(["by hand", "1: 5"], await Told(0));
        Assert.Equal([2, 3], entry.Notices.Select(notice => notice.Part));
        Assert.Equal("某人", ((BytesValue)entry.Personal[0].Message!).Value.ToStringUtf8());
    }

    [Fact]
    public async Task Is_in_what_followers_of_this_process_are_handed_without_reading_it_again()
    {
        await Act(Add(5).WithNotice(new StringValue { Value = "by hand" }));

        var (handed, read) = (_appended!.Opened!, await Entry(0));

        Assert.Equal(read.Leaf, handed.Leaf);
        Assert.Equal(EntryCodec.Encode(read.Entry), EntryCodec.Encode(handed.Entry));
        Assert.Equal(read.Notices, handed.Notices);
    }

    [Fact]
    public async Task Is_told_once_however_often_the_act_is_repeated()
    {
        var id = Id();
        await Act(Add(5), id);
        await Act(Add(5), id);

        Assert.Single(await _store.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task Says_what_is_true_after_the_race_was_lost_and_the_act_decided_again()
    {
        var tries = 0;
        await _levels.Run("a", Id(), Service(), "tests/Add", new Int64Value(), async (state, act) =>
        {
            if (tries++ == 0)
            {
                // Another process is faster.
                var other = new Streams<Level>(_ledger, "others", "value");
                await other.Run("b", Id(), Service(), "tests/Add", new Int64Value(), async (_, its) => Add(1).WithFactOf((await its.Take("numbers/x"))[0], new StringValue()), Ct);
            }

            return Add(state.Sum + 9).WithFactOf((await act.Take("numbers/x"))[0], new StringValue());
        }, Ct);

        Assert.Equal(["1: 9"], await Told(1));
    }

    [Fact]
    public async Task Is_refused_with_its_act_where_the_entry_has_no_place_for_it()
    {
        var full = Enumerable.Range(0, 63).Aggregate(Add(5), (decision, index) => decision.WithNotice(new StringValue { Value = $"{index}" }));
        var quiet = Enumerable.Range(0, 63).Aggregate(Add(0), (decision, index) => decision.WithNotice(new StringValue { Value = $"{index}" }));

        var fault = await Assert.ThrowsAsync<Fault>(() => Act(full));

        Assert.Equal("ENTRY_TOO_LARGE", fault.Type.Reason);
        Assert.Empty(await _store.ReadFrom(0, 1, Ct));
        await Act(quiet);
        Assert.Equal(63, (await Told(0)).Length);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Id() => CommandId.Of("test", "tests/Add", Guid.NewGuid());

    private static Actor Service() => new() { PersonId = "", AccountId = "records", Organ = "test-organ", Department = "", Service = "records" };

    private static Decision Add(long amount) => Decision.Of(new Int64Value { Value = amount });

    private Task<Level> Act(Decision decision, string? id = null) =>
        _levels.Run("a", id ?? Id(), Service(), "tests/Add", new Int64Value(), (_, _) => new(decision), Ct);

    private async Task<DecodedEntry> Entry(long position) => _ledger.Decoder.Decode((await _store.ReadFrom(position, 1, Ct))[0]);

    private async Task<string[]> Told(long position) => [.. (await Entry(position)).Notices.Select(notice => ((StringValue)notice.Body).Value)];

    /// <summary>A sum that tells itself when it changed.</summary>
    private sealed record Level : StreamState, IFold<Level>, IAnnouncing<Level>
    {
        public static Level Empty { get; } = new();

        public long Sum { get; init; }

        public static Level Apply(Level state, IMessage fact, Recorded entry) => fact is Int64Value added ? state with { Sum = state.Sum + added.Value } : state;

        public IMessage? NewsSince(Level before) => Sum == before.Sum ? null : new StringValue { Value = $"{Version}: {Sum}" };

        public override Relation RelationOf(Actor actor) => Relation.None;
    }
}
