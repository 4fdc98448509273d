using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>
/// A ledger of 300 entries on disk, altered place by place. Many places are altered at once, and every one of them MUST be named, and
/// nothing else: that is stricter than one at a time, and lets every byte of every entry be tried.
/// </summary>
public sealed class A_tampered_ledger(A_tampered_ledger.Files files, ITestOutputHelper output) : IClassFixture<A_tampered_ledger.Files>
{
    private readonly Random random = new(20261123);

    [Fact]
    public void Is_found_intact_when_it_is()
    {
        using var rows = new LedgerRows(files.Data);
        var report = files.Verify(rows, rows.Checkpoint);
        Assert.Empty(report.Faults);
        Assert.Empty(rows.FileProblems());
        Assert.Equal((Files.Count, Files.Count, 20L), (report.Entries, report.Signed!.Checkpoint.Size, report.PartsDestroyed));
        Assert.Equal((Files.Count * 3L) - 20, report.PartsOpened);
    }

    [Fact]
    public void Is_named_at_every_byte_of_every_entry()
    {
        using var rows = new LedgerRows(files.Data);
        var source = new Copied(rows);
        var whole = source.EntryRows.ToArray();
        var tried = 0;
        for (var at = 0; at < whole.Max(row => row.Bytes.Length); at++)
        {
            foreach (var parity in new[] { 0, 1 })
            {
                var hit = whole.Where(row => row.Bytes.Length > at && row.Position % 2 == parity).ToArray();
                Array.ForEach(hit, row => source.EntryRows[(int)row.Position] = row with { Bytes = Flip(row.Bytes, at) });
                Assert.Equal(hit.Select(row => EntryPlace(row.Position)), files.Verify(source, rows.Checkpoint).Faults.Select(fault => fault.Place));
                Array.ForEach(hit, row => source.EntryRows[(int)row.Position] = row);
                tried += hit.Length;
            }
        }

        output.WriteLine($"{tried} bytes of entries altered and named");
        Assert.Equal(whole.Sum(row => row.Bytes.Length), tried);
    }

    [Fact]
    public void Is_named_at_thousands_of_other_places()
    {
        var tried = 0;
        for (var round = 0; round < 6; round++)
        {
            tried += Columns("entries", "leaf", "position", EntryPlace);
            tried += Numbers("entries", "at", "position", EntryPlace);
            tried += Columns("parts", "salt", "place", PartPlace, "place >= 0 AND algorithm = 'none' AND place <> 290 * 64");
            tried += Columns("parts", "bytes", "place", PartPlace, "place >= 0");
            tried += Columns("parts", "key", "place", PartPlace, "algorithm = 'aes-256-gcm'");
            tried += Columns("parts", "nonce", "place", PartPlace, "algorithm = 'aes-256-gcm'");
        }

        tried += Numbers("claims", "claim", "position", null);
        tried += Numbers("claims", "position", "position", null);
        tried += Texts("UPDATE entries SET id = substr(id, 2) || 'A'", EntryPlace, "entries", "position");
        tried += Texts("UPDATE parts SET algorithm = 'aes-128' WHERE place >= 0", PartPlace, "parts", "place");
        output.WriteLine($"{tried} other places altered and named");
        Assert.True(tried >= 5000);
    }

