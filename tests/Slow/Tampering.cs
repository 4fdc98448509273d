using System.Data.Common;
using System.Globalization;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;

namespace EnforcementPlatform.Tests.Slow;

/// <summary>One alteration by somebody who can write every file, and the words by which the verifier must name its place.</summary>
/// <param name="What">For the test's own message.</param>
/// <param name="Place">Part of what must be printed.</param>
internal sealed record Tampered(string What, string Place);

/// <summary>Alters one random place of a stopped installation.</summary>
internal static class Tampering
{
    /// <summary>How many kinds of alteration there are; they are taken in turn.</summary>
    public static int Kinds => All.Length;

    private static readonly Func<ProductFolders, Random, Tampered>[] All =
    [
        (at, random) => Entry(at, random, "bytes", "entry"),
        (at, random) => Entry(at, random, "leaf", "entry"),
        DeleteEntry, SwapEntries, AppendEntry,
        (at, random) => Column(at, random, "entries", "id", "position", position => $"entry {position}"),
        (at, random) => Column(at, random, "entries", "at", "position", position => $"entry {position}"),
        (at, random) => Part(at, random, "salt"),
        (at, random) => Part(at, random, "bytes"),
        (at, random) => Part(at, random, "key"),
        (at, random) => Part(at, random, "nonce"),
        DeletePart, DeleteClaim, AlterClaim, FlipTile, CutTile, AppendTile, FlipCheckpoint, AlterViewRow, DeleteViewRow, SpoilDatabase, FlipMedia, DeleteMedia,
    ];

    public static Tampered Do(int kind, ProductFolders at, Random random) => All[kind](at, random);

    private static string Role(ProductFolders at) => Path.Combine(at.Data, "records");

    private static DbConnection Ledger(ProductFolders at) => SqliteConnections.Open(Path.Combine(Role(at), "ledger.db"), readOnly: false);

    private static Tampered Entry(ProductFolders at, Random random, string column, string word)
    {
        using var db = Ledger(at);
        var position = Pick(db, random, "SELECT position FROM entries");
        Flip(db, random, "entries", column, "position", position);
        return new($"{column} of entry {position} flipped", $"{word} {position}");
    }

    private static Tampered DeleteEntry(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var position = Pick(db, random, "SELECT position FROM entries");
        Run(db, $"DELETE FROM entries WHERE position = {position}");
        return new($"entry {position} deleted", $"entry {position}");
    }

    private static Tampered SwapEntries(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var position = Pick(db, random, "SELECT position FROM entries WHERE position > 0");
        Run(db, $"UPDATE entries SET position = -9 WHERE position = {position}");
        Run(db, $"UPDATE entries SET position = {position} WHERE position = {position} - 1");
        Run(db, $"UPDATE entries SET position = {position} - 1 WHERE position = -9");
        return new($"entries {position - 1} and {position} swapped", $"entry {position}");
    }

    private static Tampered AppendEntry(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var end = Pick(db, random, "SELECT max(position) + 1 FROM entries");
        Run(db, $"INSERT INTO entries SELECT {end}, 'AAAAAAAAAAAAAAAAAAAAAA', at, bytes, leaf, claims, parts, m FROM entries WHERE position = {end} - 1");
        return new($"entry {end} appended", $"entry {end}");
    }

    /// <summary>Numbers get one more, texts another first letter.</summary>
    private static Tampered Column(ProductFolders at, Random random, string table, string column, string key, Func<long, string> place)
    {
        using var db = Ledger(at);
        var row = Pick(db, random, $"SELECT {key} FROM {table}");
        Run(db, $"UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 ELSE 'zz' || substr({column}, 3) END WHERE {key} = {row}");
        return new($"{column} of {place(row)} changed", place(row));
    }

    private static Tampered Part(ProductFolders at, Random random, string column)
    {
        using var db = Ledger(at);
        var place = Pick(db, random, $"SELECT place FROM parts WHERE place >= 0 AND length({column}) > 0");
        Flip(db, random, "parts", column, "place", place);
        return new($"{column} of part {place} flipped", PartPlace(place));
    }

    private static Tampered DeletePart(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var place = Pick(db, random, "SELECT place FROM parts WHERE place >= 0");
        Run(db, $"DELETE FROM parts WHERE place = {place}");
        return new($"part {place} deleted", PartPlace(place));
    }

    private static Tampered DeleteClaim(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var position = Pick(db, random, "SELECT position FROM claims WHERE claim = 0");
        var stream = Text(db, $"SELECT stream FROM claims WHERE claim = 0 AND position = {position}");
        Run(db, $"DELETE FROM claims WHERE claim = 0 AND position = {position}");
        return new($"claim of entry {position} deleted", stream);
    }

    private static Tampered AlterClaim(ProductFolders at, Random random)
    {
        using var db = Ledger(at);
        var position = Pick(db, random, "SELECT position FROM claims WHERE claim = 0");
        var stream = Text(db, $"SELECT stream FROM claims WHERE claim = 0 AND position = {position}");
        Run(db, $"UPDATE claims SET position = position + 1 WHERE claim = 0 AND position = {position}");
        return new($"claim of entry {position} moved", stream);
    }

    private static Tampered FlipMedia(ProductFolders at, Random random)
    {
        var path = MediaOf(at, random);
        var bytes = File.ReadAllBytes(path);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return new($"a bit of {path} flipped", PlaceOf(path));
    }

    private static Tampered DeleteMedia(ProductFolders at, Random random)
    {
        var path = MediaOf(at, random);
        File.Delete(path);
        return new($"{path} deleted", PlaceOf(path));
    }

    /// <summary>A file is named by its root; the generation behind it is the store's own.</summary>
    private static string PlaceOf(string media) => $"media {Path.GetFileNameWithoutExtension(media)}";

