using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>Heads, tiles and proofs of a ledger while it is written to.</summary>
public sealed class A_running_ledger : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;

    public A_running_ledger() => home = new LedgerHome(folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mints_its_origin_and_key_once_and_keeps_the_key_from_others()
    {
        await using (var started = await home.Start())
        {
            Assert.Matches("^ep\\.example\\.cn/records/[0-9a-f]{12}$", started.Log.Current.Checkpoint.Origin);
            Assert.Equal((0, 0), (started.Log.Current.Size, started.Log.Public!.Size));
        }

        var first = home.Identity;
        Assert.Equal(first.Key.ToString(), home.Identity.Key.ToString());
        var key = Assert.Single(Directory.GetFiles(home.Keys));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }

        Assert.Throws<InvalidDataException>(() => LogIdentity.ReadOrMake(home.Identity.Origin, home.Keys, "ep.example.cn", "review"));
    }

    /// <summary>On a clock of its own, so that a busy machine proves as much as an idle one: at once when idle, else after the interval.</summary>
    [Fact]
    public async Task Signs_a_head_over_an_append_within_a_second()
    {
        var clock = new ManualClock(Sample.Start);
        await using var started = await home.Start(clock);
        await started.Append("idle");
        var head = await started.Log.WaitFor(1, Ct);
        Assert.Equal(Sample.Start, clock.GetUtcNow());
        Assert.Equal(head.Checkpoint.Text, home.Identity.Policy.Open(head.Note.ToBytes()).Checkpoint.Text);

        await started.Append("busy");
        for (var steps = 0; steps < 3 && started.Log.Current.Size < 2; steps++)
        {
            clock.Step(TimeSpan.FromMilliseconds(300));
            for (var tries = 0; tries < 1500 && started.Log.Current.Size < 2; tries++)
            {
                await Task.Delay(20, Ct);
            }
        }

        Assert.Equal(2, started.Log.Current.Size);
    }

    [Fact]
    public async Task Proves_every_entry_and_every_earlier_head_from_its_tiles()
    {
        await using var started = await home.Start();
        var heads = new List<SignedHead>();
        foreach (var count in new[] { 1, 2, 30, 300 })
        {
            await started.Append(count, $"batch {count}");
            heads.Add(await started.Log.WaitFor(started.Ledger.Head, Ct));
        }

        var last = heads[^1].Checkpoint;
        foreach (var entry in await started.Store.ReadFrom(0, 1000, Ct))
        {
            var path = started.Log.InclusionProof(entry.Position, last.Size);
            Assert.True(TreeProof.VerifyInclusion(TreeHash.Sha256, entry.Position, last.Size, Leaf.Hash(entry.Bytes), path, last.Root));
        }

        foreach (var earlier in heads.Select(head => head.Checkpoint))
        {
            var proof = started.Log.ConsistencyProof(earlier.Size, last.Size);
            Assert.True(TreeProof.VerifyConsistency(TreeHash.Sha256, earlier.Size, last.Size, proof, earlier.Root, last.Root));
        }
    }

    [Fact]
    public async Task Serves_a_tile_at_every_width_of_the_head_asked_for_and_no_wider()
    {
        await using var started = await home.Start();
        var empty = started.Log.Public!;
        await started.Append(300, "e");
        var head = await started.Log.WaitFor(300, Ct);
        var leaves = (await started.Store.ReadFrom(0, 300, Ct)).SelectMany(entry => entry.Leaf).ToArray();
        for (var width = 1; width <= 256; width++)
        {
            Assert.Equal(leaves[..(width * 32)], started.Log.Tile(0, 0, width, head));
        }

        Assert.Equal(leaves[(256 * 32)..], started.Log.Tile(0, 1, 44, head));
        Assert.Null(started.Log.Tile(0, 1, 45, head));
        Assert.NotNull(started.Log.Tile(1, 0, 1, head));
        Assert.Null(started.Log.Tile(0, 0, 1, empty));
        Assert.Null(started.Log.Tile(0, -1, 1, head));
        Assert.Null(started.Log.Tile(64, 0, 1, head));
        Assert.Throws<ArgumentOutOfRangeException>(() => started.Log.InclusionProof(0, 301));
    }

    [Fact]
    public async Task Moves_its_public_head_on_the_minute_only()
    {
        var clock = new ManualClock(Sample.Start.AddSeconds(30));
        await using var started = await home.Start(clock);
        await started.Append("first");
        await started.Log.WaitFor(1, Ct);
        clock.Step(TimeSpan.FromSeconds(29));
        await Task.Delay(50, Ct);
        Assert.Equal(0, started.Log.Public!.Size);
        clock.Step(TimeSpan.FromSeconds(1));
        await Eventually(() => started.Log.Public!.Size == 1);
        Assert.Equal(started.Log.Public!.Note.ToBytes(), await File.ReadAllBytesAsync(folder.File("checkpoint"), Ct));

        await started.Append("second");
        await Eventually(() => Stepped(clock, TimeSpan.FromMilliseconds(300), () => started.Log.Current.Size == 2));
        Assert.Equal(1, started.Log.Public!.Size);
        await Eventually(() => Stepped(clock, TimeSpan.FromSeconds(1), () => started.Log.Public!.Size == 2));
        Assert.True(clock.GetUtcNow() >= Sample.Start.AddMinutes(2));
    }

    [Fact]
    public async Task Goes_on_from_its_last_head_after_a_restart()
    {
        SignedHead before;
        await using (var started = await home.Start())
        {
            await started.Append(20, "a");
            before = await started.Log.WaitFor(20, Ct);
        }

        await using var again = await home.Start();
        Assert.Equal(before.Note.ToString(), again.Log.Current.Note.ToString());
        await again.Append(5, "b");
        var after = await again.Log.WaitFor(25, Ct);
        var proof = again.Log.ConsistencyProof(20, 25);
        Assert.True(TreeProof.VerifyConsistency(TreeHash.Sha256, 20, 25, proof, before.Checkpoint.Root, after.Checkpoint.Root));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("shortened")]
    [InlineData("altered")]
    [InlineData("lengthened")]
    public async Task Makes_its_tiles_again_where_they_do_not_lead_to_the_signed_root(string damage)
    {
        byte[] whole;
        await using (var started = await home.Start())
        {
            await started.Append(20, "a");
        }

        var tile = folder.File("tile/0/000");
        whole = await File.ReadAllBytesAsync(tile, Ct);
        byte[] altered = [.. whole];
        altered[19 * 32] ^= 1;
        await (damage switch
        {
            "deleted" => Task.Run(() => File.Delete(tile), Ct),
            "shortened" => File.WriteAllBytesAsync(tile, whole[..100], Ct),
            "altered" => File.WriteAllBytesAsync(tile, altered, Ct),
            _ => File.WriteAllBytesAsync(tile, [.. whole, .. new byte[64]], Ct),
        });
        await using (var again = await home.Start())
        {
            Assert.True(again.Ledger.Verdict.MayAppend);
            Assert.Equal(whole, await File.ReadAllBytesAsync(tile, Ct));
        }
    }

    [Fact]
    public async Task Stops_signing_where_somebody_else_signs_the_same_log()
    {
        var cells = new InMemoryCells();
        await using var started = await home.Start(cells: cells);
        var name = $"checkpoint/{home.Identity.Origin}";
        var other = new Checkpoint(home.Identity.Origin, 7, new byte[32]).Sign(home.Identity.Signer);
        await cells.Write(name, (await cells.Read(name, Ct))!.Version, other.ToBytes(), Ct);
        await started.Append("one");
        await Eventually(() => !started.Ledger.Healthy);
        var refused = await Assert.ThrowsAsync<Fault>(() => started.Append("after"));
        Assert.Equal("LEDGER_READ_ONLY", refused.Type.Reason);
        Assert.Equal(0, started.Log.Current.Size);
        Assert.Equal(other.ToBytes(), (await cells.Read(name, Ct))!.Value);
    }

    [Fact]
    public async Task Shows_a_head_to_nobody_before_it_is_kept()
    {
        var cells = new SlowCells();
        await using var started = await home.Start(cells: cells);
        cells.Gate.Wait(Ct);
        await started.Append("one");
        await cells.Entered.WaitAsync(Ct);
        await Task.Delay(50, Ct);
        Assert.Equal(0, started.Log.Current.Size);
        cells.Gate.Release();
        await started.Log.WaitFor(1, Ct);
    }

    public void Dispose() => folder.Dispose();

    private static bool Stepped(ManualClock clock, TimeSpan by, Func<bool> holds)
    {
        if (holds())
        {
            return true;
        }

        clock.Step(by);
        return false;
    }

    private static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 3000, "did not happen within 60 s");
            await Task.Delay(20, Ct);
        }
    }

    private sealed class SlowCells : InMemoryCells
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public SemaphoreSlim Entered { get; } = new(0);

        public override async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            if (Gate.CurrentCount == 0)
            {
                Entered.Release();
            }

            await Gate.WaitAsync(ct);
            Gate.Release();
            return await base.Write(name, expected, value, ct);
        }
    }
}
