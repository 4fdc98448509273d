using System.Diagnostics.Metrics;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Gateway;
using EnforcementPlatform.Gateway.Connector;
using EnforcementPlatform.Gateway.Facts;
using EnforcementPlatform.Gateway.Work;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Tests.Fast.Fakes;
using EnforcementPlatform.Tests.Fast.Unit.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Item = EnforcementPlatform.Gateway.Item;

namespace EnforcementPlatform.Tests.Fast.Integration.Gateway;

/// <summary>The gateway's queue over a real ledger's write path and its real view, with a platform made by hand and a clock that a test moves.</summary>
internal sealed class DeliveryBench : IAsyncDisposable
{
    private static readonly Actor Service = new() { PersonId = "", AccountId = "gateway", Organ = DeliveryWorld.Organ, Department = "", Service = "gateway" };

    private readonly TestFolder _folder = new();
    private readonly RoleViews _views;
    private readonly ServiceLedger _ledger;
    private readonly Doorbell _bell = new();
    private readonly EntryTail _entries;
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private DeliveryBench(Limits limits)
    {
        AppendEntry append = async (entry, ct) => OutOfOrder is { } fault ? throw fault.Now() : (await Store.Append([entry], ct))[0];
        _ledger = new(
            "gateway", Store, _bell.Ringing(append), new InMemoryCells(), InstallationKeys.Load(_folder.Beside("keys"), "gateway"), TestRing.In(_folder.Beside("keys")),
            new MessageTypes(GatewayFactsReflection.Descriptor, EnforcementPlatform.Contracts.Gateway.EventsReflection.Descriptor), Clock);
        Deliveries = new(_ledger, "deliveries", "delivery_id");
        _entries = new EntryTail(Store, _ledger.Decoder, _bell, TimeProvider.System);
        _views = new(
            "gateway", [new DeliveriesView()], _entries, new SqliteEngine().ViewFiles, new() { Directory = _folder.Beside("views") }, TimeProvider.System, NullLogger<RoleViews>.Instance);
        Destination = new(DeliveryWorld.Destination, [], DeliveryWorld.Format, limits, TimeSpan.FromSeconds(30), Platform);
        Metrics = new(_meters.GetRequiredService<IMeterFactory>());
        Queue = NewQueue();
    }

    public ManualClock Clock { get; } = new(new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero));

    public InMemoryLedger Store { get; } = new();

    /// <summary>What our own ledger answers to each append; null while it is in order.</summary>
    public FaultType? OutOfOrder { get; set; }

    public FakeUpperPlatform Platform { get; } = new();

    public DeliveryMetrics Metrics { get; }

    /// <summary>Counts the steps that broke from now on.</summary>
    public Count CountBroken() => new(_meters.GetRequiredService<IMeterFactory>(), "enforcement.deliveries.broken");

    public KeptLog<DestinationQueue> Log { get; } = new();

    public Streams<DeliveryStream> Deliveries { get; }

    public Destination Destination { get; }

    public DestinationQueue Queue { get; private set; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<DeliveryBench> Start(Limits? limits = null)
    {
        var bench = new DeliveryBench(limits ?? new(PerMinute: 600, SideBySide: 1));
        bench.Platform.Clock = bench.Clock;
        await bench._views.StartAsync(Ct);
        return bench;
    }

    public static string IdOf(int number) => $"00000000-0000-7000-8000-{number:000000000000}";

    public static string NumberOf(int number) => $"演工信罚〔2026〕{number}号";

    /// <summary>A delivery in a gateway that plays, to a destination it does not deliver to: it stays where it is.</summary>
    public static Task PublishInto(IServiceProvider services, string disclosureId) => services.GetRequiredService<Streams<DeliveryStream>>().Run(
        DeliveryStream.KeyOf("sample", disclosureId), EnforcementPlatform.Ledger.CommandId.Of("test", "act", Guid.NewGuid()), Service, "test", new ReasonText(),
        (state, act) => ValueTask.FromResult(state.QueuePublication(act, new(DeliveryWorld.Told()) { DisclosureId = disclosureId }, "sample", DeliveryWorld.Format)), Ct);

    public Task<DeliveryStream> Publish(int number, int version = 1, string due = "2026-11-10") => Act(number, (state, act) => state.QueuePublication(
        act,
        new(DeliveryWorld.Told(version, DeliveryWorld.Decided(NumberOf(number)))) { DisclosureId = IdOf(number), PublishBy = due },
        DeliveryWorld.Destination,
        DeliveryWorld.Format));

    public Task<DeliveryStream> Withdraw(int number, int version = 1) => Act(number, (state, act) => state.QueueWithdrawal(
        act, new DisclosureWithdrawn { DisclosureId = IdOf(number), Version = version, PublicReason = "经复议撤销", WithdrawBy = "2026-11-12" }, DeliveryWorld.Destination, DeliveryWorld.Format));

    public Task<DeliveryStream> Hurry(int number) => Act(number, (state, act) => state.RetryDelivery(act));

    public async Task<Item> Current(int number) => (await Deliveries.Load(KeyOf(number), Ct)).Current!;

    public async Task<DeliveryState[]> States(int number) => [.. (await Deliveries.Load(KeyOf(number), Ct)).Items.Select(item => item.State)];

    public Task<DeliveryStream> Act(int number, Func<DeliveryStream, IActContext, Decision> decide) => Deliveries.Run(
        KeyOf(number), EnforcementPlatform.Ledger.CommandId.Of("test", "act", Guid.NewGuid()), Service, "test", new ReasonText(), (state, act) => ValueTask.FromResult(decide(state, act)), Ct);

    /// <summary>Steps until there is nothing more to do before <paramref name="until"/>; the clock goes on as the queue would wait.</summary>
    public async Task RunUntil(DateTimeOffset until)
    {
        await Settle();
        while (Now < until)
        {
            var wait = await Queue.Step(Ct);
            Clock.Step(wait < until - Now ? wait : until - Now);
        }
    }

    public Task RunFor(TimeSpan time) => RunUntil(Now + time);

    /// <summary>What the process knew is gone; ledger, cells and view are there.</summary>
    public void Restart() => Queue = NewQueue();

    /// <summary>Until the view has seen everything, which a queue that starts cannot know of.</summary>
    public async Task Settle() => await _views.WaitFor(DeliveriesView.ViewName, await _entries.Count(Ct) - 1, Ct);

    public async ValueTask DisposeAsync()
    {
        await _views.StopAsync(CancellationToken.None);
        _views.Dispose();
        Metrics.Dispose();
        await _meters.DisposeAsync();
        _folder.Dispose();
    }

    private static string KeyOf(int number) => DeliveryStream.KeyOf(DeliveryWorld.Destination, IdOf(number));

    private DestinationQueue NewQueue() => new(
        Destination,
        new DeliverySender(Deliveries, Clock, NullLogger<DeliverySender>.Instance),
        new ViewedWork(_views),
        new PaceCell(_ledger),
        Clock,
        () => 1,
        Metrics,
        Log);
}

