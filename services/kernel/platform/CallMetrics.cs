using System.Diagnostics.Metrics;

namespace EnforcementPlatform.Kernel;

/// <summary>Counts of refusals by rpc and reason. Both come from closed lists, so that no label can carry what a caller sent.</summary>
public sealed class CallMetrics : IDisposable
{
    /// <summary>Meter and activity source of the suite.</summary>
    public const string Name = "EnforcementPlatform";

    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    public CallMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _refused = _meter.CreateCounter<long>("enforcement.refusals", "{refusal}", "Calls refused, by rpc and reason.");
    }

    public void Refused(string rpc, string reason) => _refused.Add(1, new("rpc", rpc), new("reason", reason));

    public void Dispose() => _meter.Dispose();
}