    [Theory]
    [InlineData("DELETE FROM entries WHERE position = 17", "entry 17")]
    [InlineData("DELETE FROM entries WHERE position >= 290", "entries 290 to 299")]
    [InlineData("DELETE FROM claims WHERE position = 17", "claims row (")]
    [InlineData("DELETE FROM parts WHERE place = 50 * 64 + 1", "entry 50 part 1")]
    [InlineData("DELETE FROM destroyed_parts WHERE place = 3 * 64 + 1", "entry 3 part 1")]
    [InlineData("UPDATE destroyed_parts SET ordered_by = 299 WHERE place = 3 * 64 + 1", "entry 3 part 1")]
    [InlineData("INSERT INTO destroyed_parts VALUES (50 * 64 + 1, 299, x'')", "entry 50 part 1")]
    [InlineData("UPDATE parts SET bytes = zeroblob(length(bytes)), salt = zeroblob(32), nonce = zeroblob(12), key = zeroblob(60) WHERE place = 50 * 64 + 1", "entry 50 part 1")]
    [InlineData("UPDATE parts SET bytes = x'01' WHERE place = 3 * 64 + 1", "entry 3 part 1")]
    [InlineData("UPDATE parts SET bytes = x'01' WHERE place = -1", "entry -1 part 63")]
    [InlineData("INSERT INTO parts SELECT place + 9, salt, algorithm, key, nonce, bytes FROM parts WHERE place = 50 * 64", "entry 50 part 9")]
    [InlineData("INSERT INTO parts SELECT 999999, salt, algorithm, key, nonce, bytes FROM parts WHERE place = 50 * 64", "entry 15624 part 63")]
    [InlineData("INSERT INTO claims VALUES ('cases/ghost', 1, 17, 0)", "claims row (cases/ghost, 1)")]
    [InlineData("UPDATE claims SET version = 900 WHERE position = 17", "claims row (")]
    [InlineData("UPDATE claims SET stream = stream || 'x' WHERE position = 17", "claims row (")]
    [InlineData("INSERT INTO entries SELECT 300, 'other', at, bytes, leaf, claims, parts, m FROM entries WHERE position = 17", "entry 300")]
    [InlineData("UPDATE entries SET position = 1000 - position WHERE position = 17", "entry 17")]
    [InlineData("UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE position = 18), leaf = (SELECT leaf FROM entries WHERE position = 18) WHERE position = 17", "entry 17")]
    [InlineData("UPDATE parts SET salt = (SELECT salt FROM parts WHERE place = 51 * 64), bytes = (SELECT bytes FROM parts WHERE place = 51 * 64) WHERE place = 50 * 64", "entry 50 part 0")]
    public void Is_named_where_rows_were_deleted_appended_or_swapped(string sql, string place)
    {
        var report = files.Tampered(sql);
        Assert.Contains(report.Faults, fault => fault.Place.StartsWith(place, StringComparison.Ordinal));
    }

    [Fact]
    public void Is_named_where_two_entries_changed_places()
    {
        var report = files.Tampered("""
            UPDATE entries SET position = -1 WHERE position = 17;
            UPDATE entries SET position = 17 WHERE position = 18;
            UPDATE entries SET position = 18 WHERE position = -1;
            """);
        Assert.Equal(["entry 17", "entry 18"], report.Faults.Select(fault => fault.Place).Distinct().Where(place => place.StartsWith("entry", StringComparison.Ordinal)).Take(2));
    }

    [Fact]
    public void Is_named_at_every_hash_of_its_tiles_and_every_byte_of_its_head()
    {
        using var rows = new LedgerRows(files.Data);
        var source = new Copied(rows);
        var whole = source.TileRows.ToArray();
        for (var at = 0; at < whole.Max(tile => tile.Bytes.Length); at += 31)
        {
            var hit = Enumerable.Range(0, whole.Length).Where(index => whole[index].Bytes.Length > at).ToArray();
            Array.ForEach(hit, index => source.TileRows[index] = whole[index] with { Bytes = Flip(whole[index].Bytes, at) });
            AssertNamed(hit.Select(index => TilePath.Of(whole[index].Level, whole[index].Tile)), files.Verify(source, rows.Checkpoint));
            Array.ForEach(hit, index => source.TileRows[index] = whole[index]);
        }

        for (var at = 0; at < rows.Checkpoint!.Length; at++)
        {
            Assert.Contains(files.Verify(source, Flip(rows.Checkpoint, at)).Faults, fault => fault.Place == "checkpoint");
        }
    }

    [Fact]
    public void Is_named_where_its_file_lost_what_a_destruction_left_or_an_index_is_wrong()
    {
        Assert.Contains(files.TamperedFile("DELETE FROM parts WHERE place = 3 * 64 + 1"), problem => problem.StartsWith("parts row (3, 1)", StringComparison.Ordinal));
        Assert.Contains(files.TamperedFile("DELETE FROM parts WHERE place = -2"), problem => problem.StartsWith("parts row (-1, 62)", StringComparison.Ordinal));
        var copy = files.CopyWithDamagedIndex();
        using var rows = new LedgerRows(copy);
        Assert.Contains(rows.FileProblems(), problem => problem.StartsWith("ledger.db:", StringComparison.Ordinal));
    }

