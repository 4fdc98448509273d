using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// How far each ledger of the process is, and what follows it. Labels are names of roles, views and handlers: closed lists of the code, never
/// a stream, a person or a reason.
/// </summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter _meter;
    private ImmutableArray<RoleLedger> _ledgers = [];

    public LedgerMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(CallMetrics.Name);
        Gauge("enforcement.ledger.head", "{entry}", "Durable entries of a ledger.", ledger => [Of(ledger.Running.Head, ledger)]);
        Gauge("enforcement.ledger.signed", "{entry}", "Entries under the newest signed head; 0 where nothing is signed.",
            ledger => [Of(ledger.Running.Checkpoints?.Current.Size ?? 0, ledger)]);
        Gauge("enforcement.view.lag", "{entry}", "Entries known that are not yet in a view.",
            ledger => ledger.Views.Status.Select(view => Of(view.Lag, ledger, ("view", view.Name))));
        Gauge("enforcement.notices.parked", "{stream}", "Streams whose notices a handler could not handle and holds back.",
            ledger => ledger.Followers.Select(one => Of(one.Parked, ledger, ("handler", one.Handler))));
    }

    /// <summary>Measures an open ledger from now on.</summary>
    public void Watch(RoleLedger ledger) => ImmutableInterlocked.Update(ref _ledgers, ledgers => ledgers.Add(ledger));

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string unit, string description, Func<RoleLedger, IEnumerable<Measurement<long>>> measure) =>
        _meter.CreateObservableGauge(name, () => _ledgers.SelectMany(measure), unit, description);

    private static Measurement<long> Of(long value, RoleLedger ledger, params IEnumerable<(string Name, string Value)> labels) =>
        new(value, labels.Prepend(("role", ledger.Role)).Select(label => new KeyValuePair<string, object?>(label.Item1, label.Item2)));
}
