using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using EnforcementPlatform.Kernel.Witnesses;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// How far each ledger of the process is, what follows it, and how much is vouched for. Labels are names of roles, views, handlers, witnesses and
/// purposes: closed lists of code and settings, never a stream, a person or a reason.
/// </summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter _meter;
    private ImmutableArray<RoleParts> _ledgers = [];

    public LedgerMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _meter = meters.Create(CallMetrics.Name);
        Gauge("enforcement.ledger.head", "{entry}", "Durable entries of a ledger.", ledger => [Of(ledger.Running.Head, ledger)]);
        Gauge("enforcement.ledger.signed", "{entry}", "Entries under the newest signed head; 0 where nothing is signed.",
            ledger => [Of(ledger.Running.Checkpoints?.Current.Size ?? 0, ledger)]);
        Gauge("enforcement.view.lag", "{entry}", "Entries known that are not yet in a view.",
            ledger => ledger.Views.Status.Select(view => Of(view.Lag, ledger, ("view", view.Name))));
        Gauge("enforcement.scrub.age", "s", "Seconds since the last full pass of the scrub over a ledger; absent before the first.",
            ledger => ledger.Scrub.Last is { } last ? [Of((long)(clock.GetUtcNow() - last.At).TotalSeconds, ledger)] : []);
        Gauge("enforcement.scrub.findings", "{finding}", "Damaged places that the last full pass of the scrub found.",
            ledger => ledger.Scrub.Last is { } last ? [Of(last.Findings.Length, ledger)] : []);
        Gauge("enforcement.notices.parked", "{stream}", "Streams whose notices a handler could not handle and holds back.",
            ledger => ledger.Followers.Select(one => Of(one.Parked, ledger, ("handler", one.Handler))));
        Gauge("enforcement.feed.stopped", "{handler}", "1 for a handler that follows no more until a person has acted: its place is not on its publisher's history, or its cursor is damaged.",
            ledger => ledger.Followers.Select(one => Of(one.Stopped is null ? 0 : 1, ledger, ("handler", one.Handler))));
        Gauge("enforcement.ledger.witness.alarm", "{witness}", "1 for a witness that claims to know more of the ledger, or something else, and shows no signed head for it.",
            ledger => ledger.Witnesses.Select(one => OfWitness(one.Alarm is null ? 0 : 1, ledger, one)));
        Gauge("enforcement.ledger.witnessed", "{entry}", "Entries under the newest head that a witness cosigned; 0 before the first. A witness of the same process is labelled self and proves nothing.",
            ledger => ledger.Witnesses.Select(one => OfWitness(one.Last?.Size ?? 0, ledger, one)));
        Gauge("enforcement.ledger.cosignature.age", "s", "Seconds since a witness last cosigned. It grows while nothing is appended: look at it beside the signed and the witnessed size.",
            ledger => ledger.Witnesses.Where(one => one.Last is not null).Select(one => OfWitness((long)(clock.GetUtcNow() - one.Last!.Value.At).TotalSeconds, ledger, one)));
        _meter.CreateObservableCounter("enforcement.tags", () => _ledgers.SelectMany(TagsOf), "{tag}", "Keyed tags made and checked, by role and purpose.");
    }

    /// <summary>Measures an open ledger from now on.</summary>
    public void Watch(RoleParts ledger) => ImmutableInterlocked.Update(ref _ledgers, ledgers => ledgers.Add(ledger));

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string unit, string description, Func<RoleParts, IEnumerable<Measurement<long>>> measure) =>
        _meter.CreateObservableGauge(name, () => _ledgers.SelectMany(measure), unit, description);

    private static IEnumerable<Measurement<long>> TagsOf(RoleParts ledger) => ledger.Ledger.Ring.Used.SelectMany(tags => new[]
    {
        Of(tags.Made, ledger, ("purpose", tags.Purpose), ("step", "made")),
        Of(tags.Checked, ledger, ("purpose", tags.Purpose), ("step", "checked")),
    });

    private static Measurement<long> OfWitness(long value, RoleParts ledger, AskedWitness witness) =>
        Of(value, ledger, ("witness", witness.Name), ("self", witness.IsSelf ? "true" : "false"));

    private static Measurement<long> Of(long value, RoleParts ledger, params IEnumerable<(string Name, string Value)> labels) =>
        new(value, labels.Prepend(("role", ledger.Role)).Select(label => new KeyValuePair<string, object?>(label.Item1, label.Item2)));
}