    private static string EntryPlace(long position) => string.Create(CultureInfo.InvariantCulture, $"entry {position}");

    private static string PartPlace(long place) => string.Create(CultureInfo.InvariantCulture, $"entry {place / 64} part {place % 64}");

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }

    /// <summary>Flips one bit of one column in every row at once.</summary>
    private int Columns(string table, string column, string key, Func<long, string> place, string where = "true") => files.InTransaction(connection =>
    {
        var rows = Read(connection, $"SELECT {key}, {column} FROM {table} WHERE {where}");
        using var update = new Statement(connection, $"UPDATE {table} SET {column} = ?2 WHERE {key} = ?1");
        foreach (var (position, bytes) in rows)
        {
            update.Bind(1, position).Bind(2, Flip(bytes, random.Next(bytes.Length))).Run();
        }

        AssertNamed(rows.Select(row => place(row.Key)), files.VerifyOn(connection));
        return rows.Count;
    });

    private int Numbers(string table, string column, string key, Func<long, string>? place) => files.InTransaction(connection =>
    {
        var rows = Read(connection, $"SELECT {key}, x'' FROM {table}");
        SqliteConnections.Run(connection, $"UPDATE {table} SET {column} = {column} + {random.Next(1, 1000)}");
        var named = files.VerifyOn(connection).Faults.Select(fault => fault.Place).ToHashSet();
        Assert.Equal(place is null ? rows.Count : rows.Select(row => place(row.Key)).Count(named.Contains), place is null ? named.Count(name => name.StartsWith("claims row", StringComparison.Ordinal)) : rows.Count);
        return rows.Count;
    });

    private int Texts(string sql, Func<long, string> place, string table, string key) => files.InTransaction(connection =>
    {
        var rows = Read(connection, $"SELECT {key}, x'' FROM {table} WHERE {key} >= 0");
        SqliteConnections.Run(connection, sql);
        AssertNamed(rows.Select(row => place(row.Key)), files.VerifyOn(connection));
        return rows.Count;
    });

    private static void AssertNamed(IEnumerable<string> expected, LedgerReport report) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), report.Faults.Select(fault => fault.Place).Distinct().Order(StringComparer.Ordinal));

    private static List<(long Key, byte[] Bytes)> Read(SqliteConnection connection, string sql)
    {
        using var rows = new Statement(connection, sql);
        var found = new List<(long, byte[])>();
        while (rows.Step())
        {
            found.Add((rows.Long(0), rows.Blob(1)));
        }

        return found;
    }

    /// <summary>The rows in memory, so that some can be replaced.</summary>
    private sealed class Copied(LedgerRows rows) : ILedgerSource
    {
        public List<LedgerRow> EntryRows { get; } = [.. rows.Entries()];

        public List<TileRow> TileRows { get; } = [.. rows.Tiles()];

        private readonly List<ClaimRow> claims = [.. rows.Claims()];
        private readonly List<PartRow> parts = [.. rows.Parts()];
        private readonly List<DestroyedPartRow> destroyed = [.. rows.DestroyedParts()];

        public IEnumerable<LedgerRow> Entries() => EntryRows;

        public IEnumerable<ClaimRow> Claims() => claims;

        public IEnumerable<PartRow> Parts() => parts;

        public IEnumerable<DestroyedPartRow> DestroyedParts() => destroyed;

        public IEnumerable<TileRow> Tiles() => TileRows;
    }

    /// <summary>The ledger on disk, made once: three parts an entry, the second sealed; entry 290 orders twenty parts destroyed.</summary>
    public sealed class Files : IAsyncLifetime
    {
        public const int Count = 300;
        private const int Order = 290;

        private readonly TestFolder folder = new();
        private LedgerHome? home;
        private InstallationKeys? keys;

        public string Data => folder.Path;

        public async ValueTask InitializeAsync()
        {
            home = new LedgerHome(folder);
            keys = InstallationKeys.Load(home.Keys, "records");
            await using var started = await home.Start();
            var heads = new EntryToAppend?[7];
            for (var position = 0; position < Count; position++)
            {
                ref var head = ref heads[position % heads.Length];
                var name = $"e{position}";
                Claim own = head is null ? Sample.First($"cases/{position % heads.Length}") : Sample.After(head);
                head = Sample.Entry(name, position % 5 == 0 ? [own, Sample.First($"unique/{position}")] : [own], Parts(name, position));
                await started.Ledger.Append(head, default);
            }

            await started.Store.DestroyParts([.. Destroyed], Order, default);
        }

        public LedgerReport Verify(ILedgerSource source, byte[]? checkpoint) => LedgerVerifier.Verify(source, new LedgerTrust
        {
            Policy = home!.Identity.Policy,
            Checkpoint = checkpoint,
            Open = Opened,
            DestroyedBy = (_, facts) => Encoding.UTF8.GetString(facts) == "destroys twenty" ? [.. Destroyed] : [],
            MostFaults = 10_000,
        });

        public LedgerReport VerifyOn(SqliteConnection connection)
        {
            using var rows = new LedgerRows(Data);
            return Verify(new LedgerRows(connection, [.. rows.Tiles()]), rows.Checkpoint);
        }

        public LedgerReport Tampered(string sql) => InTransaction(connection =>
        {
            SqliteConnections.Run(connection, sql);
            return VerifyOn(connection);
        });

        public IReadOnlyList<string> TamperedFile(string sql) => InTransaction(connection =>
        {
            SqliteConnections.Run(connection, sql);
            return new LedgerRows(connection, []).FileProblems();
        });

        public T InTransaction<T>(Func<SqliteConnection, T> work)
        {
            using var connection = SqliteConnections.OpenWriter(Path.Combine(Data, "ledger.db"), durable: false, 4096);
            SqliteConnections.Run(connection, "BEGIN");
            try
            {
                return work(connection);
            }
            finally
            {
                SqliteConnections.Run(connection, "ROLLBACK");
            }
        }

        /// <summary>A copy whose index of command ids names another id than the row.</summary>
        public string CopyWithDamagedIndex()
        {
            var copy = folder.Copy();
            var path = Path.Combine(copy, "ledger.db");
            var bytes = File.ReadAllBytes(path);
            var id = Encoding.ASCII.GetBytes(Sample.Id("e17"));
            var inIndex = Enumerable.Range(0, bytes.Length - id.Length)
                .First(at => bytes[at / 4096 * 4096] is 0x0a or 0x02 && bytes.AsSpan(at, id.Length).SequenceEqual(id)); // pages of an index
            bytes[inIndex + 21] ^= 1;
            File.WriteAllBytes(path, bytes);
            return copy;
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return default;
        }

        private static IEnumerable<(long Position, int Part)> Destroyed => Enumerable.Range(3, 20).Select(position => ((long)position, 1));

        private ImmutableArray<(StoredPart, PartDigest)> Parts(string name, int position)
        {
            var facts = position == Order
                ? new StoredPart(Commitment.NewSalt(), StoredPart.Plain, [], [], "destroys twenty"u8.ToArray())
                : Sample.Part($"{name} facts ");
            var personal = Sample.Part($"{name} personal ");
            var notice = Sample.Part($"{name} notice ");
            var digest = Sample.Digest(1, personal.Salt, personal.Bytes);
            return
            [
                (facts, Sample.Digest(0, facts.Salt, facts.Bytes)),
                (keys!.Seal(personal.Salt, digest.Digest, personal.Bytes), digest),
                (notice, Sample.Digest(2, notice.Salt, notice.Bytes)),
            ];
        }

        private OpenedRow? Opened(PartRow row, PartDigest digest)
        {
            try
            {
                var opened = keys!.Open(new StoredPart(row.Salt, row.Algorithm, row.Key, row.Nonce, row.Bytes), digest.Digest);
                return new(opened.Salt, opened.Bytes);
            }
            catch (LedgerDamagedException)
            {
                return null;
            }
        }
    }
}
