using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>Tests that measure the memory of the whole process: no other test may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryMeasured
{
    public const string Name = "memory of the whole process";
}

/// <summary>What the verifier keeps outside the memory, and how much stays in it.</summary>
[Collection(MemoryMeasured.Name)]
public sealed class T12_Bounded_memory(ITestOutputHelper output)
{
    [Fact]
    public void Holds_what_does_not_fit_in_files_without_a_name()
    {
        using var scratch = new Scratch();
        var random = new Random(1);
        var written = new Dictionary<long, byte>();
        for (var i = 0; i < 3000; i++)
        {
            var place = random.NextInt64(20_000_000);
            var value = (byte)random.Next(1, 256);
            scratch.Write(place, [value]);
            written[place] = value;
        }

        Assert.All(written, pair => Assert.Equal(pair.Value, ByteAt(scratch, pair.Key)));
        Assert.Equal(0, ByteAt(scratch, 30_000_000));
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "enforce-verify-*"));
    }

    [Fact]
    public void A_list_of_hashes_gives_back_each_and_knows_what_is_unknown()
    {
        using var list = new HashList();
        var known = Enumerable.Range(0, 700_000).Select(i => i % 1000 == 7 ? null : TreeHash.Sha256.Leaf(BitConverter.GetBytes(i))).ToArray();
        foreach (var hash in known) list.Add(hash);
        Assert.Equal(known.Length, list.Count);
        foreach (var i in new[] { 0, 1, 7, 255, 256, 65_535, 65_536, 400_007, 699_999 }) Assert.Equal(known[i], list[i]);
        Assert.Null(list[-1]);
        Assert.Null(list[700_000]);
        var other = TreeHash.Sha256.Leaf([1]);
        list.Replace(512, [.. other, .. other]);
        list.Replace(699_904, other);
        Assert.Equal<byte[]?>([other, other, known[514], other], [list[512], list[513], list[514], list[699_904]]);
    }

    [Fact]
    public void Buckets_give_back_every_record_once_and_those_of_one_key_in_their_order()
    {
        using var buckets = new Buckets(1_000_000);
        const int Count = 300_000, Keys = 977;
        for (var i = 0; i < Count; i++)
        {
            buckets.Record.Write(i % Keys);
            buckets.Record.Write(i);
            buckets.Add((i % Keys).GetHashCode());
        }

        buckets.Record.Write(Keys);
        buckets.Record.Write(-1);
        buckets.Record.Write(new byte[100_000]); // longer than a chunk
        buckets.Add(Keys);
        var seen = new int[Keys];
        var all = 0;
        buckets.ForEach(readers =>
        {
            foreach (var reader in readers)
            {
                while (Buckets.HasMore(reader))
                {
                    var (key, value) = (reader.ReadInt32(), reader.ReadInt32());
                    if (value < 0)
                    {
                        Assert.Equal(100_000, reader.ReadBytes(100_000).Length);
                        continue;
                    }

                    Assert.Equal((seen[key]++ * Keys) + key, value);
                    all++;
                }
            }
        });
        Assert.Equal(Count, all);
    }

    [Fact]
    public void Ranges_of_positions_are_kept_and_not_each_position()
    {
        var set = new PositionSet();
        set.Add(3, 4);
        set.Add(4, 1_000_000_000);
        set.Add(2_000_000_000_000, 2_000_000_000_001);
        Assert.Equal([false, true, true, true, false, true, false], new[] { 2, 3, 4, 999_999_999L, 1_000_000_000, 2_000_000_000_000, 2_000_000_000_001 }.Select(set.Contains));
    }

    /// <summary>A ledger of 120,000 entries in no file: rows are made as they are asked for, so that what grows is the verifier's own.</summary>
    [Fact]
    public void What_stays_in_memory_does_not_grow_with_the_ledger()
    {
        var few = Allocated(20_000);
        var many = Allocated(120_000);
        output.WriteLine($"{few / 1024} KiB, {many / 1024} KiB");
        Assert.True(many < few + (16 * 1024 * 1024), $"{few} grew to {many} bytes");
    }

    /// <summary>Most bytes alive at once, looked at while rows are handed over.</summary>
    private static long Allocated(int count)
    {
        var source = new EndlessCases(count);
        var report = LedgerVerifier.Verify(source, new LedgerTrust());
        Assert.True(report.Intact, string.Join("; ", report.Faults));
        Assert.Equal(count, report.Entries);
        return source.MostAlive;
    }

    private static byte ByteAt(Scratch scratch, long place)
    {
        var one = new byte[1];
        scratch.Read(place, one);
        return one[0];
    }

    /// <summary>Each entry a stream of its own, and all of them one common stream.</summary>
    private sealed class EndlessCases(int count) : ILedgerSource
    {
        private static readonly byte[] salt = new byte[32];

        public long MostAlive { get; private set; }

        public IEnumerable<LedgerRow> Entries()
        {
            byte[] prev = [];
            for (var position = 0; position < count; position++)
            {
                var row = Row(position, prev);
                prev = row.Leaf!;
                if (position % 5000 == 4999) MostAlive = Math.Max(MostAlive, GC.GetTotalMemory(forceFullCollection: true));
                yield return row;
            }
        }

        public IEnumerable<ClaimRow> Claims()
        {
            for (var position = 0; position < count; position++)
            {
                yield return new(Name(position), 1, position, 0);
                yield return new("numbers/all", position + 1, position, 1);
            }
        }

        public IEnumerable<PartRow> Parts()
        {
            for (var position = 0; position < count; position++) yield return new(position, 0, salt, "none", [], [], BitConverter.GetBytes(position));
        }

        public IEnumerable<DestroyedPartRow> DestroyedParts() => [];

        public IEnumerable<TileRow> Tiles() => [];

        private static string Name(int position) => $"cases/{position:00000000}-0000-7000-8000-000000000000";

        private static LedgerRow Row(int position, byte[] prev)
        {
            var entry = new Entry
            {
                Organ = "410400-gxj",
                Id = CommandId.OfHandler("ep.test/records", position, 0, "Sample"),
                Claims = [new(Name(position), 1, []), new("numbers/all", position + 1, prev)],
                At = DateTimeOffset.UnixEpoch.AddSeconds(position),
                By = "service/records",
                Types = [new("test.Fact", 0)],
                Parts = [new(PartKind.Facts, Commitment.Compute(salt, BitConverter.GetBytes(position)), 4)],
            };
            var bytes = EntryCodec.Encode(entry);
            return new(position, bytes, entry.Id, entry.At.ToUnixTimeMilliseconds(), Leaf.Hash(bytes));
        }
    }
}
