using System.Text;
using EnforcementPlatform.Ledger;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Ledger;

public sealed class The_ledger_verifier
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void Finds_an_untouched_ledger_intact(int count)
    {
        var report = SampleLedger.Of(count).Verify();
        Assert.Empty(report.Faults);
        Assert.Equal((count, count), (report.Entries, report.Signed!.Checkpoint.Size));
        var destroyed = count > SampleLedger.OrderedBy ? 1 : 0;
        Assert.Equal((count * 3L - destroyed, 0L, (long)destroyed), (report.PartsOpened, report.PartsSealed, report.PartsDestroyed));
    }

    [Fact]
    public void Reads_a_live_ledger_ahead_of_its_checkpoint_and_an_export_only_to_its_end()
    {
        var ledger = SampleLedger.Of(300);
        ledger.SignAt(290);
        Assert.Empty(ledger.Verify().Faults);
        var export = LedgerVerifier.Verify(ledger, ledger.Trust with { EndsAtCheckpoint = true });
        Assert.Contains(export.Faults, fault => fault is { Place: "entry 290", Problem: LedgerProblem.Unexpected });
    }

    [Fact]
    public void Names_every_byte_of_every_entry_that_is_altered()
    {
        var ledger = SampleLedger.Of(12);
        var tried = 0;
        foreach (var row in ledger.EntryRows.ToArray())
            for (var at = 0; at < row.Bytes.Length; at++)
            {
                ledger.EntryRows[(int)row.Position] = row with { Bytes = Flip(row.Bytes, at) };
                AssertNames(ledger, $"entry {row.Position}", LedgerProblem.Bytes);
                ledger.EntryRows[(int)row.Position] = row;
                tried++;
            }

        Assert.True(tried > 5000, $"{tried}");
    }

    [Fact]
    public void Names_every_other_column_that_is_altered()
    {
        var ledger = SampleLedger.Of(50);
        var whole = SampleLedger.Of(50);
        var random = new Random(4);
        var places = 0;
        for (var round = 0; round < 50; round++)
        {
            Try(ledger.EntryRows, round, row => row with { Leaf = Flip(row.Leaf!, random.Next(32)) }, row => $"entry {row.Position}");
            Try(ledger.EntryRows, round, row => row with { Id = row.Id![..^1] + (row.Id[^1] == 'A' ? 'B' : 'A') }, row => $"entry {row.Position}");
            Try(ledger.EntryRows, round, row => row with { At = row.At + 1 }, row => $"entry {row.Position}");
            Try(ledger.EntryRows, round, row => row with { Position = row.Position + 1_000_000 }, row => $"entry {row.Position}");
            Try(ledger.ClaimRows, round, row => row with { Stream = row.Stream + "x" }, row => $"claims row ({row.Stream}, {row.Version})");
            Try(ledger.ClaimRows, round, row => row with { Version = row.Version + 1000 }, row => $"claims row ({row.Stream}, {row.Version})");
            Try(ledger.ClaimRows, round, row => row with { Position = row.Position ^ 1 }, row => $"claims row ({row.Stream}, {row.Version})");
            Try(ledger.ClaimRows, round, row => row with { Claim = row.Claim + 1 }, row => $"claims row ({row.Stream}, {row.Version})");
        }

        for (var i = 0; i < ledger.PartRows.Count; i += 2)
        {
            Try(ledger.PartRows, i, row => row.Salt.Length == 0 ? row with { Key = Flip(row.Key, 32 + random.Next(32)) } : row with { Salt = Flip(row.Salt, random.Next(32)) }, Place);
            Try(ledger.PartRows, i, row => row with { Salt = row.Salt.Length == 0 ? [1] : row.Salt[..31] }, Place);
            Try(ledger.PartRows, i, row => row with { Bytes = Flip(row.Bytes, random.Next(row.Bytes.Length)) }, Place);
            Try(ledger.PartRows, i, row => row with { Bytes = [.. row.Bytes, 0] }, Place);
            Try(ledger.PartRows, i, row => row with { Algorithm = row.Algorithm == "none" ? "aes-256-gcm" : "none" }, Place);
            Try(ledger.PartRows, i, row => row with { Key = row.Key.Length == 0 ? [1] : Flip(row.Key, random.Next(32)) }, Place);
            Try(ledger.PartRows, i, row => row with { Nonce = row.Nonce.Length == 0 ? [1] : Flip(row.Nonce, random.Next(12)) }, Place);
            Try(ledger.PartRows, i, row => row with { Part = row.Part + 9 }, Place);
        }

        Try(ledger.DestroyedRows, 0, row => row with { OrderedBy = 39 }, row => "entry 7 part 1");
        Try(ledger.DestroyedRows, 0, row => row with { OrderedBy = 41 }, row => "entry 7 part 1");
        Try(ledger.DestroyedRows, 0, row => row with { Part = 0 }, row => "entry 7 part 0");
        Try(ledger.DestroyedRows, 0, row => row with { Position = 8 }, row => "entry 8 part 1");
        foreach (var at in Enumerable.Range(0, ledger.TileRows[0].Bytes.Length))
            Try(ledger.TileRows, 0, row => row with { Bytes = Flip(row.Bytes, at) }, row => "tile/0/000");
        Assert.True(places > 2000, $"{places}");

        void Try<T>(List<T> rows, int i, Func<T, T> alter, Func<T, string> place)
        {
            var row = rows[i];
            rows[i] = alter(row);
            if (typeof(T) == typeof(LedgerRow)) ledger.EntryRows.Sort((a, b) => a.Position.CompareTo(b.Position));
            var faults = ledger.Verify().Faults;
            Assert.True(faults.Any(fault => fault.Place == place(row)), $"{rows[i]}: {string.Join("; ", faults)}");
            whole.CopyTo(ledger);
            places++;
        }

        static string Place(PartRow row) => $"entry {row.Position} part {row.Part}";
    }

    [Fact]
    public void Names_what_was_removed_or_added()
    {
        Check(ledger => ledger.EntryRows.RemoveAt(17), "entry 17", LedgerProblem.Missing);
        Check(ledger => ledger.EntryRows.RemoveRange(295, 5), "entries 295 to 299", LedgerProblem.Missing);
        Check(ledger => ledger.EntryRows.RemoveAt(0), "entry 0", LedgerProblem.Missing);
        Check(ledger => ledger.EntryRows.Add(ledger.EntryRows[299] with { Position = 300 }), "entry 300", LedgerProblem.CommandTwice);
        Check(ledger => ledger.EntryRows.Insert(0, ledger.EntryRows[0] with { Position = -1 }), "entry -1", LedgerProblem.Unexpected);
        Check(ledger => ledger.EntryRows.Clear(), "entries 0 to 299", LedgerProblem.Missing);
        Check(ledger => ledger.ClaimRows.RemoveAt(9), "claims row (numbers/test.penalty.2026, 3)", LedgerProblem.Missing);
        Check(ledger => ledger.ClaimRows.Add(new ClaimRow("cases/zzz", 1, 3, 0)), "claims row (cases/zzz, 1)", LedgerProblem.Unexpected);
        Check(ledger => ledger.PartRows.RemoveAt(4), "entry 1 part 1", LedgerProblem.Missing);
        Check(ledger => ledger.PartRows.Add(ledger.PartRows[0] with { Position = 900 }), "entry 900 part 0", LedgerProblem.Unexpected);
        Check(ledger => ledger.PartRows.Insert(0, ledger.PartRows[0] with { Position = -9 }), "entry -9 part 0", LedgerProblem.Unexpected);
        Check(ledger => ledger.DestroyedRows.Clear(), "entry 7 part 1", LedgerProblem.Missing);
        Check(ledger => ledger.DestroyedRows.Add(new DestroyedPartRow(9, 1, 40)), "entry 9 part 1", LedgerProblem.DestroyedAndPresent);
        Check(ledger => ledger.TileRows.RemoveAt(0), "tile/0/000", LedgerProblem.Missing);
        Check(ledger => ledger.TileRows.RemoveAt(2), "tile/1/000", LedgerProblem.Missing);
        Check(ledger => ledger.TileRows.Add(new TileRow(1, 5, new byte[32])), "tile/1/005", LedgerProblem.Unexpected);
        Check(ledger => ledger.TileRows.Add(ledger.TileRows[0]), "tile/0 number 0", LedgerProblem.Unexpected);
        Check(ledger => ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = ledger.TileRows[1].Bytes[..^32] }, "tile/0/001", LedgerProblem.Missing);
        Check(ledger => ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = [.. ledger.TileRows[1].Bytes, 1] }, "tile/0/001", LedgerProblem.Unexpected);
        Check(ledger => ledger.TileRows[1] = ledger.TileRows[1] with { Bytes = [.. ledger.TileRows[1].Bytes, .. new byte[32]] }, "tile/0/001", LedgerProblem.Unexpected);
        Check(ledger => ledger.TileRows[2] = ledger.TileRows[2] with { Bytes = Flip(ledger.TileRows[2].Bytes, 3) }, "tile/1/000", LedgerProblem.Hash);

        static void Check(Action<SampleLedger> alter, string place, LedgerProblem problem)
        {
            var ledger = SampleLedger.Of(300);
            alter(ledger);
            AssertNames(ledger, place, problem);
        }
    }

    [Fact]
    public void Names_both_places_of_a_swap()
    {
        var ledger = SampleLedger.Of(60);
        var (a, b) = (ledger.EntryRows[10], ledger.EntryRows[20]);
        ledger.EntryRows[10] = b with { Position = 10 };
        ledger.EntryRows[20] = a with { Position = 20 };
        var faults = ledger.Verify().Faults;
        Assert.Contains(faults, fault => fault is { Place: "entry 10", Problem: LedgerProblem.Bytes });
        Assert.Contains(faults, fault => fault is { Place: "entry 20", Problem: LedgerProblem.Bytes });
    }

    [Fact]
    public void Names_an_entry_rewritten_together_with_its_leaf_column()
    {
        var ledger = SampleLedger.Of(60);
        var bytes = Flip(ledger.EntryRows[33].Bytes, 100);
        ledger.EntryRows[33] = ledger.EntryRows[33] with { Bytes = bytes, Leaf = Leaf.Hash(bytes) };
        AssertNames(ledger, "entry 33", LedgerProblem.Bytes);
    }

    [Fact]
    public void Says_that_the_signed_root_is_another_when_the_whole_ledger_was_rewritten()
    {
        var ledger = SampleLedger.Of(60);
        var forged = SampleLedger.Of(61);
        forged.SignAt(60);
        var trust = forged.Trust with { Checkpoint = ledger.Checkpoint };
        Assert.Empty(LedgerVerifier.Verify(forged, trust).Faults);
        forged.EntryRows.RemoveAt(0);
        for (var i = 0; i < 60; i++) forged.EntryRows[i] = forged.EntryRows[i] with { Position = i };
        forged.SignAt(60);
        var faults = LedgerVerifier.Verify(forged, trust).Faults;
        Assert.Contains(faults, fault => fault is { Place: "checkpoint", Problem: LedgerProblem.Root });
    }

    [Fact]
    public void Believes_older_heads_only_of_the_same_history_and_none_beyond_the_end()
    {
        var ledger = SampleLedger.Of(60);
        var earlier = SampleLedger.Of(60);
        earlier.SignAt(23);
        Assert.Empty(With(earlier.Checkpoint).Faults);
        Assert.Empty(With(SampleLedger.Of(0).Checkpoint).Faults);
        var other = new Checkpoint(SampleLedger.Origin, 23, new byte[32]).Sign(SampleLedger.Log).ToBytes();
        Assert.Equal([("anchor witness", LedgerProblem.OtherHistory)], With(other).Faults.Select(fault => (fault.Place, fault.Problem)));
        Assert.Equal([("anchor witness", LedgerProblem.Shorter)], With(SampleLedger.Of(61).Checkpoint).Faults.Select(fault => (fault.Place, fault.Problem)));
        Assert.Equal([("anchor witness", LedgerProblem.Signature)], With(Flip(other, 40)).Faults.Select(fault => (fault.Place, fault.Problem)));

        LedgerReport With(byte[] note) => LedgerVerifier.Verify(ledger, ledger.Trust with { Anchors = [("witness", note)] });
    }

    [Fact]
    public void Says_how_far_each_witness_saw_this_history_and_nothing_of_what_it_saw_of_another()
    {
        var witness = new Ed25519Signer([.. Enumerable.Repeat((byte)3, 32)]);
        var own = new Ed25519Signer([.. Enumerable.Repeat((byte)4, 32)]);
        var policy = TrustPolicy.Parse($"""
            log {SampleLedger.Policy.Logs[0]}
            witness w {new NoteKey("a/witness", NoteKeyType.Witness, witness.PublicKey)}
            witness here {new NoteKey("a/self", NoteKeyType.Witness, own.PublicKey)}
            quorum none
            """);
        var ledger = SampleLedger.Of(60);
        var (at23, at24) = (SampleLedger.Of(23).Checkpoint, SampleLedger.Of(24).Checkpoint);
        var forked = new Checkpoint(SampleLedger.Origin, 50, new byte[32]).Sign(SampleLedger.Log);
        var report = LedgerVerifier.Verify(ledger, ledger.Trust with
        {
            Policy = policy,
            Checkpoint = Note.Parse(ledger.Checkpoint).Cosign("a/self", own, DateTimeOffset.UnixEpoch).ToBytes(),
            Anchors = [("1", Seen(at23)), ("2", Seen(at24)), ("3", forked.Cosign("a/witness", witness, DateTimeOffset.UnixEpoch).ToBytes())],
        });
        Assert.Equal([("anchor 3", LedgerProblem.OtherHistory)], report.Faults.Select(fault => (fault.Place, fault.Problem)));
        Assert.Equal([("here", 60L, true), ("w", 24L, false)], report.Witnessed.Select(head => (head.Witness, head.Size, head.IsSelf)).Order());

        byte[] Seen(byte[] note) => Note.Parse(note).Cosign("a/witness", witness, DateTimeOffset.UnixEpoch).ToBytes();
    }

    [Fact]
    public void Misses_a_checkpoint_that_is_gone_and_disbelieves_one_of_another_key()
    {
        var ledger = SampleLedger.Of(20);
        var gone = LedgerVerifier.Verify(ledger, ledger.Trust with { Checkpoint = null });
        Assert.Equal([new LedgerFault("checkpoint", LedgerProblem.Missing)], gone.Faults);
        var stranger = new Ed25519Signer([.. Enumerable.Repeat((byte)9, 32)]);
        var note = Note.Parse(ledger.Checkpoint);
        var other = Checkpoint.Parse(note.Text).Sign(stranger).ToBytes();
        Assert.Equal(LedgerProblem.Signature, Assert.Single(LedgerVerifier.Verify(ledger, ledger.Trust with { Checkpoint = other }).Faults).Problem);
        var huge = new Checkpoint(SampleLedger.Origin, long.MaxValue, new byte[32]).Sign(SampleLedger.Log).ToBytes();
        Assert.Contains(LedgerVerifier.Verify(ledger, ledger.Trust with { Checkpoint = huge }).Faults, fault => fault.Problem == LedgerProblem.Shorter);
    }

    [Theory]
    [InlineData("time", LedgerProblem.TimeBackward)]
    [InlineData("version", LedgerProblem.VersionOrder)]
    [InlineData("prev", LedgerProblem.Predecessor)]
    [InlineData("id", LedgerProblem.CommandTwice)]
    [InlineData("restart", LedgerProblem.VersionOrder)]
    public void Refuses_a_stream_that_was_signed_wrong(string wrong, LedgerProblem problem)
    {
        var ledger = SampleLedger.Of(24);
        var last = ledger.EntryRows[23];
        var entry = EntryCodec.Decode(last.Bytes);
        var claim = entry.Claims[0];
        var bytes = EntryCodec.Encode(wrong switch
        {
            "time" => entry with { At = entry.At.AddHours(-1) },
            "version" => entry with { Claims = [claim with { Version = claim.Version + 1 }] },
            "prev" => entry with { Claims = [claim with { Prev = new byte[32] }] },
            "restart" => entry with { Claims = [claim with { Version = 1, Prev = [] }] },
            _ => entry with { Id = ledger.EntryRows[3].Id! },
        });
        ledger.EntryRows[23] = last with { Bytes = bytes, Leaf = Leaf.Hash(bytes) };
        ledger.SignAt(24);
        Assert.Contains(ledger.Verify().Faults, fault => fault.Problem == problem && fault.Place.StartsWith("entry 23", StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_signed_bytes_that_are_no_entry()
    {
        var ledger = SampleLedger.Of(24);
        var bytes = Encoding.UTF8.GetBytes("{\"v\":2}");
        ledger.EntryRows[23] = ledger.EntryRows[23] with { Bytes = bytes, Leaf = Leaf.Hash(bytes) };
        ledger.SignAt(24);
        AssertNames(ledger, "entry 23", LedgerProblem.Unreadable);
    }

    [Fact]
    public void Names_one_damaged_entry_once_and_not_its_neighbours()
    {
        var ledger = SampleLedger.Of(300);
        ledger.EntryRows[36] = ledger.EntryRows[36] with { Bytes = Flip(ledger.EntryRows[36].Bytes, 50) };
        ledger.EntryRows.RemoveAt(72);
        Assert.Equal(["entry 36", "entry 72"], ledger.Verify().Faults.Select(fault => fault.Place));
    }

    [Fact]
    public void Without_the_key_checks_the_form_of_what_is_sealed()
    {
        var ledger = SampleLedger.Of(20);
        var trust = ledger.Trust with { Open = null };
        var report = LedgerVerifier.Verify(ledger, trust);
        Assert.Equal((40L, 20L), (report.PartsOpened, report.PartsSealed));
        ledger.PartRows[1] = ledger.PartRows[1] with { Bytes = ledger.PartRows[1].Bytes[1..] };
        Assert.Equal([new LedgerFault("entry 0 part 1", LedgerProblem.Sealing)], LedgerVerifier.Verify(ledger, trust).Faults);
    }

    [Fact]
    public void Stops_at_the_bound_and_says_so()
    {
        var ledger = SampleLedger.Of(60);
        for (var i = 0; i < 60; i++) ledger.EntryRows[i] = ledger.EntryRows[i] with { At = 0 };
        var report = LedgerVerifier.Verify(ledger, ledger.Trust with { MostFaults = 10 });
        Assert.Equal((10, true, false), (report.Faults.Length, report.Stopped, report.Intact));
    }

    [Fact]
    public void Has_a_sentence_in_both_languages_for_every_problem() => Assert.All(Enum.GetValues<LedgerProblem>(), problem =>
    {
        Assert.Matches("[a-z]", LedgerProblems.English(problem));
        Assert.Matches("\\p{IsCJKUnifiedIdeographs}", LedgerProblems.Chinese(problem));
    });

    private static void AssertNames(SampleLedger ledger, string place, LedgerProblem problem)
    {
        var faults = ledger.Verify().Faults;
        Assert.True(faults.Any(fault => fault.Place == place && fault.Problem == problem), $"{place} {problem}: {string.Join("; ", faults)}");
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        var altered = bytes.ToArray();
        altered[at] ^= 1;
        return altered;
    }
}
