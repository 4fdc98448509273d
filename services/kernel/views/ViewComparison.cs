using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>The rows of a view, wherever they lie.</summary>
internal interface IViewRows
{
    /// <summary>Answers a query on one connection, which the function MUST NOT keep.</summary>
    ValueTask<T> Read<T>(Func<ViewDb, T> query, CancellationToken ct);
}

/// <summary>Compares a view with what its ledger makes of it now.</summary>
/// <param name="view">The view.</param>
/// <param name="found">Its rows.</param>
/// <param name="scratch">Place for the view as it should be.</param>
/// <param name="entries">The ledger.</param>
internal sealed class ViewComparison(View view, IViewRows found, ViewPlace scratch, IEntries entries)
{
    private const int Batch = 1000;

    /// <summary>The comparison is repeated where the ledger destroyed parts meanwhile: the rebuilt rows then lack what the older ones still hold.</summary>
    private const int Attempts = 3;

    /// <summary>Digest of all tables and rows and the cursor, in one snapshot.</summary>
    public static ViewDigest Digest(ViewDb db)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        db.Run($"BEGIN");
        try
        {
            foreach (var table in Tables(db))
            {
                sha.AppendData(Encoding.UTF8.GetBytes(table.Name + '\n' + string.Join(',', table.Columns) + '\n'));
                foreach (var row in Rows(db, table))
                {
                    row.AppendTo(sha);
                }
            }

            return new(db.Number($"SELECT next FROM ep_cursor"), sha.GetHashAndReset());
        }
        finally
        {
            db.Run($"COMMIT");
        }
    }

    /// <summary>The first difference, or null.</summary>
    public async Task<ViewDifference?> FirstDifference(CancellationToken ct)
    {
        ViewDifference? difference = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var path = Path.Combine(scratch.Directory, $"{view.Name}.db");
            ViewFile.Delete(path);
            try
            {
                difference = await Compare(path, ct);
            }
            catch (DbException)
            {
                difference = new(view.Name, "", "", "", ViewDifferenceKind.Unreadable);
            }
            finally
            {
                ViewFile.Delete(path);
            }

            if (difference is null)
            {
                break;
            }
        }

        return difference;
    }

    private async Task<ViewDifference?> Compare(string path, CancellationToken ct)
    {
        var next = await found.Read(db => db.Number($"SELECT next FROM ep_cursor"), ct);
        using var file = ViewFile.Open(view, path, scratch.Files, scratch.CacheKiB);
        await Build(file, next, ct);
        using var rebuilt = new ViewDb(scratch.Files.Open(path, readOnly: true, scratch.CacheKiB));
        return await found.Read(db => Snapshot(file, rebuilt, db, ct), ct);
    }

    /// <summary>Builds up to where the served view stands in this very snapshot, then compares row by row.</summary>
    private ViewDifference? Snapshot(ViewFile file, ViewDb rebuilt, ViewDb served, CancellationToken ct)
    {
        served.Run($"BEGIN");
        try
        {
            Build(file, served.Number($"SELECT next FROM ep_cursor"), ct).GetAwaiter().GetResult();
            return Differences(rebuilt, served).FirstOrDefault();
        }
        finally
        {
            served.Run($"COMMIT");
        }
    }

    private async Task Build(ViewFile file, long next, CancellationToken ct)
    {
        var states = file.StatesOf(entries);
        while (file.Next < next)
        {
            var batch = await entries.ReadFrom(file.Next, (int)Math.Min(Batch, next - file.Next), ct);
            await file.Apply(batch, states, ct);
        }
    }

    private IEnumerable<ViewDifference> Differences(ViewDb rebuilt, ViewDb served)
    {
        // Each connection needs its own look into the text indexes.
        var found = Tables(served).Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var table in Tables(rebuilt))
        {
            var differences = found.Contains(table.Name)
                ? Differences(table, Rows(rebuilt, table), Rows(served, table))
                : [new(view.Name, table.Name, "", "", ViewDifferenceKind.Missing)];
            foreach (var difference in differences)
            {
                yield return difference;
            }
        }
    }

    private IEnumerable<ViewDifference> Differences(Table table, IEnumerable<Row> expected, IEnumerable<Row> found)
    {
        using var left = expected.GetEnumerator();
        using var right = found.GetEnumerator();
        while (true)
        {
            var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
            if (!hasLeft && !hasRight)
            {
                yield break;
            }

            if (!hasLeft || !hasRight)
            {
                var row = hasLeft ? left.Current : right.Current;
                yield return new(view.Name, table.Name, row.Name, "", hasLeft ? ViewDifferenceKind.Missing : ViewDifferenceKind.Unexpected);
                yield break;
            }

            if (left.Current.FirstOtherColumn(right.Current) is { } column)
            {
                yield return Difference(table, left.Current, right.Current, column);
                yield break;
            }
        }
    }

    private ViewDifference Difference(Table table, Row expected, Row found, string column) => (expected.Name, found.Name) switch
    {
        var (left, right) when left == right => new(view.Name, table.Name, left, column, ViewDifferenceKind.Changed),
        var (left, right) when string.CompareOrdinal(left, right) < 0 => new(view.Name, table.Name, left, "", ViewDifferenceKind.Missing),
        var (_, right) => new(view.Name, table.Name, right, "", ViewDifferenceKind.Unexpected),
    };

    /// <summary>The view's own tables, by name; full-text indexes as their terms, each with row and place.</summary>
    private static ImmutableArray<Table> Tables(ViewDb db)
    {
        var names = db.List(
            $"SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ep_%' ORDER BY name",
            row => (Name: row.GetString(0), IsIndex: row.GetString(1) == "virtual"));
        return [.. names.Select(table => table.IsIndex ? TermsOf(db, table.Name) : TableOf(db, table.Name))];
    }

    private static Table TableOf(ViewDb db, string name)
    {
        var columns = db.List($"SELECT name, pk FROM pragma_table_xinfo({name}) ORDER BY cid", row => (Name: row.GetString(0), Key: row.GetInt64(1)));
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name).ToImmutableArray();
        return new(name, $"\"{name}\"", [.. columns.Select(column => column.Name)], key.IsEmpty ? [columns[0].Name] : key);
    }

    private static Table TermsOf(ViewDb db, string name)
    {
        // A table of the connection alone; the file stays read-only.
        db.Script($"PRAGMA query_only = OFF; CREATE VIRTUAL TABLE IF NOT EXISTS temp.\"{name}_terms\" USING fts5vocab(main, '{name}', 'instance'); PRAGMA query_only = ON");
        return new(name, $"temp.\"{name}_terms\"", ["term", "doc", "col", "offset"], ["term", "doc"]);
    }

    private static IEnumerable<Row> Rows(ViewDb db, Table table)
    {
        var columns = table.Key.Concat(table.Columns.Except(table.Key)).ToImmutableArray();
        using var command = db.Connection.CreateCommand();
        var list = string.Join(", ", columns.Select(column => $"\"{column}\""));
        command.CommandText = $"SELECT {list} FROM {table.Source} ORDER BY {list}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[columns.Length];
            reader.GetValues(values);
            yield return new(columns, table.Key.Length, values);
        }
    }

    private sealed record Table(string Name, string Source, ImmutableArray<string> Columns, ImmutableArray<string> Key);

    private sealed record Row(ImmutableArray<string> Columns, int Key, object[] Values)
    {
        public string Name => string.Join(", ", Enumerable.Range(0, Key).Select(index => $"{Columns[index]}={Show(Values[index])}"));

        public string? FirstOtherColumn(Row other)
        {
            for (var index = 0; index < Values.Length; index++)
            {
                if (!Bytes(Values[index]).AsSpan().SequenceEqual(Bytes(other.Values[index])))
                {
                    return Columns[index];
                }
            }

            return null;
        }

        public void AppendTo(IncrementalHash sha)
        {
            foreach (var value in Values)
            {
                sha.AppendData(Bytes(value));
            }
        }

        private static string Show(object value) =>
            value is byte[] bytes ? Convert.ToHexStringLower(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

        /// <summary>Kind, length and bytes of a value, so that no two rows can be confused.</summary>
        private static byte[] Bytes(object value)
        {
            var (kind, body) = value switch
            {
                DBNull => ('n', Array.Empty<byte>()),
                long number => ('i', BitConverter.GetBytes(number)),
                double number => ('r', BitConverter.GetBytes(number)),
                string text => ('t', Encoding.UTF8.GetBytes(text)),
                byte[] blob => ('b', blob),
                _ => throw new NotSupportedException(value.GetType().FullName),
            };
            var bytes = new byte[5 + body.Length];
            bytes[0] = (byte)kind;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), body.Length);
            body.CopyTo(bytes, 5);
            return bytes;
        }
    }
}
