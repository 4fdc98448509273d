using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>
/// A power cut keeps some prefix of the write-ahead log. Every prefix is tried: at each frame, and inside it (sqlite.org/fileformat2.html
/// section 4.1: a header of 32 bytes, then frames of 24 bytes and a page).
/// </summary>
public sealed class A_truncated_log : IDisposable
{
    private const int Batches = 8;
    private const int Header = 32;
    private const int Frame = 24 + 4096;

    private readonly TestFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_exactly_what_was_acknowledged_before_the_cut()
    {
        new SqliteLedger(folder.File("ledger.db"), TestRing.Open).Dispose();
        var chain = Sample.Chain("cases/a", Batches * 2, personal: 2);
        var lengths = new List<long>();
        string copy;
        using (var ledger = new SqliteLedger(folder.File("ledger.db"), TestRing.Open))
        {
            foreach (var batch in chain.Chunk(2))
            {
                await ledger.Append(batch, Ct);
                lengths.Add(new FileInfo(folder.File("ledger.db-wal")).Length);
            }

            copy = folder.Copy();
        }

        var log = await File.ReadAllBytesAsync(Path.Combine(copy, "ledger.db-wal"), Ct);
        Assert.True((log.Length - Header) / Frame > 3 * Batches);
        for (var frame = Header; frame <= log.Length; frame += Frame)
        {
            foreach (var cut in new[] { 0, 1, 24, 2000, Frame - 1 }.Select(inside => frame + inside).Where(cut => cut <= log.Length))
            {
                var kept = lengths.Count(length => length <= cut) * 2;
                await AssertHolds(copy, log[..cut], chain[..kept], mayAppend: cut == frame ? chain.ElementAtOrDefault(kept) : null);
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task AssertHolds(string copy, byte[] log, IReadOnlyList<EntryToAppend> entries, EntryToAppend? mayAppend)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder.Beside("cut")).FullName, "ledger.db");
        File.Copy(Path.Combine(copy, "ledger.db"), path);
        await File.WriteAllBytesAsync(path + "-wal", log, Ct);
        using (var reader = new LedgerReader(path, TestRing.Ring.Rows))
        {
            var read = reader.ReadFrom(0, 1000);
            Assert.Equal(entries.Select(entry => entry.Bytes), read.Select(entry => entry.Bytes));
            Assert.All(read, (entry, index) => Assert.Equal(entries[index].Parts.Select(part => part.Bytes), entry.Parts.Select(part => part.Bytes)));
            Assert.Equal(entries.Count, reader.LookUp("", "cases/a").Head.Version);
            Assert.All(entries, (entry, index) => Assert.Equal(index, reader.LookUp(entry.Id, "").KeptAt));
        }

        if (mayAppend is not null)
        {
            using var ledger = new SqliteLedger(path, TestRing.Open);
            Assert.Equal([new AppendResult(AppendOutcome.Appended, entries.Count, -1)], await ledger.Append([mayAppend], Ct));
        }

        Directory.Delete(folder.Beside("cut"), recursive: true);
    }
}
