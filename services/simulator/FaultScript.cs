using System.Text.Json;
using System.Text.Json.Serialization;

namespace EnforcementPlatform.Simulator;

/// <summary>What the simulator can do wrong.</summary>
internal enum FaultAction
{
    /// <summary>Nothing: it does what it always does. Stands in a script before something else.</summary>
    Accept,

    /// <summary>Commits, then cuts the connection without an answer.</summary>
    Cut,

    /// <summary>Cuts the connection and commits nothing.</summary>
    Down,

    /// <summary>Commits, and answers late: the caller may have left by then.</summary>
    Delay,

    /// <summary>Answers with an HTTP status (e.g. 429, 503, 500) and commits nothing.</summary>
    Status,

    /// <summary>Refuses the content, naming code and field.</summary>
    Reject,

    /// <summary>Commits, and gives the same receipt twice, with one of another record before it.</summary>
    Twice,
}

/// <summary>One line of a script.</summary>
internal sealed record Fault
{
    public FaultAction Action { get; init; }

    /// <summary><c>send</c>, <c>query</c>, or empty for both.</summary>
    public string Request { get; init; } = "";

    /// <summary><c>PUBLISH</c>, <c>WITHDRAW</c>, or empty for both.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Document number, or empty for all.</summary>
    public string Number { get; init; } = "";

    /// <summary>How often it happens; 0 = until the script is changed.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="FaultAction.Delay"/>. Milliseconds.</summary>
    public int Milliseconds { get; init; } = 1000;

    /// <summary>For <see cref="FaultAction.Status"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Header Retry-After with <see cref="FaultAction.Status"/>; 0 sends none. Seconds.</summary>
    public int RetryAfter { get; init; }

    /// <summary>Code with <see cref="FaultAction.Reject"/>.</summary>
    public string Code { get; init; } = "FIELD_INVALID";

    /// <summary>Field with <see cref="FaultAction.Reject"/>.</summary>
    public string Field { get; init; } = "";

    public bool Fits(string request, string operation, string number) =>
        (Request.Length == 0 || Request == request) && (Operation.Length == 0 || Operation == operation) && (Number.Length == 0 || Number == number);
}

/// <summary>The faults to come, in order: the first line that fits a request is what happens to it.</summary>
internal sealed class FaultScript(IEnumerable<Fault> faults)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly Fault Nothing = new();

    private readonly Lock _lock = new();
    private List<(Fault Fault, int Left)> _lines = [.. faults.Select(fault => (fault, fault.Times))];

    /// <summary>Reads a JSON list; throws <see cref="UsageException"/>.</summary>
    public static IReadOnlyList<Fault> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Fault[]>(json, Strict) ?? [];
        }
        catch (JsonException error)
        {
            throw new UsageException($"故障脚本有误：{error.Message}");
        }
    }

    public void Replace(IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            _lines = [.. faults.Select(fault => (fault, fault.Times))];
        }
    }

    /// <summary>What happens to a request; counted off.</summary>
    public Fault Take(string request, string operation, string number)
    {
        lock (_lock)
        {
            var at = _lines.FindIndex(line => line.Fault.Fits(request, operation, number));
            if (at < 0)
            {
                return Nothing;
            }

            var (fault, left) = _lines[at];
            if (left == 1)
            {
                _lines.RemoveAt(at);
            }
            else if (left > 1)
            {
                _lines[at] = (fault, left - 1);
            }

            return fault;
        }
    }
}
