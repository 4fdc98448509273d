using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

/// <summary>Verification from the head that was verified last: what is new is read, what is old is not, and nothing new is believed unread.</summary>
public sealed class T12_New_entries
{
    private const int Before = 280;
    private const int All = 300;

    [Fact]
    public void Costs_what_is_new()
    {
        var ledger = SampleLedger.Of(All);
        var report = NewEntries.Verify(ledger, ledger.Trust, HeadAt(Before));
        Assert.NotNull(report);
        Assert.Equal((All, 3L * (All - Before)), (report.Entries, report.PartsOpened));

        // Of each new entry itself, three parts, its index rows, and for each claim the index row and the entry before.
        Assert.InRange(ledger.RowsRead, All - Before, (All - Before) * 12);
    }

    [Fact]
    public void Says_nothing_of_old_rows_and_everything_of_new_ones()
    {
        Assert.NotNull(After(ledger => ledger.EntryRows[17] = ledger.EntryRows[17] with { At = 0 }));
        Assert.Null(After(ledger => ledger.EntryRows[290] = ledger.EntryRows[290] with { At = 0 }));
    }

    [Fact]
    public void Goes_on_from_the_very_tree_of_before()
    {
        var ledger = SampleLedger.Of(All);
        Assert.Null(NewEntries.Verify(ledger, ledger.Trust, new(Before, new byte[32])));
        Assert.Null(NewEntries.Verify(ledger, ledger.Trust, HeadAt(Before) with { Size = Before - 1 }));
        ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = Flip(ledger.TileRows[1].Bytes, 3) };
        Assert.Null(NewEntries.Verify(ledger, ledger.Trust, HeadAt(Before)));
    }

    [Fact]
    public void Sees_every_alteration_of_what_is_new()
    {
        var random = new Random(12);
        var tried = 0;
        for (var position = Before; position < All; position++)
        {
            var at = position;
            var row = SampleLedger.Of(All).EntryRows[at];
            Sees(ledger => ledger.EntryRows[at] = row with { Bytes = Flip(row.Bytes, random.Next(row.Bytes.Length)) });
            Sees(ledger => ledger.EntryRows[at] = row with { Leaf = Flip(row.Leaf!, random.Next(32)) });
            Sees(ledger => ledger.EntryRows[at] = row with { Id = ledger.EntryRows[3].Id });
            Sees(ledger => ledger.EntryRows.RemoveAt(at));
            Sees(ledger => ledger.ClaimRows.RemoveAll(claim => claim.Position == at));
            Sees(ledger => ledger.ClaimRows[ledger.ClaimRows.FindIndex(claim => claim.Position == at)] = ledger.ClaimRows.Find(claim => claim.Position == at)! with { Claim = 7 });
            Sees(ledger => ledger.PartRows.RemoveAll(part => part.Position == at && part.Part == 2));
            Sees(ledger => ledger.PartRows[(3 * at) - 1] = ledger.PartRows[(3 * at) - 1] with { Salt = new byte[32] });
            Sees(ledger => ledger.PartRows.Insert((3 * at) + 2, ledger.PartRows[(3 * at) + 1] with { Part = 9 }));
            Sees(ledger => ledger.DestroyedRows.Add(new(at, 1, All - 1)));
        }

        Sees(ledger => ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = Flip(ledger.TileRows[1].Bytes, (290 - 256) * 32) });
        Sees(ledger => ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = ledger.TileRows[1].Bytes[..^32] });
        Sees(ledger => ledger.EntryRows.Add(ledger.EntryRows[299] with { Position = 300 }));
        Sees(ledger => ledger.PartRows.Add(ledger.PartRows[0] with { Position = 900 }));
        Assert.Equal(204, tried);

        void Sees(Action<SampleLedger> alter)
        {
            Assert.Null(After(alter));
            tried++;
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(290)]
    public void Compares_every_head_that_was_put_down_elsewhere(int size)
    {
        var (ledger, earlier) = (SampleLedger.Of(All), SampleLedger.Of(All));
        earlier.SignAt(size);
        var other = new Checkpoint(SampleLedger.Origin, size, new byte[32]).Sign(SampleLedger.Log).ToBytes();
        Assert.NotNull(With(earlier.Checkpoint));
        Assert.Null(With(other));
        Assert.Null(With(SampleLedger.Of(All + 1).Checkpoint));

        LedgerReport? With(byte[] note) => NewEntries.Verify(ledger, ledger.Trust with { Anchors = [("witness", note)] }, HeadAt(Before));
    }

    [Fact]
    public void Is_not_taken_in_by_an_older_signed_head()
    {
        var ledger = SampleLedger.Of(All);
        ledger.SignAt(Before - 1);
        Assert.Null(NewEntries.Verify(ledger, ledger.Trust, HeadAt(Before)));
    }

    private static LedgerReport? After(Action<SampleLedger> alter)
    {
        var ledger = SampleLedger.Of(All);
        alter(ledger);
        return NewEntries.Verify(ledger, ledger.Trust, HeadAt(Before));
    }

    private static VerifiedHead HeadAt(int size)
    {
        var ledger = SampleLedger.Of(All);
        ledger.SignAt(size);
        return new(size, Checkpoint.Parse(Note.Parse(ledger.Checkpoint).Text).Root);
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var altered = bytes.ToArray();
        altered[at] ^= 1;
        return altered;
    }
}
