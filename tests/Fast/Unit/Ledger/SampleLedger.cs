using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>
/// A ledger in memory with the rows an engine keeps: twelve case streams and a number series, three parts an entry (facts, an
/// encrypted personal part, a notice), and one destroyed personal part that entry 40 ordered.
/// </summary>
internal sealed class SampleLedger : ILedgerRows
{
    public const string Origin = "ep.test/records";
    public const long Destroyed = 7;
    public const long OrderedBy = 40;

    public static readonly Ed25519Signer Log = new(new byte[32]);
    public static readonly TrustPolicy Policy = TrustPolicy.Of(new NoteKey(Origin, NoteKeyType.Log, Log.PublicKey));

    private static readonly DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<LedgerRow> EntryRows { get; } = [];

    public List<ClaimRow> ClaimRows { get; } = [];

    public List<PartRow> PartRows { get; } = [];

    public List<DestroyedPartRow> DestroyedRows { get; } = [];

    public List<TileRow> TileRows { get; } = [];

    public byte[] Checkpoint { get; private set; } = [];

    public LedgerTrust Trust => new()
    {
        Policy = Policy,
        Checkpoint = Checkpoint,
        Open = Open,
        DestroyedBy = (_, facts) => Encoding.UTF8.GetString(facts) == "orders 7/1" ? [(Destroyed, 1)] : [],
    };

    public static SampleLedger Of(int count)
    {
        var ledger = new SampleLedger();
        var heads = new Dictionary<string, (long Version, byte[] Leaf)>();
        for (var position = 0; position < count; position++) ledger.Append(position, heads);
        if (count > OrderedBy)
        {
            ledger.PartRows.RemoveAll(row => (row.Position, row.Part) == (Destroyed, 1));
            ledger.DestroyedRows.Add(new DestroyedPartRow(Destroyed, 1, OrderedBy));
        }

        ledger.SignAt(count);
        return ledger;
    }

    /// <summary>Stores the tiles and signs the head of the first <paramref name="size"/> entries.</summary>
    public void SignAt(int size)
    {
        var (frontier, tiles) = NaiveTree.Grow(TreeHash.Sha256, EntryRows.Take(size).Select(row => row.Leaf!));
        TileRows.Clear();
        foreach (var (level, tile, width) in EnforcementPlatform.Ledger.Tiles.All(size))
            TileRows.Add(new TileRow(level, tile, tiles.Read(level, tile, width)![..(width * 32)]));
        Checkpoint = new Checkpoint(Origin, size, frontier.Root()).Sign(Log).ToBytes();
    }

    /// <summary>Puts all rows of this ledger in place of those of another.</summary>
    public void CopyTo(SampleLedger other)
    {
        Replace(other.EntryRows, EntryRows);
        Replace(other.ClaimRows, ClaimRows);
        Replace(other.PartRows, PartRows);
        Replace(other.DestroyedRows, DestroyedRows);
        Replace(other.TileRows, TileRows);

        static void Replace<T>(List<T> rows, List<T> by)
        {
            rows.Clear();
            rows.AddRange(by);
        }
    }

    public LedgerReport Verify() => LedgerVerifier.Verify(this, Trust);

    public IEnumerable<LedgerRow> Entries() => EntryRows;

    public IEnumerable<ClaimRow>? Claims() => ClaimRows;

    public IEnumerable<PartRow> Parts() => PartRows;

    public IEnumerable<DestroyedPartRow> DestroyedParts() => DestroyedRows;

    public IEnumerable<TileRow> Tiles() => TileRows;

    public IEnumerable<LedgerRow> EntriesFrom(long position) => Asked(EntryRows.Where(row => row.Position >= position));

    public IEnumerable<PartRow> PartsFrom(long position) => Asked(PartRows.Where(row => row.Position >= position));

    public IEnumerable<DestroyedPartRow> DestroyedPartsFrom(long position) => Asked(DestroyedRows.Where(row => row.Position >= position));

    public LedgerRow? EntryAt(long position) => Asked(EntryRows.Where(row => row.Position == position)).SingleOrDefault();

    public long? PositionOf(string id) => EntryRows.Find(row => row.Id == id)?.Position;

    public ClaimRow? ClaimOf(string stream, long version) => Asked(ClaimRows.Where(row => (row.Stream, row.Version) == (stream, version))).SingleOrDefault();

    public byte[]? Read(int level, long tile, int width) => TileRows.Find(row => (row.Level, row.Tile) == (level, tile))?.Bytes;

    /// <summary>Rows that were asked for one by one or from a position on.</summary>
    public int RowsRead { get; private set; }

    private IEnumerable<T> Asked<T>(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            RowsRead++;
            yield return row;
        }
    }

    public static OpenedRow? Open(PartRow row, PartDigest digest) => Open(row);

    public static OpenedRow? Open(PartRow row)
    {
        try
        {
            using var cipher = new AesGcm(row.Key.AsSpan(0, 32), 16);
            var plaintext = new byte[row.Bytes.Length - 16];
            cipher.Decrypt(row.Nonce, row.Bytes.AsSpan(0, plaintext.Length), row.Bytes.AsSpan(plaintext.Length), plaintext);
            return new(row.Key[32..], plaintext);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private void Append(int position, Dictionary<string, (long Version, byte[] Leaf)> heads)
    {
        string[] streams = [$"cases/{position % 12:000}", "numbers/test.penalty.2026"];
        string[] texts = [position == OrderedBy ? "orders 7/1" : $"facts of {position}", $"当事人 {position}", $"notice {position}"];
        var salts = texts.Select((_, part) => SHA256.HashData(Encoding.UTF8.GetBytes($"salt {position} {part}"))).ToArray();
        var claims = streams.Take(position % 3 == 0 ? 2 : 1)
            .Select(stream => heads.TryGetValue(stream, out var head) ? new Claim(stream, head.Version + 1, head.Leaf) : new Claim(stream, 1, []))
            .ToImmutableArray();
        var entry = new Entry
        {
            Organ = "410400-gxj",
            Id = CommandId.OfHandler(Origin, position, 0, "Sample"),
            Claims = claims,
            At = start.AddSeconds(position),
            By = "service/records",
            Types = [new FactType("test.Fact", 0)],
            Parts = [.. texts.Select((text, part) => Digest((PartKind)part, salts[part], text))],
        };
        var bytes = EntryCodec.Encode(entry);
        EntryRows.Add(new LedgerRow(position, bytes, entry.Id, entry.At.ToUnixTimeMilliseconds(), Leaf.Hash(bytes)));
        foreach (var (claim, i) in claims.Select((claim, i) => (claim, i)))
        {
            ClaimRows.Add(new ClaimRow(claim.Stream, claim.Version, position, i));
            heads[claim.Stream] = (claim.Version, Leaf.Hash(bytes));
        }

        for (var part = 0; part < 3; part++) PartRows.Add(Row(position, part, salts[part], Encoding.UTF8.GetBytes(texts[part])));
    }

    private static PartDigest Digest(PartKind kind, byte[] salt, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new PartDigest(kind, Commitment.Compute(salt, bytes), bytes.Length);
    }

    private static PartRow Row(int position, int part, byte[] salt, byte[] plaintext)
    {
        if (part != 1) return new PartRow(position, part, salt, "none", [], [], plaintext);
        var (key, nonce, sealedBytes) = (SHA256.HashData([(byte)position, 1]), SHA256.HashData([(byte)position, 2])[..12], new byte[plaintext.Length + 16]);
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(nonce, plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length));
        return new PartRow(position, part, [], "aes-256-gcm", [.. key, .. salt], nonce, sealedBytes);
    }
}
