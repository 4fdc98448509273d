using System.Collections.Immutable;
using System.Diagnostics;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// Measures how fast a view is built (architecture section 5: 50,000 entries a second at two statements an entry, 25,000 at six, on two cores).
/// </summary>
public static class ViewsBench
{
    /// <summary>
    /// Builds a view of a ledger's entries in a new directory as the product does: reading, decoding, folding nothing, writing.
    /// </summary>
    /// <param name="entries">The ledger, of which every entry is applied.</param>
    /// <param name="statements">Statements an entry costs.</param>
    /// <param name="directory">Where the file is made; removed afterwards.</param>
    public static async Task<ViewsBenchResult> Run(IEntries entries, int statements, IViewFiles files, string directory, CancellationToken ct)
    {
        var path = Path.Combine(directory, $"bench-{statements}.db");
        ViewFile.Delete(path);
        try
        {
            using var file = ViewFile.Open(new BenchView(statements), path, files, cacheKiB: 4096);
            var began = Stopwatch.GetTimestamp();
            await Build(file, entries, ct);
            return new(file.Next, statements, Stopwatch.GetElapsedTime(began));
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

    /// <summary>One row for each entry and one for its stream, then counters: what a list and a timeline cost.</summary>
    private sealed class BenchView(int statements) : View
    {
        public override string Name => "bench";

        public override int CodeVersion => 1;

        public override string Schema => """
            CREATE TABLE entries (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, organ TEXT NOT NULL, at TEXT NOT NULL, type TEXT NOT NULL);
            CREATE TABLE streams (stream TEXT PRIMARY KEY, position INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE counters (name INTEGER PRIMARY KEY, number INTEGER NOT NULL);
            """;

        public override ValueTask Apply(ViewEntry entry, ViewDb db)
        {
            var type = entry.Facts[0].Body.Descriptor.FullName;
            db.Run($"INSERT INTO entries VALUES ({entry.Position}, {entry.Stream}, {entry.Organ}, {entry.At}, {type})");
            db.Run($"INSERT INTO streams VALUES ({entry.Stream}, {entry.Position}, {entry.At}) ON CONFLICT DO UPDATE SET position = excluded.position, at = excluded.at");
            for (var more = 2; more < statements; more++)
            {
                db.Run($"INSERT INTO counters VALUES ({entry.Position % 997 * more}, 1) ON CONFLICT DO UPDATE SET number = number + 1");
            }

            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>What was measured.</summary>
/// <param name="Entries">Entries applied.</param>
/// <param name="Statements">Statements for each.</param>
/// <param name="Took">From the first read to the last commit.</param>
public sealed record ViewsBenchResult(long Entries, int Statements, TimeSpan Took)
{
    public double EntriesPerSecond => Entries / Took.TotalSeconds;
}
