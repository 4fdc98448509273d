using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Witnesses;
using EnforcementPlatform.Law;
using EnforcementPlatform.Ledger;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Witness;

/// <summary>What a witness keeps before it answers, and what becomes of it in a crash, a second process, a restored copy.</summary>
public sealed class A_witnesss_memory : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly TestLog log = new(40);
    private readonly TestLog fork = new(40, sameUntil: 7);
    private readonly ManualClock clock = new(Sample.Start);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_durable_before_the_answer()
    {
        var cells = new GatedCells();
        cells.Gate.Wait(Ct);
        var answer = Of(cells).Add(log.Ask(0, 5).ToBytes(), Ct);
        await cells.Entered.WaitAsync(Ct);
        await Task.Delay(50, Ct);
        Assert.False(answer.IsCompleted);
        cells.Gate.Release();
        Assert.Equal(200, (await answer).Status);
    }

    [Fact]
    public async Task Makes_a_crash_between_keeping_and_answering_harmless()
    {
        var cells = new CrashingCells { Crash = true };
        await Assert.ThrowsAsync<IOException>(() => Of(cells).Add(log.Ask(0, 5).ToBytes(), Ct));
        cells.Crash = false;
        var after = Of(cells);
        Assert.Equal((409, "5\n"), Short(await after.Add(log.Ask(0, 5).ToBytes(), Ct)));
        Assert.Equal(200, (await after.Add(log.Ask(5, 5).ToBytes(), Ct)).Status);
        Assert.Equal(200, (await after.Add(log.Ask(5, 9).ToBytes(), Ct)).Status);
    }

    /// <summary>The race of the specification, with two processes over one store: the smaller head is checked first and kept last.</summary>
    [Fact]
    public async Task Is_moved_by_one_of_two_processes_and_never_back()
    {
        var cells = new GatedCells();
        cells.Gate.Wait(Ct);
        var smaller = Of(cells).Add(log.Ask(0, 5).ToBytes(), Ct);
        await cells.Entered.WaitAsync(Ct);
        cells.Passing = true;
        Assert.Equal(200, (await Of(cells).Add(log.Ask(0, 9).ToBytes(), Ct)).Status);
        cells.Gate.Release();
        Assert.Equal((409, "9\n"), Short(await smaller));
        Assert.Equal((409, "9\n"), Short(await Of(cells).Add(log.Ask(0, 5).ToBytes(), Ct)));
    }

    [Fact]
    public async Task Survives_cells_that_were_restored_from_an_old_copy()
    {
        var cells = new InMemoryCells();
        await Of(cells).Add(log.Ask(0, 5).ToBytes(), Ct);
        var old = cells.AfterPowerCut();
        await Of(cells).Add(log.Ask(5, 9).ToBytes(), Ct);
        Assert.Equal((409, "9\n"), Short(await Of(old).Add(log.Ask(5, 7).ToBytes(), Ct)));
        Assert.Equal(200, (await Of(old).Add(log.Ask(9, 12).ToBytes(), Ct)).Status);
    }

    [Fact]
    public async Task Is_not_used_while_the_witnesss_own_ledger_is_read_only()
    {
        var isFit = false;
        var witness = Of(new InMemoryCells(), () => isFit);
        Assert.Equal(503, (await witness.Add(log.Ask(0, 5).ToBytes(), Ct)).Status);
        isFit = true;
        Assert.Equal(200, (await witness.Add(log.Ask(0, 5).ToBytes(), Ct)).Status);
    }

    [Fact]
    public async Task Is_not_written_again_by_whoever_posts_the_same_head_once_more()
    {
        var cells = new CountingCells();
        var witness = Of(cells);
        await witness.Add(log.Ask(0, 9).ToBytes(), Ct);
        var (writes, written) = (cells.Writes, WrittenAt("cosigned"));
        for (var times = 0; times < 5; times++)
        {
            Assert.Equal(200, (await witness.Add(log.Ask(9, 9).ToBytes(), Ct)).Status);
        }

        Assert.Equal((writes, written), (cells.Writes, WrittenAt("cosigned")));
        Assert.Equal(200, (await witness.Add(log.Ask(9, 10).ToBytes(), Ct)).Status);
        Assert.Equal(writes + 1, cells.Writes);
    }

    [Fact]
    public async Task Mends_the_file_beside_it_when_a_crash_came_between_the_two()
    {
        var cells = new InMemoryCells();
        await Of(cells).Add(log.Ask(0, 9).ToBytes(), Ct);
        File.Delete(FileOf("cosigned"));
        await Of(cells).Add(log.Ask(9, 9).ToBytes(), Ct);
        Assert.StartsWith(log.Head(9).ToString(), await File.ReadAllTextAsync(FileOf("cosigned"), Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refused", 11)]
    [InlineData("contradicts", 0)]
    public async Task Keeps_the_first_and_the_newest_refused_head(string what, int more)
    {
        var witness = Of(new InMemoryCells());
        await witness.Add(log.Ask(0, 10).ToBytes(), Ct);
        var others = Enumerable.Range(0, 3).Select(seed => more > 0 ? fork.Ask(10, 10 + more + seed) : new TestLog(40, sameUntil: 7 + seed).Ask(10, 10)).ToArray();
        foreach (var other in others)
        {
            Assert.NotEqual(200, (await witness.Add(other.ToBytes(), Ct)).Status);
            clock.Step(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(others[0].Note.ToString(), await File.ReadAllTextAsync(FileOf(what), Ct));
        Assert.Equal(others[2].Note.ToString(), await File.ReadAllTextAsync(FileOf(what + "-newest"), Ct));
    }

    [Fact]
    public async Task Writes_refused_heads_once_a_minute_however_many_are_posted_and_loses_none_that_is_the_newest()
    {
        var witness = Of(new InMemoryCells());
        await witness.Add(log.Ask(0, 10).ToBytes(), Ct);
        for (var size = 12; size < 40; size++)
        {
            await witness.Add(fork.Ask(10, size).ToBytes(), Ct);
        }

        Assert.Contains("\n12\n", await File.ReadAllTextAsync(FileOf("refused"), Ct), StringComparison.Ordinal);
        Assert.Contains("\n13\n", await File.ReadAllTextAsync(FileOf("refused-newest"), Ct), StringComparison.Ordinal);
        clock.Step(TimeSpan.FromMinutes(1));
        await witness.Add(log.Ask(10, 11).ToBytes(), Ct);
        Assert.Contains("\n39\n", await File.ReadAllTextAsync(FileOf("refused-newest"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_the_newest_refused_head_that_waits_for_its_minute_when_it_is_stopped()
    {
        var witness = Of(new InMemoryCells());
        await witness.Add(log.Ask(0, 10).ToBytes(), Ct);
        for (var size = 12; size < 15; size++)
        {
            await witness.Add(fork.Ask(10, size).ToBytes(), Ct);
        }

        Assert.Contains("\n13\n", await File.ReadAllTextAsync(FileOf("refused-newest"), Ct), StringComparison.Ordinal);
        witness.Dispose();
        Assert.Contains("\n14\n", await File.ReadAllTextAsync(FileOf("refused-newest"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_no_ledger_from_closing_when_what_waits_cannot_be_written()
    {
        var witness = Of(new InMemoryCells());
        await witness.Add(log.Ask(0, 10).ToBytes(), Ct);
        for (var size = 12; size < 15; size++)
        {
            await witness.Add(fork.Ask(10, size).ToBytes(), Ct);
        }

        Directory.Delete(folder.Beside("anchors"), recursive: true);
        await File.WriteAllTextAsync(folder.Beside("anchors"), "", Ct);
        Assert.Null(Record.Exception(witness.Dispose));
    }

    [Fact]
    public void Goes_with_a_key_of_its_own_so_that_one_that_forgot_is_another_witness()
    {
        var first = Keys();
        Assert.Equal(first.OfOthers.Key.ToString(), Keys().OfOthers.Key.ToString());
        Directory.Delete(folder.Path, recursive: true);
        Directory.CreateDirectory(folder.Path);
        _origin = LogIdentity.Mint("ep.test", ServiceRole.Supervision); // a ledger that was deleted and made anew
        var after = Keys();
        byte[][] publicKeys = [first.OfOthers.Key.PublicKey, first.OfSelf.Key.PublicKey, after.OfOthers.Key.PublicKey, after.OfSelf.Key.PublicKey, Identity.Key.PublicKey];
        Assert.Equal(5, publicKeys.Select(Convert.ToHexString).Distinct().Count());
        Assert.EndsWith("/self", after.OfSelf.Key.Name, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(folder.Beside("keys")))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private string _origin = LogIdentity.Mint("ep.test", ServiceRole.Supervision);

    private LogIdentity Identity => LogIdentity.ReadOrMake(_origin, folder.Beside("keys"), "ep.test", ServiceRole.Supervision);

    private WitnessKeys Keys() => WitnessKeys.ReadOrMake(Identity, folder.Beside("keys"), ServiceRole.Supervision);

    private Kernel.Witnesses.Witness Of(ICells cells, Func<bool>? isFit = null) => new(
        Keys(),
        new WitnessMemory("supervision.test", cells, new Anchors(folder.Beside("anchors")), clock),
        _ => Task.FromResult<IReadOnlyList<KnownLog>>([new(TrustPolicy.Of(log.Key), false)]),
        isFit ?? (() => true),
        TimeProvider.System,
        NullLogger<Kernel.Witnesses.Witness>.Instance);

    private string FileOf(string what) => new Anchors(folder.Beside("anchors")).PathOf(Anchors.SeenBy("supervision.test", Checkpoint.Parse(log.Head(1).Text).Origin, what));

    private DateTime WrittenAt(string what) => File.GetLastWriteTimeUtc(FileOf(what));

    private static (int, string) Short(WitnessAnswer answer) => (answer.Status, answer.Text);

    /// <summary>Holds a write at the door until the gate opens; others may be let past it.</summary>
    private sealed class GatedCells : InMemoryCells
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public SemaphoreSlim Entered { get; } = new(0);

        public bool Passing { get; set; }

        public override async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            if (!Passing)
            {
                Entered.Release();
                await Gate.WaitAsync(ct);
                Gate.Release();
            }

            return await base.Write(name, expected, value, ct);
        }
    }

    private sealed class CountingCells : InMemoryCells
    {
        public int Writes { get; private set; }

        public override Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            Writes++;
            return base.Write(name, expected, value, ct);
        }
    }

    /// <summary>Keeps what it was given, and is gone before it says so.</summary>
    private sealed class CrashingCells : InMemoryCells
    {
        public bool Crash { get; set; }

        private bool _isGone;

        public override ValueTask<Cell?> Read(string name, CancellationToken ct) => Crash && _isGone ? throw new IOException("gone") : base.Read(name, ct);

        public override async Task<bool> Write(string name, long expected, byte[]? value, CancellationToken ct)
        {
            var written = await base.Write(name, expected, value, ct);
            _isGone = Crash;
            return Crash ? throw new IOException("gone") : written;
        }
    }
}
