using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Supervision.Facts;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using EnforcementPlatform.Tests.Fast.Unit.Supervision;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Supervision;

/// <summary>The handlers: over the feeds of the others, and under repetition and disorder.</summary>
public sealed class What_the_others_tell : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TestFolder _keys = new();
    private readonly InMemoryLedger _store = new();
    private readonly Streams<OversightState> _oversight;

    public What_the_others_tell()
    {
        ServiceLedger ledger = new(
            ServiceRole.Supervision, _store, async (entry, ct) => (await _store.Append([entry], ct))[0], new InMemoryCells(), InstallationKeys.Load(_keys.Path, "supervision"), TestRing.In(_keys.Path),
            new MessageTypes([OversightFactsReflection.Descriptor]), TimeProvider.System);
        _oversight = new(ledger, "oversight", "case_id");
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Is_heard_over_the_feeds_of_disclosure_and_gateway()
    {
        await using var test = await TestPlatform.Start(
            [new SupervisionModule(), new Teller(ServiceRole.Disclosure, DisclosurePublished.Descriptor.File), new Teller(ServiceRole.Gateway, DeliveryChanged.Descriptor.File)],
            replace: Suite.Adapters);

        await Tell(test, ServiceRole.Gateway, Overseen.Sent(DeliveryState.Rejected));
        await Tell(test, ServiceRole.Disclosure, Withdrawn(1, "2026-11-27"));
        await Tell(test, ServiceRole.Disclosure, Published(1, "2026-11-24"));

        var oversight = test.Platform.Services.GetRequiredService<Streams<OversightState>>();
        await ReviewFixture.Eventually(async () => (await oversight.Load(Overseen.CaseId, Ct)).Version == 3);
        var state = await oversight.Load(Overseen.CaseId, Ct);
        Assert.Equal(new(new(2026, 11, 24), new(2027, 11, 23)), state.Publications[1]);
        Assert.Equal((new DateOnly(2026, 11, 27), DeliveryState.Rejected, Overseen.Organ), (state.WithdrawnOn!.Value, state.Deliveries["city.publish.1"].State, state.Organ));
    }

    [Fact]
    public async Task Is_kept_once_for_each_that_is_news_whatever_the_order()
    {
        Notice[] news =
        [
            .. new IMessage[] { Case(2), Case(3), Case(7) }.Select((body, index) => NoticeOf(body, 10 + index)),
            .. new IMessage[] { Review(1), Review(2) }.Select((body, index) => NoticeOf(body, 20 + index)),
            .. new IMessage[] { Grown(1), Grown(3) }.Select((body, index) => NoticeOf(body, 50 + index)), NoticeOf(new DisclosureWithheld { DisclosureId = Overseen.CaseId, WithheldOn = "2026-11-24" }, 60),
            NoticeOf(Published(1, "2026-11-24"), 30), NoticeOf(Published(2, "2026-11-26"), 31), NoticeOf(Withdrawn(2, "2026-11-27"), 32),
            NoticeOf(Overseen.Sent(DeliveryState.Retrying, at: "2026-11-28"), 40), NoticeOf(Overseen.Sent(DeliveryState.Confirmed, at: "2026-11-29"), 41),
        ];
        var random = new Random(20261124);
        for (var round = 0; round < 4; round++)
        {
            var order = news.ToArray();
            random.Shuffle(order);
            await Task.WhenAll(order.Select(notice => Task.Run(() => Handle(notice))));
        }

        var state = await _oversight.Load(Overseen.CaseId, Ct);
        Assert.Equal((7, 2, 2, new DateOnly(2026, 11, 27)), (state.Case!.Version, state.Review!.Version, state.Publications.Count, state.WithdrawnOn!.Value));
        Assert.Equal(DeliveryState.Confirmed, state.Deliveries.Values.Single().State);
        Assert.Equal((3, new DateOnly(2026, 11, 24)), (state.FileToBeKnownFrom, state.WithheldOn!.Value));
        Assert.InRange(state.Version, 8, news.Length);
    }

    [Fact]
    public async Task Is_passed_over_when_it_is_old_news()
    {
        await Handle(NoticeOf(Case(7), 12));
        await Handle(NoticeOf(Case(3), 11));

        Assert.Single(await _store.ReadFrom(0, 10, Ct));
    }

    [Fact]
    public async Task Leaves_nothing_of_what_is_published_but_its_days()
    {
        await Handle(NoticeOf(Published(1, "2026-11-24"), 30));

        var facts = (await _store.ReadFrom(0, 1, Ct))[0].Parts[0].Bytes;

        Assert.True(facts.AsSpan().IndexOf("2026-11-24"u8) > 0);
        Assert.True(facts.AsSpan().IndexOf("平顶山丙公司"u8) < 0);
    }

    private static CaseProgressed Case(long version) => Overseen.Told(version, CaseStage.Investigating);

    private static CaseFileGrew Grown(long version) => new() { CaseId = Overseen.CaseId, FileVersion = version };

    private static ReviewProgressed Review(long version) => Overseen.Reviewed(version, ReviewStage.Assigned);

    private static DisclosurePublished Published(int version, string on) => new()
    {
        DisclosureId = Overseen.CaseId, Version = version, PublishedAt = Noon(on), Decision = new() { PartyName = "平顶山丙公司", PublishUntil = "2027-11-23" },
    };

    private static DisclosureWithdrawn Withdrawn(int version, string on) => new() { DisclosureId = Overseen.CaseId, Version = version, WithdrawnAt = Noon(on) };

    private static Timestamp Noon(string day) => DateTimeOffset.Parse($"{day}T12:00:00+08:00").ToTimestamp();

    private static Notice NoticeOf(IMessage body, long position) => new("ep.test/told", position, 1, $"told/{position}", Overseen.Organ, DateTimeOffset.UtcNow, body);

    private Task Handle(Notice notice)
    {
        INoticeHandler handler = notice.Body switch
        {
            CaseProgressed => new OnCaseProgressed(_oversight),
            ReviewProgressed => new OnReviewProgressed(_oversight),
            DisclosurePublished => new OnDisclosurePublished(_oversight),
            DisclosureWithdrawn => new OnDisclosureWithdrawn(_oversight),
            DisclosureWithheld => new OnDisclosureWithheld(_oversight),
            CaseFileGrew => new OnCaseFileGrew(_oversight),
            _ => new OnDeliveryChanged(_oversight),
        };
        return handler.Handle(notice, new(notice, handler.Name, ServiceRole.Supervision, Ct));
    }

    private static async Task Tell(TestPlatform test, string role, IMessage notice)
    {
        var notes = new Streams<NoteState>(test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(role), "notes", "note_id");
        var actor = NotesService.Service with { AccountId = role, Service = role, Organ = Overseen.Organ };
        await notes.Run("told", Sample.Id(notice.ToString()!), actor, "test/Tell", new StringValue(), (_, _) => new(Decision.Of(new StringValue()).WithNotice(notice)), Ct);
    }

    /// <summary>Another role, reduced to what it tells.</summary>
    private sealed class Teller(string name, FileDescriptor notices) : LedgerRole
    {
        public override string Name => name;

        public override RolePorts Ports => new();

        protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File, notices];

        protected override IReadOnlyCollection<View> Views => [];

        public override void Map(RoleEndpoints endpoints)
        {
        }

        protected override void Register(IServiceCollection services, PlatformOptions options)
        {
        }
    }
}
