using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>
/// The writing side of one view's file: rows and cursor move in one transaction, so after any crash the file is the view at its cursor.
/// </summary>
/// <remarks>
/// The file is synced at checkpoints of its log only (NORMAL), not at each commit: a power cut may take the newest entries back, and the
/// cursor goes back with them. It is not OFF, since a file torn by a power cut could not be told from a good one without reading all of it,
/// and two syncs per 16 MiB cost nothing that can be measured.
/// </remarks>
internal sealed class ViewFile : IDisposable
{
    /// <summary>Raised when this class would make other files of the same view.</summary>
    public const int FormatVersion = 1;

    private readonly ViewDb _db;
    private readonly IViewFiles _files;
    private bool _rewritten;
    private bool _disposed;

    private ViewFile(View view, string path, ViewDb db, IViewFiles files, Cursor cursor)
    {
        View = view;
        Path = path;
        _db = db;
        _files = files;
        Next = cursor.Next;
        Leaf = cursor.Leaf;
        MustScrub = cursor.MustScrub;
    }

    public View View { get; }

    public string Path { get; }

    /// <summary>Position of the first entry that is not yet in the rows.</summary>
    public long Next { get; private set; }

    /// <summary>Leaf hash of the entry before <see cref="Next"/>; empty at 0.</summary>
    public byte[] Leaf { get; private set; }

    /// <summary>True when a destruction was applied and remnants may still be in free space or in the log.</summary>
    public bool MustScrub { get; private set; }

    /// <summary>Opens or makes the file. One that is damaged, torn or another view's is thrown away first; one that cannot be opened now is not.</summary>
    public static ViewFile Open(View view, string path, IViewFiles files, int cacheKiB)
    {
        try
        {
            return OpenWhole(view, path, files, cacheKiB);
        }
        catch (DbException error) when (error is DamagedViewException || files.IsDamage(error))
        {
            Delete(path);
            return OpenWhole(view, path, files, cacheKiB);
        }
    }

    public static void Delete(string path)
    {
        foreach (var file in new[] { path, $"{path}-wal", $"{path}-shm" }.Where(File.Exists))
        {
            File.Delete(file);
        }
    }

    /// <summary>Applies entries that follow <see cref="Next"/>, all or none.</summary>
    public async ValueTask Apply(ImmutableArray<DecodedEntry> entries, StreamStates states, CancellationToken ct)
    {
        var destroys = entries.Any(entry => entry.OrdersDestruction() || View.TakesBack(entry.Notices));
        var scrub = MustScrub || destroys;
        var last = entries[^1];
        _db.Run($"BEGIN IMMEDIATE");
        try
        {
            foreach (var entry in entries)
            {
                states.Begin(entry);
                Destroy(entry, states);
                await View.Apply(new ViewEntry(entry, states, ct), _db);
            }

            _db.Run($"UPDATE ep_cursor SET next = {last.Position + 1}, leaf = {last.Leaf}, scrub = {scrub}");
            _db.Run($"COMMIT");
        }
        catch
        {
            Undo();
            throw;
        }

        (Next, Leaf, MustScrub) = (last.Position + 1, last.Leaf, scrub);
        _rewritten &= !destroys;
    }

    /// <summary>
    /// Leaves no byte of what was deleted: merges full-text indexes, writes every page anew, empties the log. Zeroing on deletion alone is
    /// not enough, since pages keep old copies of rows that moved. False while a reader still holds an older snapshot: then it is to be
    /// repeated, which only empties the log. A reader of this process MUST NOT be at work: it would keep the log, and wait.
    /// </summary>
    public bool Scrub()
    {
        if (!_rewritten)
        {
            Rewrite();
            _rewritten = true;
        }

        var logIsEmpty = EmptyLog();
        if (logIsEmpty)
        {
            _db.Run($"UPDATE ep_cursor SET scrub = 0");
            MustScrub = false;
        }

        return logIsEmpty;
    }

