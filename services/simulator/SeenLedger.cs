using System.Text.Encodings.Web;
using System.Text.Json;

namespace EnforcementPlatform.Simulator;

/// <summary>One request as it was seen, and what became of it.</summary>
/// <param name="Request"><c>send</c> or <c>query</c>.</param>
/// <param name="Outcome">Code of the answer, or the fault that stood in its place.</param>
/// <param name="Committed">The record, where this request put it into the store.</param>
internal sealed record Seen(DateTimeOffset At, string Request, string Number, int Version, string Operation, string Outcome, Sent? Committed);

/// <summary>Everything the simulator saw, in an append-only file of JSON lines; a restart takes the records up from it.</summary>
internal sealed class SeenLedger : IDisposable
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly List<Seen> _seen = [];
    private readonly StreamWriter? _file;

    /// <param name="path">The file; empty keeps it in memory.</param>
    /// <param name="store">Takes what an earlier run committed.</param>
    public SeenLedger(string path, RecordStore store)
    {
        if (path.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (TryRead(line) is { } seen)
            {
                _seen.Add(seen);
                _ = seen.Committed is { } sent ? store.Keep(sent, seen.At) : null;
            }
        }

        _file = new(path, append: true) { AutoFlush = true };
    }

    public IReadOnlyList<Seen> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    public void Add(Seen seen)
    {
        lock (_lock)
        {
            _seen.Add(seen);
            _file?.WriteLine(JsonSerializer.Serialize(seen, Lines));
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>A last line that a power cut tore is passed over: nobody was answered for it.</summary>
    private static Seen? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Seen>(line, Lines);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
