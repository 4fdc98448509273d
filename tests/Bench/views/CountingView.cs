using EnforcementPlatform.Kernel.Views;

namespace EnforcementPlatform.Bench.Views;

/// <summary>A view whose entries cost a given number of statements: one row for the entry, one for its stream, then counters.</summary>
internal sealed class CountingView(int statements) : View
{
    public override string Name => $"bench-{statements}";

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
