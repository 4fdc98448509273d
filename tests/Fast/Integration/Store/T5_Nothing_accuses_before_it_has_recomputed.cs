using EnforcementPlatform.Kernel;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>Tiles are derived: an altered or missing one is made again from the entries, and accuses nobody. A lost race of signers is no damage.</summary>
public sealed class T5_Nothing_accuses_before_it_has_recomputed : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly LedgerHome home;

    public T5_Nothing_accuses_before_it_has_recomputed() => home = new LedgerHome(folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>The known head of 100 entries is reckoned from the very tile, the newest head of 300 is not.</summary>
    [Theory]
    [InlineData("altered")]
    [InlineData("deleted")]
    public async Task T5_A_tile_that_a_known_head_is_reckoned_from_heals_at_the_start(string damage)
    {
        byte[] whole;
        var tile = folder.File("tile/0/000");
        await using (var started = await home.Start())
        {
            await started.Append(100, "a");
            started.Ledger.Cosigned("w", (await started.Log.WaitFor(100, Ct)).Note);
            await started.Append(200, "b");
            await started.Log.WaitFor(300, Ct);
        }

        whole = await File.ReadAllBytesAsync(tile, Ct);
        if (damage == "deleted")
        {
            File.Delete(tile);
        }
        else
        {
            byte[] altered = [.. whole];
            altered[50 * 32] ^= 1;
            await File.WriteAllBytesAsync(tile, altered, Ct);
        }

        await using var again = await home.Start();
        Assert.True(again.Ledger.Healthy, string.Join('\n', again.Ledger.Verdict.Plan));
        Assert.Equal(whole, await File.ReadAllBytesAsync(tile, Ct));
        await again.Append(1, "c");
        Assert.Equal(301, (await again.Log.WaitFor(301, Ct)).Size);
    }

    [Theory]
    [InlineData("altered")]
    [InlineData("deleted")]
    public async Task T5_A_tile_altered_while_running_gives_no_false_proof_and_heals(string damage)
    {
        await using var started = await home.Start();
        await started.Append(300, "a");
        await started.Log.WaitFor(300, Ct);
        var tile = folder.File("tile/0/000");
        var bytes = await File.ReadAllBytesAsync(tile, Ct);
        bytes[6 * 32] ^= 1;
        if (damage == "deleted")
        {
            File.Delete(tile);
        }
        else
        {
            await File.WriteAllBytesAsync(tile, bytes, Ct);
        }

        var proofs = new LedgerProofs(started.Ledger);
        Assert.Equal(KernelFaults.ProofNotReady, (await Assert.ThrowsAsync<Fault>(() => proofs.Of(7, Ct))).Type);
        for (var tries = 0; ; tries++)
        {
            try
            {
                var proof = await proofs.Of(7, Ct);
                Assert.Equal(300, proof.Head.Size);
                break;
            }
            catch (Fault) when (tries < 3000)
            {
                await Task.Delay(40, Ct);
            }
        }

        Assert.True(started.Ledger.Healthy);
        await started.Append(1, "b");
        Assert.Equal(301, (await started.Log.WaitFor(301, Ct)).Size);
    }

    [Fact]
    public async Task T5_A_tile_on_the_edge_altered_while_running_does_not_stop_the_next_signature()
    {
        await using var started = await home.Start();
        await started.Append(20, "a");
        await started.Log.WaitFor(20, Ct);
        var tile = folder.File("tile/0/000");
        var bytes = await File.ReadAllBytesAsync(tile, Ct);
        bytes[3 * 32] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes, Ct);
        await started.Append(1, "b");
        Assert.Equal(21, (await started.Log.WaitFor(21, Ct)).Size);
        Assert.True(started.Ledger.Healthy);
    }

    [Fact]
    public async Task T5_A_head_that_another_process_signed_first_is_adopted_where_the_root_agrees()
    {
        var cells = new Raced { Way = Way.LostToTheSame };
        await using var started = await home.Start(cells: cells);
        await started.Append(3, "a");
        await started.Log.WaitFor(3, Ct);
        Assert.True(started.Ledger.Healthy);
        Assert.True(cells.Races > 0);
    }

    [Fact]
    public async Task T2_A_head_whose_write_is_unknown_is_read_again_and_compared()
    {
        var cells = new Raced { Way = Way.KeptAndUnknown };
        await using var started = await home.Start(cells: cells);
        await started.Append(3, "a");
        await started.Log.WaitFor(3, Ct);
        Assert.True(started.Ledger.Healthy);
        Assert.True(cells.Races > 0);
    }

    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(false, 1, null)]
    public async Task T2_An_unknown_write_is_true_where_the_value_stands_and_unknown_where_nothing_was_written(bool isKept, long version, bool? settled)
    {
        var cells = new Raced { Way = isKept ? Way.KeptAndUnknown : Way.LostAndUnknown };
        if (settled is { } certain)
        {
            Assert.Equal(certain, await cells.Set("checkpoint/x", 0, [1], Ct));
            Assert.Equal(version, (await cells.Read("checkpoint/x", Ct))!.Version);
            return;
        }

        await Assert.ThrowsAsync<IOException>(() => cells.Set("checkpoint/x", 0, [1], Ct));
    }

    [Fact]
    public async Task T2_An_unknown_write_is_false_where_somebody_else_wrote()
    {
        var cells = new Raced { Way = Way.LostToAnother };
        Assert.False(await cells.Set("checkpoint/x", 0, [1], Ct));
    }

    private enum Way
    {
        LostToTheSame,
        KeptAndUnknown,
        LostAndUnknown,
        LostToAnother,
    }

    /// <summary>Cells behind which another process is faster, or whose answer is lost: for heads, every other time.</summary>
    private sealed class Raced : InMemoryCells
    {
        public Way Way { get; init; }

        public int Races { get; private set; }

        public override async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            if (!name.StartsWith("checkpoint/", StringComparison.Ordinal) || Races++ % 2 == 1)
            {
                return await base.Write(name, expected, value, ct);
            }

            switch (Way)
            {
                case Way.LostToTheSame:
                    await base.Write(name, expected, value, ct);
                    return false;
                case Way.KeptAndUnknown:
                    await base.Write(name, expected, value, ct);
                    throw new IOException("no answer");
                case Way.LostToAnother:
                    await base.Write(name, expected, [9], ct);
                    throw new IOException("no answer");
                default:
                    throw new IOException("no answer");
            }
        }
    }
}