/// <summary>A platform made by hand, idempotent like the real connector demands, that can be out of reach in several ways.</summary>
internal sealed class FakeUpperPlatform : IConnector
{
    private readonly Dictionary<(NaturalKey, int, DeliveryOperation), string> _taken = [];

    public ConnectorCapabilities Capabilities { get; set; } = new(Query: true, Idempotent: true);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Answers sends; null takes and confirms.</summary>
    public Func<Consignment, PlatformAnswer?> OnSend { get; set; } = _ => null;

    /// <summary>Answers questions; null tells the truth.</summary>
    public Func<Consignment, PlatformAnswer?> OnQuery { get; set; } = _ => null;

    /// <summary>Every send and question, in order.</summary>
    public List<(DateTimeOffset At, AttemptKind Kind, string Number, int Version, DeliveryOperation Operation)> Seen { get; } = [];

    /// <summary>What was newly taken, in order.</summary>
    public List<(DateTimeOffset At, string Number, int Version, DeliveryOperation Operation)> Taken { get; } = [];

    public static PlatformAnswer OutOfReach { get; } = new(AttemptOutcome.OutOfReach, 0, "ConnectionError", "", "", [], null);

    public Task<PlatformAnswer> Send(Consignment one, CancellationToken ct)
    {
        Seen.Add((Clock.GetUtcNow(), AttemptKind.Send, one.Key.DocumentNumber, one.Version, one.Operation));
        return Task.FromResult(OnSend(one) ?? Take(one));
    }

    public Task<PlatformAnswer> Query(Consignment one, CancellationToken ct)
    {
        Seen.Add((Clock.GetUtcNow(), AttemptKind.Query, one.Key.DocumentNumber, one.Version, one.Operation));
        return Task.FromResult(OnQuery(one) ?? (_taken.TryGetValue((one.Key, one.Version, one.Operation), out var id)
            ? Answer(AttemptOutcome.Confirmed, id)
            : new(AttemptOutcome.Absent, 404, "NOT_FOUND", "", "", "{}"u8.ToArray(), null)));
    }

    /// <summary>Takes it in, whatever is answered.</summary>
    public PlatformAnswer Take(Consignment one)
    {
        if (_taken.TryAdd((one.Key, one.Version, one.Operation), $"R-{_taken.Count + 1}"))
        {
            Taken.Add((Clock.GetUtcNow(), one.Key.DocumentNumber, one.Version, one.Operation));
        }

        return Answer(AttemptOutcome.Confirmed, _taken[(one.Key, one.Version, one.Operation)]);
    }

    private static PlatformAnswer Answer(AttemptOutcome outcome, string remoteId) => new(outcome, 200, "OK", "", remoteId, "{\"code\":\"OK\"}"u8.ToArray(), null);
}

/// <summary>Adds up what a counter of one meter factory counts.</summary>
internal sealed class Count : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _total;

    public Count(IMeterFactory meters, string counter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == counter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _total, value));
        _listener.Start();
    }

    public long Total => Interlocked.Read(ref _total);

    public void Dispose() => _listener.Dispose();
}
