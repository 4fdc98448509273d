using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Contracts.Ledger;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Actor = EnforcementPlatform.Kernel.Actor;
using ParkedNotice = EnforcementPlatform.Contracts.Ledger.ParkedNotice;

namespace EnforcementPlatform.Tests.Fast.Integration.Feed;

/// <summary>Two roles of one process, real SQLite, real tokens, real clients: <c>records</c> tells, <c>review</c> hears.</summary>
public sealed class The_ledger_contract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly Listener _listener = new();
    private TestPlatform _test = null!;
    private Streams<NoteState> _notes = null!;
    private int _told;

    public async ValueTask InitializeAsync()
    {
        _test = await TestPlatform.Start(
            [new NotesRole(ServiceRole.Records, []), new NotesRole(ServiceRole.Review, [_listener])],
            replace: services => services
                .AddSingleton<ILedgerEngine>(new SqliteEngine())
                .AddSingleton(new Subscriptions(new Subscription(ServiceRole.Review, StringValue.Descriptor.FullName))));
        _notes = new(_test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records), "notes", "note_id");
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task Lets_a_handler_of_the_same_process_hear_at_once()
    {
        await Tell("a", "one");
        await Until(() => _listener.Heard.Contains("one"));
    }

    [Fact]
    public async Task Serves_a_role_of_another_process_the_same_notices_over_grpc()
    {
        await Tell("a", "one");
        await Tell("b", "two");
        await Tell("a", "three");
        await Until(() => _listener.Heard.Contains("three"));
        var peers = _test.Platform.Services.GetRequiredService<Peers>();
        var feed = new RemoteFeed(ServiceRole.Records, peers.To(ServiceRole.Records, ServiceRole.Review), new(StringValue.Descriptor.File), Patience);
        var page = await feed.Read("anybody", new(1, await LeafOf(0)), TimeSpan.Zero, Ct);
        var head = await feed.Head(Ct);
        Assert.Equal((3, 3, page.Origin), (page.Next, head.Count, head.Origin));
        Assert.Equal(["two", "three"], page.Notices.Select(Text));
        Assert.Equal(["one", "three"], (await feed.ReadStream("anybody", "notes/a", 0, Ct)).Select(Text));
        Assert.Equal([(0L, "notes/a", "410400-gxj")], (await feed.ReadStream("anybody", "notes/a", 0, Ct)).Take(1).Select(notice => (notice.Position, notice.Stream, notice.Organ)));
    }

    [Fact]
    public async Task Serves_a_role_without_a_row_nothing_and_nobody_else_at_all()
    {
        await Tell("a", "one");
        var peers = _test.Platform.Services.GetRequiredService<Peers>();
        var feed = new RemoteFeed(ServiceRole.Records, peers.To(ServiceRole.Records, ServiceRole.Records), new(StringValue.Descriptor.File), Patience);
        Assert.Empty((await feed.Read("review", FeedPlace.Beginning, TimeSpan.Zero, Ct)).Notices);
        await Refused("NOT_PERMITTED", client => client.ReadFeedAsync(new(), Admin("admin-1")).ResponseAsync, ServiceRole.Records);
        await Refused("NOT_SIGNED_IN", client => client.ReadFeedAsync(new()).ResponseAsync, ServiceRole.Records);
        await Refused("NOT_PERMITTED", client => client.GetEntriesAsync(new(), Admin("admin-1")).ResponseAsync, ServiceRole.Records);
    }

    [Fact]
    public async Task Proves_an_entry_with_a_signed_head_and_shows_the_public_only_the_published_tree()
    {
        await Tell("a", "one");
        await Tell("a", "two");
        var client = Client(ServiceRole.Records);
        var auditor = Bearer("auditor");
        var proof = await client.GetProofAsync(new() { Position = 1 }, auditor, cancellationToken: Ct);
        var entries = await client.GetEntriesAsync(new(), auditor, cancellationToken: Ct);
        var head = Checkpoint.Parse(Note.Parse(proof.Note.Span).Text);
        Assert.Equal(2, entries.NextPosition);
        Assert.True(TreeProof.VerifyInclusion(TreeHash.Sha256, 1, head.Size, Leaf.Hash(entries.Entries[1].Span), [.. proof.Hashes.Select(hash => hash.ToByteArray())], head.Root));
        await Refused("ENTRY_UNKNOWN", again => again.GetProofAsync(new() { Position = 2 }, auditor).ResponseAsync, ServiceRole.Records);
        var published = Checkpoint.Parse(Note.Parse((await client.GetCheckpointAsync(new(), cancellationToken: Ct)).Note.Span).Text);
        Assert.Equal(head.Origin, published.Origin);
        if (published.Size == 0)
        {
            await Refused("TILE_UNKNOWN", again => again.GetTileAsync(new() { Width = 1 }).ResponseAsync, ServiceRole.Records);
        }
    }

    [Fact]
    public async Task Serves_an_auditor_the_entries_of_their_own_organ_and_a_service_all()
    {
        await Tell("a", "one");
        await Tell("b", "two", "410400-other");
        await Tell("c", "three");
        var auditor = Bearer("auditor");

        var own = await Client(ServiceRole.Records).GetEntriesAsync(new(), auditor, cancellationToken: Ct);
        var asService = new LedgerService.LedgerServiceClient(_test.Platform.Services.GetRequiredService<Peers>().To(ServiceRole.Records, ServiceRole.Review));
        var all = await asService.GetEntriesAsync(new(), cancellationToken: Ct);

        Assert.Equal((3L, 3L), (own.NextPosition, all.NextPosition));
        Assert.Equal([false, true, false], own.Entries.Select(entry => entry.IsEmpty));
        Assert.DoesNotContain(all.Entries, entry => entry.IsEmpty);
        await Refused("ENTRY_UNKNOWN", client => client.GetProofAsync(new() { Position = 1 }, auditor).ResponseAsync, ServiceRole.Records);
        Assert.NotEmpty((await asService.GetProofAsync(new() { Position = 1 }, cancellationToken: Ct)).Note);
    }

    [Fact]
    public async Task Passes_over_a_parked_notice_when_two_persons_agree()
    {
        await Tell("a", "poison");
        await Tell("a", "next");
        var parked = await Parked();
        Assert.Equal(("OnNote.notes/a", 0L, "PART_DESTROYED"), (parked.ParkedId, parked.Position, parked.Reason));
        Assert.Null(parked.RetryAt);
        Assert.True((await Client().SkipParkedAsync(Skip(parked), Admin("admin-1"), cancellationToken: Ct)).AwaitsSecondPerson);
        Assert.True((await Parked()).AwaitsSecondPerson);
        await Refused("SECOND_PERSON_REQUIRED", client => client.SkipParkedAsync(Skip(parked), Admin("admin-1")).ResponseAsync);
        await Refused("SECOND_PERSON_REQUIRED", client => client.SkipParkedAsync(Skip(parked), Admin("admin-1-again")).ResponseAsync);
        Assert.DoesNotContain("next", _listener.Heard);
        Assert.False((await Client().SkipParkedAsync(Skip(parked), Admin("admin-2"), cancellationToken: Ct)).AwaitsSecondPerson);
        await Until(() => _listener.Heard.Contains("next"));
        await Refused("NOT_PARKED", client => client.SkipParkedAsync(Skip(parked), Admin("admin-2")).ResponseAsync);
        Assert.DoesNotContain("poison", _listener.Heard);
    }

    [Fact]
    public async Task Starts_over_when_the_second_person_names_something_else()
    {
        await Tell("a", "poison");
        var parked = await Parked();
        await Client().SkipParkedAsync(Skip(parked), Admin("admin-1"), cancellationToken: Ct);
        var other = Skip(parked);
        other.SupersededBy = 0;
        Assert.True((await Client().SkipParkedAsync(other, Admin("admin-2"), cancellationToken: Ct)).AwaitsSecondPerson);
        var unknown = Skip(parked);
        unknown.SupersededBy = 999;
        await Refused("ENTRY_UNKNOWN", client => client.SkipParkedAsync(unknown, Admin("admin-2")).ResponseAsync);
    }

    [Fact]
    public async Task Tries_a_parked_notice_again_when_asked()
    {
        await Tell("a", "poison");
        await Tell("a", "next");
        var parked = await Parked();
        _listener.Mended = true;
        await Client().RetryParkedAsync(new() { RequestId = Id(), ParkedId = parked.ParkedId, Position = parked.Position, Part = parked.Part }, Admin("admin-1"), cancellationToken: Ct);
        await Until(() => _listener.Heard.SequenceEqual(["poison", "next"]));
    }

    [Fact]
    public async Task Refuses_what_is_malformed_or_not_parked_or_not_the_callers_to_decide()
    {
        await Tell("a", "poison");
        var parked = await Parked();
        var wrong = Skip(parked);
        wrong.Position++;
        await Refused("NOT_PARKED", client => client.SkipParkedAsync(wrong, Admin("admin-1")).ResponseAsync);
        wrong = Skip(parked);
        wrong.Reason = "短";
        await Refused("INVALID_FIELDS", client => client.SkipParkedAsync(wrong, Admin("admin-1")).ResponseAsync);
        await Refused("INVALID_FIELDS", client => client.RetryParkedAsync(new(), Admin("admin-1")).ResponseAsync);
        await Refused("NOT_PERMITTED", client => client.ListParkedAsync(new(), Bearer("auditor")).ResponseAsync);
        await Refused("INVALID_FIELDS", client => client.GetTileAsync(new() { Level = 64 }).ResponseAsync);
        await Refused("INVALID_FIELDS", client => client.GetProofAsync(new() { Position = -1 }, Bearer("auditor")).ResponseAsync);
    }

    [Fact]
    public async Task T2_Refuses_a_place_that_is_not_on_its_history_over_grpc_too()
    {
        await Tell("a", "one");
        var peers = _test.Platform.Services.GetRequiredService<Peers>();
        var feed = new RemoteFeed(ServiceRole.Records, peers.To(ServiceRole.Records, ServiceRole.Review), new(StringValue.Descriptor.File), Patience);
        foreach (var place in new FeedPlace[] { new(1, new byte[32]), new(1, []), new(5, await LeafOf(0)) })
        {
            var refused = await Assert.ThrowsAsync<Fault>(async () => await feed.Read("anybody", place, TimeSpan.Zero, Ct));
            Assert.Equal(FeedFaults.CursorOffHistory, refused.Type);
            Assert.Equal((await feed.Head(Ct)).Origin, refused.Metadata["origin"]);
        }

        var page = await feed.Read("anybody", new(1, await LeafOf(0)), TimeSpan.Zero, Ct);
        Assert.Equal(await LeafOf(0), page.Leaf);
        Assert.Equal((await feed.Head(Ct)).Origin, Checkpoint.Parse(Note.Parse(page.Note).Text).Origin);
    }

    [Fact]
    public async Task T2_Is_stopped_by_a_shown_head_under_its_own_signature_only()
    {
        await Tell("a", "one");
        var records = _test.Platform.Services.GetRequiredKeyedService<RoleParts>(ServiceRole.Records);
        var peers = _test.Platform.Services.GetRequiredService<Peers>();
        var feed = new RemoteFeed(ServiceRole.Records, peers.To(ServiceRole.Records, ServiceRole.Review), new(StringValue.Descriptor.File), Patience);
        var true1 = await records.Running.Checkpoints!.WaitFor(1, Ct);
        var origin = records.Identity.Origin;
        Assert.False(await feed.ShowHead("review", true1.Note.ToBytes(), Ct));
        Assert.False(await feed.ShowHead("review", [1, 2, 3], Ct));
        Assert.False(await feed.ShowHead("review", new Checkpoint(origin, 9, new byte[32]).Sign(new Ed25519Signer(new byte[32])).ToBytes(), Ct));
        Assert.False(await feed.ShowHead("review", new Checkpoint("another/log/1", 9, new byte[32]).Sign(records.Identity.Signer).ToBytes(), Ct));
        Assert.True(records.Running.Healthy);
        await Refused("NOT_PERMITTED", client => client.ShowHeadAsync(new(), Admin("admin-1")).ResponseAsync, ServiceRole.Records);

        Assert.True(await feed.ShowHead("review", new Checkpoint(origin, 9, new byte[32]).Sign(records.Identity.Signer).ToBytes(), Ct));
        Assert.False(records.Running.Healthy);
        Assert.Contains("review出示", string.Join('\n', records.Running.Verdict.Plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T13_The_answer_to_an_act_carries_a_receipt_and_a_public_one_does_not()
    {
        await Tell("a", "poison");
        var parked = await Parked();
        var request = new RetryParkedRequest { RequestId = Id(), ParkedId = parked.ParkedId, Position = parked.Position, Part = parked.Part };
        var call = Client().RetryParkedAsync(request, Admin("admin-1"), cancellationToken: Ct);
        var text = (await call.ResponseHeadersAsync).GetValue(Receipt.Header)!;
        await call;
        var ledger = _test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Review);
        var receipt = Receipt.Parse(text)!;
        var entry = (await ledger.Store.ReadFrom(receipt.Position, 1, Ct))[0];
        Assert.Equal(entry.Leaf, receipt.Leaf);
        Assert.True(receipt.IsOf(ledger.Ring));
        Assert.False(receipt.IsOf(_test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records).Ring));

        // The same request, repeated: the same promise.
        var again = Client().RetryParkedAsync(request, Admin("admin-1"), cancellationToken: Ct);
        Assert.Equal(text, (await again.ResponseHeadersAsync).GetValue(Receipt.Header));
        var looked = Client().ListParkedAsync(new(), Admin("admin-1"), cancellationToken: Ct);
        Assert.Null((await looked.ResponseHeadersAsync).GetValue(Receipt.Header));
        var anybody = Client().GetCheckpointAsync(new(), cancellationToken: Ct);
        Assert.Null((await anybody.ResponseHeadersAsync).GetValue(Receipt.Header));
    }

    [Fact]
    public async Task T13_An_answer_over_json_carries_the_receipt_too()
    {
        await Tell("a", "poison");
        var parked = await Parked();
        var body = $$"""{"requestId":"{{Id()}}","parkedId":"{{parked.ParkedId}}","position":"{{parked.Position}}","part":{{parked.Part}}}""";
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _test.Http(ServiceRole.Review, _test.TokenOf("admin-1", ServiceRole.Records)).PostAsync(new Uri("/v1/ledger/parked:retry", UriKind.Relative), content, Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
        Assert.NotNull(Receipt.Parse(Assert.Single(answer.Headers.GetValues(Receipt.Header))));
    }

    private static string Text(Notice notice) => ((StringValue)notice.Body).Value;

    private async Task<byte[]> LeafOf(long position) =>
        (await _test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records).Store.ReadFrom(position, 1, Ct))[0].Leaf;

    private static string Id() => Guid.CreateVersion7().ToString();

    private static SkipParkedRequest Skip(ParkedNotice parked) =>
        new() { RequestId = Id(), ParkedId = parked.ParkedId, Position = parked.Position, Part = parked.Part, Reason = "该通知对应的案件已移送" };

    private static async Task Until(Func<bool> condition)
    {
        for (var turn = 0; turn < 2400 && !condition(); turn++)
        {
            await Task.Delay(25, Ct);
        }

        Assert.True(condition());
    }

    private Metadata Admin(string account) => Bearer(account);

    private Metadata Bearer(string account) => TestPlatform.Bearer(_test.TokenOf(account, ServiceRole.Records));

    private LedgerService.LedgerServiceClient Client(string role = ServiceRole.Review) => new(_test.Channel(role));

    private async Task<ParkedNotice> Parked()
    {
        for (var turn = 0; ; turn++)
        {
            var listed = await Client().ListParkedAsync(new(), Admin("admin-1"));
            if (listed.Parked.Count > 0 || turn == 400)
            {
                return Assert.Single(listed.Parked);
            }

            await Task.Delay(25, Ct);
        }
    }

    private async Task Refused(string reason, Func<LedgerService.LedgerServiceClient, Task> call, string role = ServiceRole.Review)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call(Client(role)));
        Assert.Equal(reason, error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason);
    }

    private Task Tell(string key, string text, string? organ = null) => _notes.Run(
        key,
        Sample.Id($"{++_told}"),
        organ is null ? NotesService.Service : NotesService.Service with { Organ = organ },
        "notes/Write",
        new Int32Value { Value = _told },
        (_, _) => ValueTask.FromResult(Decision.Of(new StringValue { Value = text }).WithNotice(new StringValue { Value = text })),
        Ct);

    /// <summary>A role that keeps notes and knows two system administrators (one with two accounts) and an auditor.</summary>
    private sealed class NotesRole(string name, IReadOnlyCollection<INoticeHandler> handlers) : LedgerRole
    {
        public override string Name => name;

        public override RolePorts Ports => new();

        protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File];

        public override void Map(RoleEndpoints endpoints)
        {
        }

        protected override void Register(IServiceCollection services, PlatformOptions options)
        {
            services.AddKeyedSingleton<IPeople>(Name, new Administrators());
            foreach (var handler in handlers)
            {
                services.AddKeyedSingleton(Name, handler);
            }
        }
    }

    private sealed class Administrators : IPeople
    {
        public ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct) => new(subject switch
        {
            "admin-1" or "admin-1-again" => With(subject, "11111111-1111-7111-8111-111111111111", Duty.AdministerSystem),
            "admin-2" => With(subject, "22222222-2222-7222-8222-222222222222", Duty.AdministerSystem),
            "auditor" => With(subject, "33333333-3333-7333-8333-333333333333", Duty.ReadAudit),
            _ => null,
        });

        private static Actor With(string account, string person, Duty duty) =>
            new() { PersonId = person, AccountId = account, Organ = "410400-gxj", Department = "xx", Duties = [Duty.SignedIn, duty] };
    }

    /// <summary>Hears; refuses poison until mended.</summary>
    private sealed class Listener : INoticeHandler
    {
        private readonly List<string> _heard = [];

        public string Name => "OnNote";

        public string Publisher => ServiceRole.Records;

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromBeginning;

        public bool Mended { get; set; }

        public IReadOnlyList<string> Heard
        {
            get
            {
                lock (_heard)
                {
                    return [.. _heard];
                }
            }
        }

        public Task Handle(Notice notice, HandlerRun run)
        {
            if (Text(notice) == "poison" && !Mended)
            {
                throw KernelFaults.PartDestroyed.Now();
            }

            lock (_heard)
            {
                _heard.Add(Text(notice));
            }

            return Task.CompletedTask;
        }
    }
}
