using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel.Views;

/// <summary>Where a role keeps its views, and what they may use.</summary>
public sealed class ViewsOptions
{
    /// <summary>Directory of the files, <c>&lt;data&gt;/&lt;role&gt;/views</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Page cache of each connection, KiB. The platform divides one budget of the process among all that its roles may open.</summary>
    public int CacheKiB { get; init; } = 4096;
}

/// <summary>All views of one role: kept in step in the background, read by the slices.</summary>
public sealed class RoleViews : BackgroundService
{
    /// <summary>How long a query waits for what its caller has already seen.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly string _role;
    private readonly IEntries _entries;
    private readonly ViewPlace _place;
    private readonly FrozenDictionary<string, ViewRunner> _runners;

    /// <param name="role">Role whose ledger is followed; the one named in <see cref="AfterTokens"/>.</param>
    /// <param name="views">The views; names are distinct.</param>
    /// <param name="entries">The ledger.</param>
    /// <param name="files">Opens the files.</param>
    /// <param name="options">Place and budget.</param>
    /// <param name="clock">The clock for waits.</param>
    /// <param name="log">Never sees a row.</param>
    public RoleViews(string role, IReadOnlyCollection<View> views, IEntries entries, IViewFiles files, ViewsOptions options, TimeProvider clock, ILogger<RoleViews> log)
    {
        _role = role;
        _entries = entries;
        _place = new(options.Directory, files, options.CacheKiB);
        _runners = views.ToFrozenDictionary(view => view.Name, view => new ViewRunner(view, _place, entries, clock, log), StringComparer.Ordinal);
    }

    /// <summary>Most connections so many views of a role open: one writer and four readers each, and one file more while a comparison builds its own.</summary>
    public static int ConnectionsOf(int views) => (views + 1) * (ViewReaders.Most + 1);

    /// <summary>True once every view has been at the ledger's head: the role is ready to answer.</summary>
    public bool CaughtUp => _runners.Values.All(runner => runner.CaughtUp);

    /// <summary>Where each view stands, for health pages and metrics.</summary>
    public IReadOnlyList<ViewStatus> Status =>
        [.. _runners.Values.Select(runner => new ViewStatus(runner.View.Name, runner.Next, Math.Max(0, _entries.Known - runner.Next), runner.CaughtUp, runner.Trouble))];

    /// <summary>
    /// A query, after the view has seen what the caller has (header <c>ep-after</c>). <see cref="KernelFaults.ViewBehind"/> with the lag when
    /// that takes longer than two seconds. The answer's <c>ep-after</c> says where the view stands. The function runs on one connection and
    /// MUST NOT keep it.
    /// </summary>
    public async ValueTask<T> Read<T>(string view, Call call, Func<ViewDb, T> query)
    {
        var after = AfterTokens.Parse(call.After).GetValueOrDefault(_role, -1);
        if (after >= 0)
        {
            await WaitFor(view, after, call.Ct);
        }

        // The cursor is read after the query: it may tell of more than the query saw, which costs a wait, but never of less.
        var (result, next) = await Read(view, db => (query(db), db.Number($"SELECT next FROM ep_cursor")), call.Ct);
        if (next > 0)
        {
            call.Answer.Seen(_role, next - 1);
        }

        return result;
    }

    /// <summary>A query on the view as it stands.</summary>
    public ValueTask<T> Read<T>(string view, Func<ViewDb, T> query, CancellationToken ct) => _runners[view].Read(query, ct);

    /// <summary>Waits until the entry at a position is in the view; <see cref="KernelFaults.ViewBehind"/> after two seconds.</summary>
    public ValueTask WaitFor(string view, long position, CancellationToken ct) => _runners[view].WaitFor(position, LongestWait, ct);

    /// <summary>SHA-256 over all tables and rows, in an order that the rows alone decide, with the position it was taken at.</summary>
    public ValueTask<ViewDigest> Digest(string view, CancellationToken ct) => _runners[view].Read(ViewComparison.Digest, ct);

    /// <summary>Names of the views, in the order in which a scrub compares them: what the public sees first.</summary>
    internal string[] NamesForScrub => [.. _runners.Keys.OrderBy(name => name != "public").ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>Builds one view again beside the served one, reading so many entries a second, and compares; null where all rows agree.</summary>
    internal async Task<ViewDifference?> RebuildAndCompare(string name, int entriesPerSecond, CancellationToken ct)
    {
        var runner = _runners[name];
        var place = _place with { Directory = Path.Combine(_place.Directory, "scrub") };
        return runner.CaughtUp ? await new ViewComparison(runner.View, runner, place, new SlowEntries(_entries, entriesPerSecond)).FirstDifference(ct) : null;
    }

    /// <summary>Throws a view's file away: it is made again from the ledger, and answers VIEW_BEHIND until then.</summary>
    public Task MakeAnew(string name) => _runners[name].Condemn();

    /// <summary>Builds every view again from the ledger and compares; empty when all rows agree. For files at rest: <see cref="StoredViews"/>.</summary>
    public async Task<IReadOnlyList<ViewDifference>> RebuildAndCompare(CancellationToken ct)
    {
        var differences = new List<ViewDifference>();
        foreach (var runner in _runners.Values.OrderBy(runner => runner.View.Name, StringComparer.Ordinal))
        {
            await runner.WaitFor(_entries.Known - 1, LongestWait, ct);
            if (await new ViewComparison(runner.View, runner, _place with { Directory = Path.Combine(_place.Directory, "verify") }, _entries).FirstDifference(ct) is { } difference)
            {
                differences.Add(difference);
            }
        }

        return differences;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_runners.Values.Select(runner => Task.Run(() => runner.Run(stoppingToken), CancellationToken.None)));
}

/// <summary>Where a view stands.</summary>
/// <param name="Next">Position of the first entry not yet in it.</param>
/// <param name="Lag">Entries known and not yet in it.</param>
/// <param name="CaughtUp">True once it has been at the head.</param>
/// <param name="Trouble">What stops it, or null.</param>
public sealed record ViewStatus(string Name, long Next, long Lag, bool CaughtUp, string? Trouble);

/// <summary>A view's rows in one number.</summary>
/// <param name="Next">Position of the first entry not in it.</param>
/// <param name="Sha256">Digest of all tables and rows, 32 bytes.</param>
public sealed record ViewDigest(long Next, byte[] Sha256);

/// <summary>The first row in which a view differs from what the ledger makes of it.</summary>
/// <param name="View">The view.</param>
/// <param name="Table">The table; empty when the file cannot be read.</param>
/// <param name="Row">The columns of the primary key, or the first column, with their values; never the other columns, which may hold personal data.</param>
/// <param name="Column">The first column that differs; empty when a row is missing or too many.</param>
/// <param name="Kind">What is wrong.</param>
public sealed record ViewDifference(string View, string Table, string Row, string Column, ViewDifferenceKind Kind);

/// <summary>What is wrong with a row.</summary>
public enum ViewDifferenceKind
{
    /// <summary>The ledger makes the row; the view lacks it.</summary>
    Missing,

    /// <summary>The view has a row the ledger does not make.</summary>
    Unexpected,

    /// <summary>The row has another value in the column.</summary>
    Changed,

    /// <summary>The file is damaged and cannot be read.</summary>
    Unreadable,
}
