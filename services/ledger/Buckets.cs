namespace EnforcementPlatform.Ledger;

/// <summary>
/// Records to be compared group by group after one pass over a ledger: those of one key share a bucket, and one bucket fits into memory. Within
/// a bucket they come in the order they were added. Not for use by several threads.
/// </summary>
internal sealed class Buckets : IDisposable
{
    private const int ChunkSize = 4096;
    private const int RecordsEach = 65_536;
    private const int Most = 2048;

    private readonly Scratch scratch = new();
    private readonly (MemoryStream Open, List<(long Place, int Length)> Kept)[] buckets;
    private readonly MemoryStream record = new();
    private long end;

    /// <param name="records">About how many will be added: it decides into how many buckets they are divided.</param>
    public Buckets(long records)
    {
        buckets = [.. Enumerable.Range(0, (int)Math.Clamp(records / RecordsEach, 1, Most)).Select(_ => (new MemoryStream(), new List<(long, int)>()))];
        Record = new BinaryWriter(record);
    }

    /// <summary>Takes the next record; <see cref="Add"/> ends it.</summary>
    public BinaryWriter Record { get; }

    /// <summary>Puts the record that was written under its key's hash, which MUST spread well.</summary>
    public void Add(int hash)
    {
        Record.Flush();
        var (open, _) = buckets[(uint)hash % buckets.Length];
        record.WriteTo(open);
        record.SetLength(0);
        if (open.Length >= ChunkSize) Close(buckets[(uint)hash % buckets.Length]);
    }

    /// <summary>Hands each bucket to <paramref name="read"/>, as the readers of its records; a reader MUST be read to its end.</summary>
    public void ForEach(Action<IEnumerable<BinaryReader>> read)
    {
        foreach (var bucket in buckets)
        {
            Close(bucket);
            read(Readers(bucket.Kept));
        }
    }

    /// <summary>True where another record follows.</summary>
    public static bool HasMore(BinaryReader reader) => reader.BaseStream.Position < reader.BaseStream.Length;

    public void Dispose()
    {
        Record.Dispose();
        scratch.Dispose();
    }

    private IEnumerable<BinaryReader> Readers(List<(long Place, int Length)> chunks)
    {
        foreach (var (place, length) in chunks)
        {
            var bytes = new byte[length];
            scratch.Read(place, bytes);
            yield return new BinaryReader(new MemoryStream(bytes));
        }
    }

    private void Close((MemoryStream Open, List<(long Place, int Length)> Kept) bucket)
    {
        if (bucket.Open.Length == 0) return;
        bucket.Kept.Add((end, (int)bucket.Open.Length));
        scratch.Write(end, bucket.Open.GetBuffer().AsSpan(0, (int)bucket.Open.Length));
        end += bucket.Open.Length;
        bucket.Open.SetLength(0);
    }
}
