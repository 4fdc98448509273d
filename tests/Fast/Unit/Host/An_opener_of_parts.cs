using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Host;

/// <summary>Reads the entries alongside the parts: one is in memory at a time, and all are read once.</summary>
public sealed class An_opener_of_parts : IDisposable
{
    private const int Count = 50;

    private readonly TestFolder folder = new();
    private readonly Rows rows = new();
    private readonly InstallationKeys keys;
    private readonly PartOpener opener;

    public An_opener_of_parts()
    {
        keys = InstallationKeys.Load(folder.Path, "gateway");
        for (var position = 0; position < Count; position++)
        {
            rows.Add(position, keys);
        }

        opener = new(rows, keys, new MessageTypes(EventsReflection.Descriptor));
    }

    [Fact]
    public void Reads_no_entry_before_it_needs_it_and_each_once()
    {
        Assert.Equal(0, rows.Read);
        foreach (var part in rows.Parts())
        {
            Assert.Equal([(byte)part.Position, (byte)part.Part], opener.Open(part)!);
            Assert.Equal(part.Position + 1, rows.Read);
        }
    }

    [Fact]
    public void Going_back_begins_anew_and_finds_the_same()
    {
        var parts = rows.Parts().ToArray();

        Assert.Equal([40, 1], opener.Open(parts[81])!);
        Assert.Equal([3, 0], opener.Open(parts[6])!);
        Assert.Equal(41 + 4, rows.Read);
    }

    [Fact]
    public void Opens_nothing_under_another_commitment_and_nothing_that_no_entry_has()
    {
        var parts = rows.Parts().ToArray();

        Assert.Null(opener.Open(parts[6] with { Position = 4 }));
        Assert.Null(opener.Open(parts[6] with { Part = 1 }));
        Assert.Null(opener.Open(parts[6] with { Part = 2 }));
        Assert.Null(opener.Open(parts[6] with { Part = -1 }));
        Assert.Null(opener.Open(parts[6] with { Position = Count }));
        Assert.Null(opener.Open(parts[6] with { Position = -1 }));
        Assert.Equal([3, 0], opener.Open(parts[6])!);
    }

    [Fact]
    public void Of_an_entry_that_cannot_be_read_it_opens_nothing_and_goes_on()
    {
        rows.Damage(3);
        var parts = rows.Parts().ToArray();

        Assert.Null(opener.Open(parts[6]));
        Assert.Equal([4, 0], opener.Open(parts[8])!);
    }

    public void Dispose()
    {
        opener.Dispose();
        folder.Dispose();
    }

    /// <summary>Entries with two sealed parts each, counted as they are read.</summary>
    private sealed class Rows : ILedgerSource
    {
        private readonly List<LedgerRow> _entries = [];
        private readonly List<PartRow> _parts = [];

        public int Read { get; private set; }

        public void Add(int position, InstallationKeys keys)
        {
            var (digests, salts) = (new List<PartDigest>(), Commitment.NewSalts(2));
            for (var part = 0; part < 2; part++)
            {
                byte[] plain = [(byte)position, (byte)part];
                var commitment = Commitment.Compute(salts[part], plain);
                var stored = keys.Seal(salts[part], commitment, plain);
                digests.Add(new(part == 0 ? PartKind.Facts : PartKind.Personal, commitment, plain.Length));
                _parts.Add(new(position, part, stored.Salt, stored.Algorithm, stored.Key, stored.Nonce, stored.Bytes));
            }

            _entries.Add(new(position, EncodedWith(position, digests)));
        }

        public void Damage(int position) => _entries[position] = _entries[position] with { Bytes = [1, 2, 3] };

        public IEnumerable<LedgerRow> Entries()
        {
            foreach (var row in _entries)
            {
                Read++;
                yield return row;
            }
        }

        public IEnumerable<ClaimRow>? Claims() => null;

        public IEnumerable<PartRow> Parts() => _parts;

        public IEnumerable<DestroyedPartRow> DestroyedParts() => [];

        public IEnumerable<TileRow> Tiles() => [];

        private static byte[] EncodedWith(int position, List<PartDigest> digests) => EntryCodec.Encode(new()
        {
            Organ = "pds-gxj",
            Id = CommandId.OfHandler("ep.test/records", position, 0, "Sample"),
            Claims = [new($"cases/{position}", 1, [])],
            At = new DateTimeOffset(2026, 3, 2, 1, 30, 0, TimeSpan.Zero),
            By = "service/records",
            Types = [new("test.Fact", 0)],
            Parts = [.. digests],
        });
    }
}
