using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Disclosure;
using EnforcementPlatform.Disclosure.Facts;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Records.Cases;
using Google.Protobuf;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Disclosure;

/// <summary>The handlers on a ledger in memory: notices come twice and in any order, and are kept once.</summary>
public sealed class What_disclosure_hears : IDisposable
{
    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private readonly TestFolder _keys = new();
    private readonly InMemoryLedger _store = new();
    private readonly ShownRecords _records = new();
    private readonly Streams<DisclosureState> _disclosures;
    private readonly Streams<OfficerState> _officers;

    public What_disclosure_hears()
    {
        var types = new MessageTypes(
            DisclosureFactsReflection.Descriptor, OfficersFactsReflection.Descriptor, Contracts.Disclosure.EventsReflection.Descriptor,
            Contracts.Records.EventsReflection.Descriptor, Contracts.Gateway.EventsReflection.Descriptor);
        AppendEntry append = async (entry, ct) => (await _store.Append([entry], ct))[0];
        var ledger = new ServiceLedger("disclosure", _store, append, new InMemoryCells(), InstallationKeys.Load(_keys.Beside("keys"), "disclosure"), TestRing.In(_keys.Beside("keys")), types, TimeProvider.System);
        _disclosures = new(ledger, "disclosures", "disclosure_id");
        _officers = new(ledger, "officers", "person_id");
    }

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData("issued, annulled")]
    [InlineData("annulled, issued")]
    [InlineData("issued, issued, annulled, annulled")]
    [InlineData("annulled, issued, annulled, issued")]
    public async Task A_decision_and_its_annulment_in_any_order_and_number_lapse_once(string told)
    {
        foreach (var one in told.Split(", "))
        {
            await (one == "issued" ? Issued() : Annulled());
        }

        var state = await _disclosures.Load(DisclosureWorld.CaseId, _ct);
        Assert.Equal((DisclosureStage.Lapsed, 2L, "平工信罚〔2026〕1号"), (state.Stage, state.Version, state.Issued!.Number));
        Assert.Equal(1, _records.Asked);
    }

    [Fact]
    public async Task A_decision_whose_text_is_another_is_not_kept()
    {
        _records.Answer = answer => answer.PartyCommitted = DisclosureWorld.Committed(DisclosureWorld.Citizen);

        await Assert.ThrowsAsync<Fault>(Issued);
        Assert.False((await _disclosures.Load(DisclosureWorld.CaseId, _ct)).Exists);
    }

    [Fact]
    public async Task What_a_platform_said_is_kept_once_and_older_news_is_not()
    {
        await Issued();
        await Publish();
        await Delivered(DeliveryState.Rejected, minutes: 1, position: 1);
        await Delivered(DeliveryState.Rejected, minutes: 1, position: 1);
        await Delivered(DeliveryState.AwaitingReceipt, minutes: 0, position: 0);

        var state = await _disclosures.Load(DisclosureWorld.CaseId, _ct);
        Assert.Equal((DeliveryState.Rejected, "CF_SY"), (state.Deliveries.Single().Value.Told.State, state.Deliveries.Single().Value.Told.RefusalField));
        Assert.Equal(4, state.Version);
    }

    [Theory]
    [InlineData(0)] // within one millisecond
    [InlineData(-5)] // the gateway's clock was set back
    public async Task Which_news_is_newer_is_said_by_the_gateways_ledger_and_not_by_a_clock(int minutes)
    {
        await Issued();
        await Publish();
        await Delivered(DeliveryState.AwaitingReceipt, minutes: 0, position: 4);
        await Delivered(DeliveryState.Confirmed, minutes, position: 7);
        await Delivered(DeliveryState.Retrying, minutes: 9, position: 3);

        Assert.Equal(DeliveryState.Confirmed, (await _disclosures.Load(DisclosureWorld.CaseId, _ct)).Deliveries.Single().Value.Told.State);
    }

    [Fact]
    public async Task Of_a_gateway_made_anew_the_time_tells_since_its_positions_begin_again()
    {
        await Issued();
        await Publish();
        await Delivered(DeliveryState.AwaitingReceipt, minutes: 0, position: 900);
        await Delivered(DeliveryState.Confirmed, minutes: 5, position: 2, "gateway/anew");
        await Delivered(DeliveryState.Retrying, minutes: 1, position: 901);

        Assert.Equal(DeliveryState.Confirmed, (await _disclosures.Load(DisclosureWorld.CaseId, _ct)).Deliveries.Single().Value.Told.State);
    }

    [Fact]
    public async Task What_was_kept_of_deliveries_before_their_place_was_is_still_read()
    {
        await Issued();
        await Publish();
        await Keep("old 1", new DisclosureWorld().Delivery(DeliveryState.AwaitingReceipt, minutes: 0));
        await Keep("old 2", new DisclosureWorld().Delivery(DeliveryState.Rejected, minutes: 3));
        await Delivered(DeliveryState.Retrying, minutes: 1, position: 5);
        Assert.Equal("CF_SY", (await _disclosures.Load(DisclosureWorld.CaseId, _ct)).Deliveries.Single().Value.Told.RefusalField);

        await Delivered(DeliveryState.Confirmed, minutes: 4, position: 6);
        Assert.Equal(DeliveryState.Confirmed, (await _disclosures.Load(DisclosureWorld.CaseId, _ct)).Deliveries.Single().Value.Told.State);
    }

    [Fact]
    public async Task A_delivery_of_what_was_never_published_is_parked_for_people()
    {
        var fault = await Assert.ThrowsAsync<Fault>(() => Delivered(DeliveryState.Confirmed, 0, 0));
        Assert.Equal(DisclosureFaults.DeliveryUnknown.Reason, fault.Type.Reason);

        await Issued();
        fault = await Assert.ThrowsAsync<Fault>(() => Delivered(DeliveryState.Confirmed, 0, 0));
        Assert.Equal(DisclosureFaults.WrongStage.Reason, fault.Type.Reason);
    }

    [Fact]
    public async Task An_officer_is_listed_once_and_taken_off_when_records_says_so()
    {
        await Changed(1);
        await Changed(1);
        await Changed(2);
        Assert.Equal(1, (await _officers.Load(DisclosureWorld.Handler, _ct)).Version);

        _records.Person.Certificates[0].Suspensions.Add(new Suspension { Kind = SuspensionKind.Cancelled, From = "2026-01-01" });
        await Changed(3);
        Assert.Null((await _officers.Load(DisclosureWorld.Handler, _ct)).Listed);
    }

    [Fact]
    public async Task Who_never_was_an_officer_is_not_asked_about()
    {
        await Handle(
            new OnOfficerChanged(_officers, _records, TimeProvider.System),
            new PersonChanged { PersonId = DisclosureWorld.Publisher, Organ = DisclosureWorld.Organ, Posts = { new PostHeld { Post = Post.Publisher, From = "2026-01-01" } } },
            9);

        Assert.Equal(0, _records.Asked);
    }

    private Task Issued() => Handle(new OnDecisionIssued(_disclosures, _records), new DisclosureWorld().Issued(), 0);

    private Task Annulled() => Handle(
        new OnDecisionAnnulled(_disclosures), new DecisionAnnulled { CaseId = DisclosureWorld.CaseId, Ground = AnnulmentGround.Judgment, AnnulledOn = "2026-11-03" }, 1);

    private Task Delivered(DeliveryState state, int minutes, long position, string origin = "gateway") =>
        Handle(new OnDeliveryChanged(_disclosures), new DisclosureWorld().Delivery(state, minutes), position, origin);

    private Task Changed(long version) => Handle(
        new OnOfficerChanged(_officers, _records, TimeProvider.System),
        new PersonChanged { PersonId = DisclosureWorld.Handler, Version = version, Organ = DisclosureWorld.Organ, Certificates = { new Certificate { ValidFrom = "2025-01-01", ValidTo = "2199-12-31" } } },
        version);

    private static Task Handle(INoticeHandler handler, IMessage body, long position, string origin = "records")
    {
        var notice = NoticeOf(body, position, origin);
        return handler.Handle(notice, new(notice, handler.Name, "disclosure", CancellationToken.None));
    }

    private static Notice NoticeOf(IMessage body, long position, string origin = "records") =>
        new($"ep.example.cn/{origin}/0011", position, 1, "cases/x", DisclosureWorld.Organ, DateTimeOffset.UnixEpoch, body);

    private async Task Publish()
    {
        foreach (var (step, name) in new (Func<DisclosureState, IActContext, Decision>, string)[]
        {
            ((state, act) => state.DraftDisclosure(Acting.As(DisclosureWorld.Handler, act.Now), new() { Text = DisclosureWorld.Text() }), "draft"),
            ((state, act) => state.PublishDisclosure(Acting.As(DisclosureWorld.Publisher, act.Now), "测试", "", DisclosureWorld.Law), "publish"),
        })
        {
            await Run(name, step);
        }
    }

    private Task Keep(string name, IMessage fact) => Run(name, (_, _) => Decision.Of(fact));

    private Task Run(string name, Func<DisclosureState, IActContext, Decision> step) => _disclosures.Run(
        DisclosureWorld.CaseId, Sample.Id(name), new() { PersonId = "", AccountId = "disclosure", Organ = DisclosureWorld.Organ, Department = "", Service = "disclosure" },
        name, new DisclosureText { Violation = name }, (state, act) => new(step(state, act)), _ct);

    /// <summary>Records as these tests need it, with the digests checked as over the wire.</summary>
    private sealed class ShownRecords : IRecords
    {
        public int Asked { get; private set; }

        public Action<GetDecisionForDisclosureResponse> Answer { get; set; } = _ => { };

        public Person Person { get; } = new()
        {
            PersonId = DisclosureWorld.Handler,
            Name = "某某",
            InEstablishment = true,
            Posts = { new PostHeld { Post = Post.Officer, From = "2026-01-01" } },
            Certificates = { new Certificate { Number = "X-1", ValidFrom = "2025-01-01", ValidTo = "2199-12-31" } },
        };

        public ValueTask<ShownDecision> Decision(DecisionIssued issued, CancellationToken ct)
        {
            Asked++;
            var answer = new DisclosureWorld().Answer();
            Answer(answer);
            return new(ShownDecision.Of(issued, answer, DisclosureWorld.OrganOf()));
        }

        public ValueTask<Organ> Organ(string code, CancellationToken ct) => new(DisclosureWorld.OrganOf());

        ValueTask<Person> IRecords.Person(string personId, CancellationToken ct)
        {
            Asked++;
            return new(Person);
        }
    }
}