    private void Rewrite()
    {
        var textIndexes = _db.List($"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%fts5%'", row => row.GetString(0));
        foreach (var name in textIndexes)
        {
            _db.Script($"INSERT INTO \"{name}\"(\"{name}\") VALUES ('optimize')");
        }

        _db.Forget();
        _db.Script("VACUUM");
    }

    /// <summary>False at once where another process reads (<c>enforce verify</c>): our own queries must not wait for it.</summary>
    private bool EmptyLog()
    {
        var patience = _db.Number($"PRAGMA busy_timeout");
        _db.Script("PRAGMA busy_timeout = 0");
        try
        {
            return _db.Number($"PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        finally
        {
            _db.Script(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {patience}"));
        }
    }

    /// <summary>States for this file's entries, knowing all that was ordered destroyed before its cursor.</summary>
    public StreamStates StatesOf(IEntries entries)
    {
        var states = new StreamStates(entries);
        foreach (var (position, part, by) in _db.List($"SELECT position, part, by FROM ep_destroyed", row => (row.GetInt64(0), row.GetInt32(1), row.GetInt64(2))))
        {
            states.Destroy(by, [(position, part)]);
        }

        return states;
    }

    /// <summary>True when every page and index is sound.</summary>
    public bool IsSound() => IsSound(_db, _files);

    /// <summary>Closes in good order, which spares the next start the check of the whole file.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            _db.Run($"UPDATE ep_cursor SET closed = 1");
        }
        catch (DbException)
        {
            // A file that cannot be written is checked, and if need be made anew, at the next start.
        }

        _db.Dispose();
    }

    private static ViewFile OpenWhole(View view, string path, IViewFiles files, int cacheKiB)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var db = new ViewDb(files.Open(path, readOnly: false, cacheKiB));
        try
        {
            if (db.Number($"SELECT count(*) FROM sqlite_schema") == 0)
            {
                db.Script($"""
                    BEGIN IMMEDIATE;
                    CREATE TABLE ep_cursor (next INTEGER NOT NULL, leaf BLOB NOT NULL, scrub INTEGER NOT NULL, closed INTEGER NOT NULL);
                    INSERT INTO ep_cursor VALUES (0, x'', 0, 0);
                    CREATE TABLE ep_destroyed (position INTEGER NOT NULL, part INTEGER NOT NULL, by INTEGER NOT NULL, PRIMARY KEY (position, part)) WITHOUT ROWID;
                    {view.Schema};
                    COMMIT;
                    """);
            }

            if (db.Number($"SELECT count(*) FROM sqlite_schema WHERE name = 'ep_cursor'") == 0)
            {
                throw new DamagedViewException(path);
            }

            var cursor = db.First(
                $"SELECT next, leaf, scrub, closed FROM ep_cursor",
                row => new Cursor(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetInt64(2) != 0, row.GetInt64(3) != 0));
            if (cursor is null || (!cursor.Closed && !IsSound(db, files)))
            {
                throw new DamagedViewException(path);
            }

            db.Run($"UPDATE ep_cursor SET closed = 0");
            return new(view, path, db, files, cursor);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private static bool IsSound(ViewDb db, IViewFiles files)
    {
        try
        {
            return db.First($"PRAGMA quick_check(1)", row => row.GetString(0)) == "ok";
        }
        catch (DbException error) when (files.IsDamage(error))
        {
            return false;
        }
    }

    private void Destroy(DecodedEntry entry, StreamStates states)
    {
        if (!entry.OrdersDestruction())
        {
            return;
        }

        states.Destroy(entry.Position, entry.OrderedDestroyed());
        foreach (var (position, part) in entry.OrderedDestroyed())
        {
            _db.Run($"INSERT OR IGNORE INTO ep_destroyed VALUES ({position}, {part}, {entry.Position})");
        }
    }

    private void Undo()
    {
        try
        {
            _db.Run($"ROLLBACK");
        }
        catch (DbException)
        {
            // Some errors end the transaction by themselves; the error that led here is the one to report.
        }
    }

    private sealed record Cursor(long Next, byte[] Leaf, bool MustScrub, bool Closed);
}

/// <summary>A view's file that cannot be used as it is.</summary>
internal sealed class DamagedViewException(string path) : DbException(path);
