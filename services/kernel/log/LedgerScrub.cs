using System.Collections.Immutable;
using System.Globalization;
using EnforcementPlatform.Ledger;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>How a scrub went through a ledger.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Entries">Entries that it read.</param>
/// <param name="View">The view that it built beside the served one and compared; empty where there is none.</param>
/// <param name="Findings">Damaged places, at most <see cref="LedgerScrub.MostFindings"/>; empty where nothing was altered.</param>
public sealed record ScrubResult(DateTimeOffset At, long Entries, string View, ImmutableArray<string> Findings);

/// <summary>
/// Reads a whole ledger in the background, slowly and again and again: bytes against leaves, parts against commitments, positions, claims,
/// tiles against what the entries make of them, the root against the signed head, and one view a pass, <c>public</c> first. What nobody reads
/// for years would else be found altered only when it is needed. It reports; what to do is for people.
/// </summary>
/// <param name="role">Role whose ledger it is.</param>
/// <param name="store">The ledger.</param>
/// <param name="decoder">Opens its parts.</param>
/// <param name="countClaims">Counts claims in the engine; null where there is nothing to count.</param>
/// <param name="heads">Signed heads and tiles; null while nothing is signed.</param>
/// <param name="views">Compares views.</param>
/// <param name="options">How fast, and how often.</param>
/// <param name="clock">The clock for pauses.</param>
/// <param name="log">Told of each pass and each damaged place.</param>
internal sealed partial class LedgerScrub(
    string role, ILedgerStore store, EntryDecoder decoder, Func<long, CancellationToken, ValueTask<(long Before, long Orphans)>>? countClaims,
    Func<CheckpointLog?> heads, IScrubbedViews views, ScrubOptions options, TimeProvider clock, ILogger log)
{
    /// <summary>Findings kept of one pass: whoever needs all uses <c>enforce verify</c>.</summary>
    public const int MostFindings = 100;

    private const int PageSize = 64;

    private int _nextView;
    private ScrubResult? _last;

    /// <summary>The last full pass; null before the first has ended.</summary>
    public ScrubResult? Last => Volatile.Read(ref _last);

    /// <summary>Runs until cancelled.</summary>
    public async Task Run(CancellationToken ct)
    {
        try
        {
            await Task.Delay(options.FirstAfter, clock, ct);
            while (options.EntriesPerSecond > 0)
            {
                await Turn(ct);
                await Task.Delay(options.Pause, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // told to stop
        }
    }

    /// <summary>One pass; what keeps it from ending is logged and tried again with the next.</summary>
    internal async Task Turn(CancellationToken ct)
    {
        try
        {
            var result = await Pass(ct);
            Volatile.Write(ref _last, result);
            foreach (var finding in result.Findings)
            {
                LogFinding(role, finding);
            }

            LogPass(role, result.Entries, result.View, result.Findings.Length);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogInterrupted(role, Traces.Describe(failure));
        }
    }

    /// <summary>Time that a page may take at the speed that is set.</summary>
    private TimeSpan Breath => options.EntriesPerSecond > 0 ? TimeSpan.FromSeconds((double)PageSize / options.EntriesPerSecond) : TimeSpan.Zero;

    private async Task<ScrubResult> Pass(CancellationToken ct)
    {
        var pass = new ScrubPass();
        var signed = heads();
        var head = signed?.Current;
        var size = head?.Size ?? 0;
        while (pass.Size < size)
        {
            await Take(pass, size, signed!, head!, ct);
            await Task.Delay(Breath, clock, ct);
        }

        if (head is not null && pass.Findings.Count == 0 && !pass.Root.AsSpan().SequenceEqual(head.Checkpoint.Root))
        {
            pass.Add($"signed head of {size} entries: its root is not that of the entries");
        }

        if (countClaims is not null)
        {
            var (before, orphans) = await countClaims(size, ct);
            pass.AddIf(pass.Findings.Count == 0 && before != pass.Claims, $"claims: {before} rows for the {pass.Claims} claims of the entries");
            pass.AddIf(orphans > 0, $"claims: {orphans} rows belong to no entry");
        }

        var view = await CompareView(pass, ct);
        return new(clock.GetUtcNow(), pass.Size, view, [.. pass.Findings]);
    }

    private async Task Take(ScrubPass pass, long size, CheckpointLog signed, SignedHead head, CancellationToken ct)
    {
        var max = (int)Math.Min(PageSize, size - pass.Size);
        if (await Page(pass.Size, max, ct) is { } entries)
        {
            foreach (var entry in entries)
            {
                await Judge(pass, entry, ct);
            }
        }
        else
        {
            await OneByOne(pass, pass.Size + max, ct);
        }

        CompareTiles(pass, signed, head);
    }

    /// <summary>So many entries; null where one of them is missing or damaged.</summary>
    private async Task<ImmutableArray<StoredEntry>?> Page(long from, int max, CancellationToken ct)
    {
        try
        {
            var entries = await store.ReadFrom(from, max, ct);
            return entries.Length == max ? entries : null;
        }
        catch (LedgerDamagedException)
        {
            return null; // each entry is then read and named on its own
        }
    }

    /// <summary>Where a page holds damage, every entry of it is read alone: what is missing or altered is named so, what is sound is judged.</summary>
    private async Task OneByOne(ScrubPass pass, long end, CancellationToken ct)
    {
        for (var position = pass.Size; position < end; position++)
        {
            try
            {
                if (await store.ReadFrom(position, 1, ct) is [var entry])
                {
                    await Judge(pass, entry, ct);
                }
                else
                {
                    pass.Skip($"entry {position}: missing");
                }
            }
            catch (LedgerDamagedException damage)
            {
                pass.Skip($"{damage.Message}");
            }
        }
    }

    private async ValueTask Judge(ScrubPass pass, StoredEntry stored, CancellationToken ct)
    {
        pass.Append(Leaf.Hash(stored.Bytes));
        try
        {
            var entry = decoder.Decode(stored).Entry;
            pass.AddIf(!await IsNamed(entry.Id, stored.Position, ct), $"entry {stored.Position}: is not of the command that its row names 命令编号与记录不符");
            foreach (var claim in entry.Claims)
            {
                pass.Claims++;
                pass.AddIf(!await IsClaimed(claim, stored.Position, ct), $"entry {stored.Position}: its claim of version {claim.Version} is not where it should be");
            }
        }
        catch (LedgerDamagedException damage)
        {
            pass.Add($"{damage.Message}");
        }
        catch (Exception damage) when (damage is EntryFormatException or Fault or Google.Protobuf.InvalidProtocolBufferException)
        {
            pass.Add($"entry {stored.Position}: cannot be read ({damage.GetType().Name})");
        }
    }

    /// <summary>Whoever repeats a command must find its entry, or would have it kept twice.</summary>
    private async ValueTask<bool> IsNamed(string command, long position, CancellationToken ct)
    {
        try
        {
            return (await store.LookUp(command, "", ct)).KeptAt == position;
        }
        catch (LedgerDamagedException)
        {
            return false; // another entry stands under this id, and is judged on its own
        }
    }

    private async ValueTask<bool> IsClaimed(Claim claim, long position, CancellationToken ct)
    {
        try
        {
            return await store.ReadStream(claim.Stream, claim.Version - 1, 1, ct) is [var claimed] && claimed.Position == position;
        }
        catch (LedgerDamagedException)
        {
            return false; // a version or its entry is missing; the entry itself is judged on its own
        }
    }

    /// <summary>What the entries make of the tiles, against what lies there.</summary>
    private static void CompareTiles(ScrubPass pass, CheckpointLog signed, SignedHead head)
    {
        foreach (var tile in pass.TakeHashes().GroupBy(hash => (hash.Level, hash.Tile)))
        {
            var width = tile.Max(hash => hash.Place) + 1;
            var stored = signed.Tile(tile.Key.Level, tile.Key.Tile, width, head);
            pass.AddIf(
                stored is null || tile.Any(hash => !stored.AsSpan(hash.Place * Leaf.Size, Leaf.Size).SequenceEqual(hash.Hash)),
                $"tile {tile.Key.Level}/{tile.Key.Tile}: not what the entries make of it");
        }
    }

    private async Task<string> CompareView(ScrubPass pass, CancellationToken ct)
    {
        if (views.Names is not { Count: > 0 } names)
        {
            return "";
        }

        var name = names[_nextView++ % names.Count];
        if (pass.Findings.Count == 0 && await views.DifferenceIn(name, options.EntriesPerSecond > 0 ? options.EntriesPerSecond : int.MaxValue, ct) is { } difference)
        {
            pass.Add($"view {name}: {difference}");
            await views.MakeAnew(name);
        }

        return name;
    }

    [LoggerMessage(1030, LogLevel.Information, "{Role}：全量巡检完成，核对记录{Entries}条、查询数据“{View}”，发现{Findings}处问题")]
    private partial void LogPass(string role, long entries, string view, int findings);

    [LoggerMessage(1031, LogLevel.Critical, "{Role}：巡检发现被改动或损坏之处：{Finding}。请用 enforce verify 查明范围；账本记录从备份恢复，散列文件和查询数据重新启动后会自动重建")]
    private partial void LogFinding(string role, string finding);

    [LoggerMessage(1032, LogLevel.Warning, "{Role}：巡检中断，下次再来：{Error}")]
    private partial void LogInterrupted(string role, string error);
}

/// <summary>How fast a scrub reads, and how often.</summary>
internal sealed record ScrubOptions
{
    /// <summary>Most entries read in a second; 0 never scrubs.</summary>
    public int EntriesPerSecond { get; init; } = 500;

    /// <summary>Time between two passes.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time after the start, which has better things to do.</summary>
    public TimeSpan FirstAfter { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What one pass has seen so far.</summary>
internal sealed class ScrubPass
{
    private readonly Frontier _tree = new(TreeHash.Sha256);
    private List<TileHash> _hashes = [];
    private long _skipped;

    /// <summary>Entries passed, missing ones included.</summary>
    public long Size => _tree.Size + _skipped;

    public byte[] Root => _tree.Root();

    public long Claims { get; set; }

    public List<string> Findings { get; } = [];

    public void Append(byte[] leaf)
    {
        if (_skipped == 0)
        {
            _tree.Append(leaf, _hashes);
        }
        else
        {
            _skipped++; // behind a missing entry no tile can be computed
        }
    }

    public void Skip(FormattableString finding)
    {
        Add(finding);
        _skipped++;
    }

    public IReadOnlyList<TileHash> TakeHashes()
    {
        var taken = _hashes;
        _hashes = [];
        return taken;
    }

    public void AddIf(bool holds, FormattableString finding)
    {
        if (holds)
        {
            Add(finding);
        }
    }

    public void Add(FormattableString finding)
    {
        if (Findings.Count < LedgerScrub.MostFindings)
        {
            Findings.Add(finding.ToString(CultureInfo.InvariantCulture));
        }
    }
}
