using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>Warns before a disk is full, and measures what is free: a full disk refuses every act.</summary>
internal sealed partial class DiskWatch(PlatformOptions options, TimeProvider clock, IMeterFactory meters, ILogger<DiskWatch> log) : BackgroundService
{
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private readonly Meter _meter = meters.Create(CallMetrics.Name);
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>Looks once: warns of each folder whose disk has come below the limit, once until there is room again.</summary>
    internal void Look()
    {
        foreach (var (folder, free) in Free())
        {
            if (free / MiB >= options.DiskWarningMiB)
            {
                _warned.Remove(folder);
            }
            else if (_warned.Add(folder))
            {
                LogLow(folder, free / MiB, options.DiskWarningMiB);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge("enforcement.disk.free", () => Free().Select(one => new Measurement<long>(one.Bytes, new KeyValuePair<string, object?>("folder", one.Folder))), "By", "Free space on the disk of a folder.");
        while (!stoppingToken.IsCancellationRequested)
        {
            Look();
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private IEnumerable<(string Folder, long Bytes)> Free()
    {
        foreach (var folder in new[] { options.DataDirectory, options.KeyDirectory, options.Anchors }.Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            if (DiskSpace.FreeOf(folder) is { } free)
            {
                yield return (folder, free);
            }
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "{Folder} 所在磁盘只剩 {Free} MiB（Platform:DiskWarningMiB为 {Limit}）：用完后一切办理都会被拒绝，请腾出空间或扩大磁盘")]
    private partial void LogLow(string folder, long free, int limit);
}
