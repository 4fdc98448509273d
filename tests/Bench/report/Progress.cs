using System.Diagnostics;
using System.Globalization;

namespace EnforcementPlatform.Bench.Report;

/// <summary>Says every few seconds how far long work is. To the error stream: the figures alone stand in the output.</summary>
internal sealed class Progress(string work, int total)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private long _said = Stopwatch.GetTimestamp();
    private int _done;

    public void Step()
    {
        lock (_lock)
        {
            _done++;
            if (_done == total || Stopwatch.GetElapsedTime(_said) >= Every)
            {
                _said = Stopwatch.GetTimestamp();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {work} {_done}/{total}"));
            }
        }
    }
}
