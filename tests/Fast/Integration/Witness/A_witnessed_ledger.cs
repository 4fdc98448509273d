using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>A ledger on disk that shows its heads to a witness over HTTP: what it gains, what never stops it, and what does.</summary>
public sealed class A_witnessed_ledger : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;
    private readonly WitnessCalls calls = new();
    private readonly KeptLog<AskedWitness> log = new();
    private WitnessPlatform witness = null!;

    public A_witnessed_ledger() => home = new LedgerHome(folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => witness = await WitnessPlatform.Start(home.Identity.Key);

    public async ValueTask DisposeAsync()
    {
        calls.Dispose();
        await witness.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Keeps_the_cosignature_and_shows_it_on_its_public_head_which_stays_a_valid_note()
    {
        var clock = new ManualClock(Sample.Start.AddSeconds(30));
        await using var started = await home.Start(clock);
        await Signed(started, 1); // a clock that stands still lets one head be signed
        clock.Step(TimeSpan.FromSeconds(30));
        await Eventually(() => started.Log.Public!.Size == 1);
        Assert.Single(started.Log.Public!.Note.Signatures);

        var asked = Ask(started, witness.Known);
        await asked.Turn(Ct);

        Assert.Equal(1, asked.Last!.Value.Size);
        Assert.Equal(1, Believed(started.Log.Public!.Note.ToBytes()).Checkpoint.Size);
        Assert.Equal(1, Believed(await File.ReadAllBytesAsync(folder.File("checkpoint"), Ct)).Checkpoint.Size);
        Assert.Equal(1, Believed(await File.ReadAllBytesAsync(folder.File("witnessed/supervision.note"), Ct)).Checkpoint.Size);
        Assert.Single(home.Identity.Policy.Open(started.Log.Public!.Note.ToBytes()).Note.Signatures, line => line.Name == witness.Key.Name);
    }

    [Fact]
    public async Task Carries_a_cosignature_that_came_before_the_minute_when_the_head_is_published()
    {
        var clock = new ManualClock(Sample.Start.AddSeconds(30));
        await using var started = await home.Start(clock);
        await Signed(started, 1); // a clock that stands still lets one head be signed
        var asked = Ask(started, witness.Known);
        await asked.Turn(Ct);
        Assert.Equal(0, started.Log.Public!.Size);
        clock.Step(TimeSpan.FromSeconds(30));
        await Eventually(() => started.Log.Public!.Size == 1);
        Assert.Equal(1, Believed(await File.ReadAllBytesAsync(folder.File("checkpoint"), Ct)).Checkpoint.Size);
    }

    [Fact]
    public async Task Goes_on_from_the_kept_cosignature_after_a_restart()
    {
        await using (var started = await home.Start())
        {
            await Signed(started, 5);
            await Ask(started, witness.Known).Turn(Ct);
        }

        await using var again = await home.Start();
        var asked = Ask(again, witness.Known);
        await asked.Turn(Ct);
        Assert.Equal(5, asked.Last!.Value.Size);
        await Signed(again, 9);
        await asked.Turn(Ct);
        Assert.Equal(5, asked.Last!.Value.Size);
        again.Log.Publish(again.Log.Current);
        await asked.Turn(Ct);
        Assert.Equal(9, asked.Last!.Value.Size);
        Assert.True(again.Ledger.Healthy);
    }

    [Fact]
    public async Task Learns_the_old_size_from_the_witness_when_an_answer_was_lost()
    {
        await using var started = await home.Start();
        await Signed(started, 5);
        await Ask(started, witness.Known).Turn(Ct);
        File.Delete(folder.File("witnessed/supervision.note"));
        await Signed(started, 9);
        var forgetful = Ask(started, witness.Known with { Name = "again" });
        await forgetful.Turn(Ct);
        Assert.Equal(9, forgetful.Last!.Value.Size);
    }

    [Fact]
    public async Task Asks_once_for_a_head_and_shows_its_own_line_only()
    {
        await using var scripted = await ScriptedWitness.Start();
        await using var started = await home.Start();
        await Signed(started, 5);
        var asked = Ask(started, scripted.Known);
        for (var turn = 0; turn < 3; turn++)
        {
            await asked.Turn(Ct);
        }

        // What is signed and not public is shown to nobody: a witness tells strangers the size that it saw.
        await Signed(started, 8);
        await asked.Turn(Ct);
        started.Log.Publish(started.Log.Current);
        await asked.Turn(Ct);
        await asked.Turn(Ct);
        Assert.Equal([(0, 5), (5, 8)], scripted.Asked.Select(one => ((int)one.Old, (int)Checkpoint.Parse(one.Note.Text).Size)));
        Assert.All(scripted.Asked, one => Assert.Single(one.Note.Signatures));
    }

    [Fact]
    public async Task Is_not_held_up_by_a_witness_that_is_away()
    {
        await using var started = await home.Start();
        await using var scripted = await ScriptedWitness.Start();
        var gone = scripted.Known with { Address = () => new("http://127.0.0.1:1/witness") };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var asked = Ask(started, gone);
        var running = Task.Run(() => asked.Run(stop.Token), Ct);
        await Signed(started, 5);
        await Eventually(() => log.Lines.Count > 0);
        Assert.True(started.Ledger.Healthy);
        Assert.Null(asked.Last);
        await stop.CancelAsync();
        await running;
        Assert.Single(log.Lines);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(301)]
    public async Task Is_not_stopped_by_a_witness_that_will_not(int status)
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => new(status, "no\n");
        await using var started = await home.Start();
        await Signed(started, 5);
        var asked = Ask(started, scripted.Known);
        await asked.Turn(Ct);
        await asked.Turn(Ct);
        Assert.True(started.Ledger.Healthy);
        Assert.Null(asked.Last);
        Assert.Contains($"{status}", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    /// <summary>What a proxy, a wrong address or a broken witness may say: none of it is a witness's word against the log.</summary>
    [Theory]
    [InlineData(409, "99\n", "text/plain; charset=utf-8")]
    [InlineData(409, "99\n", "text/html")]
    [InlineData(409, "ninety-nine\n", WitnessAnswer.SizeType)]
    [InlineData(409, "", WitnessAnswer.SizeType)]
    [InlineData(422, "old 0 extends nothing\n", "text/plain")]
    [InlineData(409, "0\n", WitnessAnswer.SizeType, 0)]
    public async Task Is_not_stopped_by_an_answer_that_no_witness_would_give(int status, string body, string type, int size = 5)
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => new(status, body, type);
        await using var started = await home.Start();
        await Signed(started, size);
        var asked = Ask(started, scripted.Known);
        await asked.Turn(Ct);
        await asked.Turn(Ct);
        Assert.True(started.Ledger.Healthy);
        Assert.Contains($"{status}", Assert.Single(log.Lines), StringComparison.Ordinal);
        scripted.Answer = null;
        await asked.Turn(Ct);
        Assert.Equal(size, asked.Last!.Value.Size);
    }

    /// <summary>Twenty lines of HTTP can say so: it stops nobody, and is an alarm until the witness cosigns.</summary>
    [Theory]
    [InlineData(409, null)]
    [InlineData(422, null)]
    [InlineData(409, "nothing that is a note")]
    [InlineData(409, "a stranger's signature")]
    [InlineData(409, "our own head")]
    [InlineData(422, "our own head")]
    public async Task T5_A_claim_without_a_head_that_we_signed_is_an_alarm_and_stops_nothing(int status, string? shown)
    {
        await using var scripted = await ScriptedWitness.Start();
        await using var started = await home.Start();
        var asked = await GrownSinceAsked(started, scripted.Known);
        scripted.Answer = _ => status == 409 ? WitnessAnswer.Conflict(99) : WitnessAnswer.NotProved;
        scripted.Page = shown is null ? null : origin => shown switch
        {
            "our own head" => started.Log.Current.Note.ToBytes(),
            "a stranger's signature" => new Checkpoint(origin, 99, new byte[32]).Sign(new Ed25519Signer(new byte[32])).ToBytes(),
            _ => [1, 2, 3],
        };
        await asked.Turn(Ct);
        await asked.Turn(Ct);
        Assert.NotNull(asked.Alarm);
        Assert.Single(log.Lines, line => line.Contains("见证者elsewhere称", StringComparison.Ordinal) && line.Contains("不停止办理", StringComparison.Ordinal));
        Assert.True(started.Ledger.Healthy);
        Assert.Empty(Directory.GetFiles(home.Anchors, "*evidence*"));
        await started.Append("after");

        scripted.Answer = null;
        await asked.Turn(Ct);
        Assert.Null(asked.Alarm);
    }

    /// <summary>A restart, and the removal of the witness from the settings, change nothing about a claim that never stopped anything.</summary>
    [Fact]
    public async Task T5_After_a_false_claim_the_ledger_starts_and_writes()
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => WitnessAnswer.Conflict(long.MaxValue);
        await using (var started = await home.Start())
        {
            await Signed(started, 5);
            await Ask(started, scripted.Known).Turn(Ct);
        }

        await using var again = await home.Start();
        await again.Append("after");
        Assert.Equal(6, again.Ledger.Head);
    }

    [Theory]
    [InlineData(409, 99)]
    [InlineData(422, 5)]
    public async Task T5_Is_stopped_by_a_head_that_it_signed_itself(int status, int size)
    {
        await using var scripted = await ScriptedWitness.Start();
        await using var started = await home.Start();
        var asked = await GrownSinceAsked(started, scripted.Known);
        scripted.Answer = _ => status == 409 ? WitnessAnswer.Conflict(99) : WitnessAnswer.NotProved;
        scripted.Page = origin => new Checkpoint(origin, size, new byte[32]).Sign(home.Identity.Signer).ToBytes();
        await asked.Turn(Ct);
        await AssertStopped(started, "elsewhere出示", $"{size} 条", Assert.Single(Directory.GetFiles(home.Anchors, "*evidence*")));
    }

    /// <summary>A proof that fails because of an altered tile accuses nobody: the tiles are made again, and the witness is asked again.</summary>
    [Fact]
    public async Task T5_An_altered_tile_makes_no_accusation_when_a_witness_refuses_the_proof()
    {
        await using var started = await home.Start();
        await Signed(started, 5);
        var asked = Ask(started, witness.Known);
        await asked.Turn(Ct);
        await Signed(started, 9);
        started.Log.Publish(started.Log.Current);
        var tile = folder.File("tile/0/000");
        var bytes = await File.ReadAllBytesAsync(tile, Ct);
        bytes[0] ^= 1;
        bytes[6 * 32] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, Ct);
        await asked.Turn(Ct);
        Assert.True(started.Ledger.Healthy);
        for (var tries = 0; asked.Last!.Value.Size < 9; tries++)
        {
            Assert.True(tries < 1500, "not cosigned within 60 s");
            await Task.Delay(40, Ct);
            await asked.Turn(Ct);
        }

        Assert.True(started.Ledger.Healthy);
        Assert.Null(asked.Alarm);
    }

    /// <summary>While the clock is disputed nothing is appended, so no new head would ask the witnesses whether they still say so.</summary>
    [Fact]
    public async Task T8_A_witness_with_another_time_is_asked_again_until_the_clocks_agree()
    {
        var clock = new ManualClock(Sample.Start);
        var watch = new ClockWatch(clock, TimeSpan.FromSeconds(90));
        await using var scripted = await ScriptedWitness.Start();
        (scripted.Clock, scripted.Ahead) = (clock, TimeSpan.FromHours(-1));
        await using var started = await home.Start(clock);
        await Signed(started, 1);
        started.Ledger.Witnessed = (_, host, at) =>
        {
            watch.Witnessed("one", host, at);
            watch.Witnessed("two", "elsewhere.example.cn", at);
        };
        var asked = new AskedWitness(scripted.Known, started.Ledger, calls, TimeSpan.FromMilliseconds(50), clock, log);

        await asked.Turn(Ct);
        await asked.Turn(Ct);
        Assert.Single(scripted.Asked);
        Assert.True(watch.IsQuestioned);
        clock.Step(TimeSpan.FromMinutes(1));
        await asked.Turn(Ct);
        Assert.Equal(2, scripted.Asked.Count);
        Assert.True(watch.IsQuestioned);
        Assert.Single(log.Lines, line => line.Contains("见证者elsewhere见证", StringComparison.Ordinal) && line.Contains("慢3600秒", StringComparison.Ordinal));

        scripted.Ahead = TimeSpan.Zero;
        clock.Step(TimeSpan.FromMinutes(1));
        await asked.Turn(Ct);
        Assert.False(watch.IsQuestioned);
        Assert.Equal(clock.GetUtcNow(), watch.Now());
        clock.Step(TimeSpan.FromMinutes(1));
        await asked.Turn(Ct);
        Assert.Equal(3, scripted.Asked.Count);
    }

    [Fact]
    public async Task T2_The_last_head_is_shown_at_a_clean_stop()
    {
        await using var started = await home.Start();
        await Signed(started, 5);
        var asked = Ask(started, witness.Known);
        await asked.Turn(Ct);
        await started.Append(4, "late");
        await started.Ledger.Settle();
        await asked.ShowLast(Ct);
        Assert.Equal(9, asked.Last!.Value.Size);
    }

    [Fact]
    public async Task Takes_no_line_of_another_key_and_no_wrong_line()
    {
        await using var scripted = await ScriptedWitness.Start();
        await using var started = await home.Start();
        await Signed(started, 5);
        var asked = Ask(started, scripted.Known);
        scripted.Answer = question => scripted.Cosign(question, by: new Ed25519Signer(new byte[32]));
        await asked.Turn(Ct);
        scripted.Answer = question =>
        {
            var of = question with { Note = new Checkpoint(home.Identity.Origin, 4, new byte[32]).Sign(home.Identity.Signer) };
            return scripted.Cosign(of);
        };
        await Assert.ThrowsAsync<NoteSignatureException>(() => asked.Turn(Ct));
        scripted.Answer = _ => WitnessAnswer.Cosigned("not a line\n");
        await Assert.ThrowsAsync<NoteFormatException>(() => asked.Turn(Ct));
        Assert.Null(asked.Last);
        Assert.False(Directory.Exists(folder.File("witnessed")));
        Assert.True(started.Ledger.Healthy);
        scripted.Answer = null;
        await asked.Turn(Ct);
        Assert.Equal(5, asked.Last!.Value.Size);
    }

    [Fact]
    public async Task That_was_restored_from_an_old_copy_is_stopped_though_its_anchor_was_restored_with_it()
    {
        var old = await Backup(10);
        await Grow(15);
        Restore(old);
        await using var restored = await home.Start();
        Assert.True(restored.Ledger.Healthy);
        await Ask(restored, witness.Known).Turn(Ct);
        await AssertStopped(restored, "supervision出示", "15 条", "10 条", "一、");
    }

    [Fact]
    public async Task That_went_on_from_an_old_copy_before_the_witness_was_back_is_stopped()
    {
        var old = await Backup(10);
        await Grow(15);
        Restore(old);
        await using var forked = await home.Start();
        await Signed(forked, 20, "fork");
        await Ask(forked, witness.Known).Turn(Ct);
        await AssertStopped(forked, "supervision出示", "分叉", "15 条");
        Assert.Contains("\n15\n", await File.ReadAllTextAsync(Assert.Single(witness.Evidence("cosigned")), Ct), StringComparison.Ordinal);
        Assert.Contains("\n20\n", await File.ReadAllTextAsync(Assert.Single(witness.Evidence("refused")), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_has_another_history_of_the_same_size_is_stopped()
    {
        var old = await Backup(10);
        await Grow(15);
        Restore(old);
        await using var forked = await home.Start();
        await Signed(forked, 15, "fork");
        await Ask(forked, witness.Known).Turn(Ct);
        await AssertStopped(forked, "supervision出示", "分叉");
        Assert.Single(witness.Evidence("contradicts"));
    }

    [Fact]
    public async Task That_was_stopped_signs_and_anchors_nothing_more()
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => WitnessAnswer.Conflict(99);
        scripted.Page = Convicting;
        var started = await home.Start();
        await Signed(started, 5);
        await Ask(started, scripted.Known).Turn(Ct);
        var cell = (await started.Cells.Read($"checkpoint/{home.Identity.Origin}", Ct))!.Value;
        Assert.Equal(5, started.Log.Current.Size);
        Assert.NotEmpty(started.Log.InclusionProof(4, 5));
        await started.DisposeAsync();
        await using var cells = new Reopened(folder);
        Assert.Equal(cell, (await cells.Cells.Read($"checkpoint/{home.Identity.Origin}", Ct))!.Value);
    }

    [Fact]
    public async Task T5_That_was_stopped_stays_so_after_a_restart_until_a_person_decides()
    {
        await using var scripted = await ScriptedWitness.Start();
        scripted.Answer = _ => WitnessAnswer.Conflict(99);
        scripted.Page = Convicting;
        await using (var started = await home.Start())
        {
            await Signed(started, 5);
            await Ask(started, scripted.Known).Turn(Ct);
        }

        var evidence = Assert.Single(Directory.GetFiles(home.Anchors, "*evidence*"));
        await using (var again = await home.Start())
        {
            await AssertStopped(again, "99 条", "5 条", evidence);
        }

        // What a person's decision does with it, once the loss is on record.
        File.Move(evidence, folder.Beside("decided"));
        await using var lifted = await home.Start();
        Assert.True(lifted.Ledger.Healthy);
        await lifted.Append("after");
        Assert.Equal(6, lifted.Ledger.Head);
    }

    [Fact]
    public async Task T5_That_was_stopped_for_another_history_goes_on_once_the_true_one_is_restored()
    {
        var old = await Backup(10);
        await Grow(15);
        var whole = folder.Copy();
        Restore(old);
        await using (var forked = await home.Start())
        {
            await Signed(forked, 15, "fork");
            await Ask(forked, witness.Known).Turn(Ct);
        }

        await using (var again = await home.Start())
        {
            await AssertStopped(again, "evidence", "分叉", "三、");
        }

        var reason = Assert.Single(Directory.GetFiles(home.Anchors, "*evidence*"));
        var kept = await File.ReadAllBytesAsync(reason, Ct);
        Restore(whole);
        Directory.CreateDirectory(home.Anchors);
        await File.WriteAllBytesAsync(reason, kept, Ct);
        await using var restored = await home.Start();
        Assert.True(restored.Ledger.Healthy);
        await Ask(restored, witness.Known).Turn(Ct);
        Assert.True(restored.Ledger.Healthy);
    }

    /// <summary>A head of 99 entries under the log's own key: what only another copy of it can have signed.</summary>
    private byte[] Convicting(string origin) => new Checkpoint(origin, 99, new byte[32]).Sign(home.Identity.Signer).ToBytes();

    private AskedWitness Ask(LedgerHome.Started started, KnownWitness known) =>
        new(known, started.Ledger, calls, TimeSpan.FromMilliseconds(50), TimeProvider.System, log);

    /// <summary>The witness saw five entries; nine are signed and public now.</summary>
    private async Task<AskedWitness> GrownSinceAsked(LedgerHome.Started started, KnownWitness known)
    {
        await Signed(started, 5);
        var asked = Ask(started, known);
        await asked.Turn(Ct);
        await Signed(started, 9);
        started.Log.Publish(started.Log.Current);
        return asked;
    }

    private VerifiedCheckpoint Believed(byte[] note) => TrustPolicy.Parse($"log {home.Identity.Key}\nwitness w {witness.Key}\nquorum w\n").Open(note);

    private static async Task Signed(LedgerHome.Started started, int size, string prefix = "e")
    {
        await started.Append((int)(size - started.Ledger.Head), $"{prefix}-{size}");
        await started.Log.WaitFor(size, Ct);
    }

    private async Task<string> Backup(int size)
    {
        await Grow(size);
        Copy(home.Anchors, folder.Beside("anchors-then"));
        return folder.Copy();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private async Task Grow(int size)
    {
        await using var started = await home.Start();
        await Signed(started, size);
        await Ask(started, witness.Known).Turn(Ct);
        Assert.True(started.Ledger.Healthy);
    }

    private void Restore(string copy)
    {
        Directory.Delete(home.Anchors, recursive: true);
        Copy(folder.Beside("anchors-then"), home.Anchors);
        Directory.Delete(home.Data, recursive: true);
        foreach (var file in Directory.EnumerateFiles(copy, "*", SearchOption.AllDirectories))
        {
            var target = folder.File(Path.GetRelativePath(copy, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task AssertStopped(LedgerHome.Started started, params string[] words)
    {
        Assert.False(started.Ledger.Healthy);
        var plan = string.Join('\n', started.Ledger.Verdict.Plan);
        Assert.All(words, word => Assert.Contains(word, plan, StringComparison.Ordinal));
        Assert.Equal(KernelFaults.LedgerReadOnly, (await Assert.ThrowsAsync<Fault>(() => started.Append("after"))).Type);
        Assert.NotEmpty(await started.Store.ReadFrom(0, 100, Ct));
    }

    private static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 3000, "did not happen within 60 s");
            await Task.Delay(20, Ct);
        }
    }

    private sealed class Reopened(TestFolder folder) : IAsyncDisposable
    {
        public Adapters.Sqlite.SqliteCells Cells { get; } = new(folder.File("cells.db"), TestRing.Tags(TagPurpose.Cell));

        public ValueTask DisposeAsync()
        {
            Cells.Dispose();
            return default;
        }
    }
}