    private static string MediaOf(ProductFolders at, Random random)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(at.Data, "blobs"), "*", SearchOption.AllDirectories).Order()];
        return files[random.Next(files.Length)];
    }

    private static Tampered FlipTile(ProductFolders at, Random random)
    {
        var path = TileOf(at, random);
        var bytes = File.ReadAllBytes(path);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(path, bytes);
        return new("tile flipped", NameOf(at, path));
    }

    private static Tampered CutTile(ProductFolders at, Random random)
    {
        var path = TileOf(at, random);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^32]);
        return new("tile cut", NameOf(at, path));
    }

    private static Tampered AppendTile(ProductFolders at, Random random)
    {
        var path = TileOf(at, random);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), .. new byte[32]]);
        return new("tile extended", NameOf(at, path));
    }

    private static Tampered FlipCheckpoint(ProductFolders at, Random random)
    {
        using var cells = SqliteConnections.Open(Path.Combine(Role(at), "cells.db"), readOnly: false);
        var length = Pick(cells, random, "SELECT length(value) FROM cells WHERE name LIKE 'checkpoint/%'");
        var place = random.Next((int)length);
        FlipByte(cells, "cells", "value", "name LIKE 'checkpoint/%'", place, (byte)(1 << random.Next(8)));
        return new($"checkpoint flipped at {place}", "checkpoint");
    }

    private static Tampered AlterViewRow(ProductFolders at, Random random)
    {
        using var view = View(at, random, out var name);
        var (table, key, column) = Any(view, random);
        Run(view, $"""
            UPDATE "{table}" SET "{column}" = CASE typeof("{column}") WHEN 'integer' THEN "{column}" + 1 WHEN 'blob' THEN x'00' || "{column}" ELSE ifnull("{column}", '') || 'z' END
            WHERE "{key}" = (SELECT min("{key}") FROM "{table}")
            """);
        return new($"row of {table} in view {name} changed", $"view {name}");
    }

    private static Tampered DeleteViewRow(ProductFolders at, Random random)
    {
        using var view = View(at, random, out var name);
        var (table, key, _) = Any(view, random);
        Run(view, $"DELETE FROM \"{table}\" WHERE \"{key}\" = (SELECT max(\"{key}\") FROM \"{table}\")");
        return new($"row of {table} in view {name} deleted", $"view {name}");
    }

    private static Tampered SpoilDatabase(ProductFolders at, Random random)
    {
        using var file = File.OpenWrite(Path.Combine(Role(at), "ledger.db"));
        file.Position = random.Next(16); // the file's magic words
        file.WriteByte((byte)'#');
        return new("database header spoilt", "ledger.db");
    }

    /// <summary>A view that has rows.</summary>
    private static DbConnection View(ProductFolders at, Random random, out string name)
    {
        var files = Directory.GetFiles(Path.Combine(Role(at), "views"), "*.db");
        random.Shuffle(files);
        foreach (var file in files)
        {
            var db = SqliteConnections.Open(file, readOnly: false);
            if (Tables(db).Count > 0)
            {
                name = Path.GetFileName(file).Split('.')[0];
                return db;
            }

            db.Dispose();
        }

        throw new InvalidOperationException("no view has rows");
    }

    private static (string Table, string Key, string Column) Any(DbConnection view, Random random)
    {
        var tables = Tables(view);
        return tables[random.Next(tables.Count)];
    }

    /// <summary>The view's own tables that have a row, each with its first column and its last.</summary>
    private static List<(string Table, string Key, string Column)> Tables(DbConnection view)
    {
        var found = new List<(string, string, string)>();
        foreach (var table in Texts(view, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ep_%'"))
        {
            var columns = Texts(view, $"SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
            if (Texts(view, $"SELECT 'x' FROM \"{table}\" LIMIT 1").Count > 0)
            {
                found.Add((table, columns[0], columns[^1]));
            }
        }

        return found;
    }

    private static string TileOf(ProductFolders at, Random random)
    {
        var tiles = Directory.GetFiles(Path.Combine(Role(at), "tile"), "*", SearchOption.AllDirectories);
        return tiles[random.Next(tiles.Length)];
    }

    private static string NameOf(ProductFolders at, string path) => Path.GetRelativePath(Role(at), path).Replace('\\', '/');

    private static string PartPlace(long place) => string.Create(CultureInfo.InvariantCulture, $"entry {place / 64} part {place % 64}");

    private static void Flip(DbConnection db, Random random, string table, string column, string key, long row)
    {
        var length = Pick(db, random, $"SELECT length({column}) FROM {table} WHERE {key} = {row}");
        FlipByte(db, table, column, $"{key} = {row}", random.Next((int)length), (byte)(1 << random.Next(8)));
    }

    private static void FlipByte(DbConnection db, string table, string column, string where, int place, byte bit)
    {
        using var read = db.CreateCommand();
        read.CommandText = $"SELECT {column} FROM {table} WHERE {where}";
        var bytes = (byte[])read.ExecuteScalar()!;
        bytes[place] ^= bit;
        using var write = db.CreateCommand();
        write.CommandText = $"UPDATE {table} SET {column} = $bytes WHERE {where}";
        var parameter = write.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("$bytes", bytes);
        write.Parameters.Add(parameter);
        write.ExecuteNonQuery();
    }

    private static long Pick(DbConnection db, Random random, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<long>();
        while (reader.Read())
        {
            found.Add(reader.GetInt64(0));
        }

        return found[random.Next(found.Count)];
    }

    private static string Text(DbConnection db, string sql) => Texts(db, sql)[0];

    private static List<string> Texts(DbConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private static void Run(DbConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
