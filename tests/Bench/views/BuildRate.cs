using System.Collections.Immutable;
using System.Diagnostics;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Bench.Views;

/// <summary>How fast a view of a ledger is built, as the product builds it: reading, decoding, applying, committing.</summary>
internal static class BuildRate
{
    private const int CacheKiB = 4096;

    /// <summary>Entries a second, from the first read to the last commit. The file is made in a directory and removed afterwards.</summary>
    public static async Task<double> Measure(View view, IEntries entries, IViewFiles files, string directory, CancellationToken ct)
    {
        var path = Path.Combine(directory, $"{view.Name}.db");
        ViewFile.Delete(path);
        try
        {
            using var file = ViewFile.Open(view, path, files, CacheKiB);
            var began = Stopwatch.GetTimestamp();
            await Build(file, entries, ct);
            return file.Next / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            ViewFile.Delete(path);
        }
    }

    private static async Task Build(ViewFile file, IEntries entries, CancellationToken ct)
    {
        var states = file.StatesOf(entries);
        var ahead = Read(0);
        while (await ahead is { IsEmpty: false } batch)
        {
            ahead = Read(batch[^1].Position + 1);
            await file.Apply(batch, states, ct);
        }

        Task<ImmutableArray<DecodedEntry>> Read(long position) => Task.Run(() => entries.ReadFrom(position, ViewRunner.LargestBatch, ct).AsTask(), ct);
    }
}
