using System.Diagnostics.Metrics;
using Google.Rpc;
using StatusCode = Grpc.Core.StatusCode;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Counts of calls by rpc and gRPC code, over gRPC and JSON alike, and of refusals by rpc and reason. All labels come from closed lists, so
/// that none can carry what a caller sent; a call that names no rpc of ours has an empty one.
/// </summary>
public sealed class CallMetrics : IDisposable
{
    /// <summary>Meter and activity source of the suite.</summary>
    public const string Name = "EnforcementPlatform";

    private readonly Meter _meter;
    private readonly Counter<long> _answered;
    private readonly Counter<long> _refused;

    public CallMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _answered = _meter.CreateCounter<long>("enforcement.calls", "{call}", "Calls answered, by rpc and gRPC code (OK, INVALID_ARGUMENT, …).");
        _refused = _meter.CreateCounter<long>("enforcement.refusals", "{refusal}", "Calls refused, by rpc and reason.");
    }

    /// <summary>A call that did what was asked.</summary>
    public void Done(string rpc) => Answered(rpc, (int)StatusCode.OK);

    /// <summary>A call that was refused or failed.</summary>
    public void Refused(string rpc, string reason, Google.Rpc.Status status)
    {
        _refused.Add(1, new("rpc", rpc), new("reason", reason));
        Answered(rpc, status.Code);
    }

    private void Answered(string rpc, int code) => _answered.Add(1, new("rpc", rpc), new("code", NameOf(code)));

    /// <summary>The code's name in google/rpc/code.proto, as operators find it in every gRPC handbook.</summary>
    private static string NameOf(int code) => Codes[code];

    private static readonly string[] Codes =
        [.. CodeReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(Code)).Values.OrderBy(code => code.Number).Select(code => code.Name)];

    public void Dispose() => _meter.Dispose();
}
