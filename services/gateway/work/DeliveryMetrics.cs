using System.Diagnostics.Metrics;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Gateway.Work;

/// <summary>Counts of what nobody foresaw. The label is the name of a destination: a closed list of the settings.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _broken;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(CallMetrics.Name);
        _broken = _meter.CreateCounter<long>("enforcement.deliveries.broken", "{step}", "Steps of deliveries that broke with an unforeseen error, by destination.");
    }

    public void Broke(string destination) => _broken.Add(1, new KeyValuePair<string, object?>("destination", destination));

    public void Dispose() => _meter.Dispose();
}
