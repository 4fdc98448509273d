using System.Diagnostics;
using System.Text.RegularExpressions;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Story;
using EnforcementPlatform.Host.Verify;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Drill.Faults;

/// <summary>
/// The installation on which one fault is played: the product in child processes, callers who put every act on record before it is sent, and the
/// questions that an operator would ask.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const int Workers = 4;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly IReadOnlyList<string> _roles;
    private readonly IReadOnlyList<VerifiableRole> _ledgers;
    private readonly TemporaryFolder _folder = new();
    private readonly int _seed;
    private readonly History _history = new();
    private readonly List<Worker> _workers = [];
    private Cast? _cast;
    private Dictionary<string, long> _before = [];

    public Stage(IReadOnlyList<string> roles, IReadOnlyList<VerifiableRole> ledgers, int seed)
    {
        (_roles, _ledgers, _seed) = (roles, ledgers, seed);
        Random = new(seed);
        Product = new(ProductFolders.In(Path.Combine(_folder.Path, "installation")), roles, split: false);
    }

    /// <summary>Every choice of the play is drawn from here.</summary>
    public Random Random { get; }

    public StartedProduct Product { get; }

    public ProductFolders Folders => Product.Folders;

    /// <summary>A place for copies, outside the installation.</summary>
    public string Aside(string name) => Path.Combine(_folder.Path, name);

    /// <summary>Acts that were acknowledged so far.</summary>
    public int Acknowledged => _history.Acts.Count(act => act.Known.Outcome == ActOutcome.Acknowledged);

    /// <summary>Starts the product; the first time the people of the demonstration sign in.</summary>
    public async Task Start(CancellationToken ct)
    {
        await Product.Start(ct);
        if (_before.Count == 0)
        {
            _before = _ledgers.ToDictionary(role => role.Name, role => Kept(role, 0) is [.., var newest] ? newest.Position + 1 : 0);
            Product.Demo = false; // from now on it is started as one in use: whoever prepares a demonstration has to write
        }
    }

    /// <summary>Waits until every role has heard what the others told it: a copy taken then is not behind what the next start would still hear.</summary>
    public async Task Settle(CancellationToken ct)
    {
        if ((await Downstream.Settled(Folders, _ledgers, ct)).Faults.FirstOrDefault(fault => fault.Finding == Finding.NotHeard) is { } late)
        {
            throw new PlayFailedException($"各角色没有在限时内收完通知：{late}");
        }
    }

    /// <summary>Stops it in good order.</summary>
    public async Task Stop()
    {
        if (!await Product.Stop())
        {
            throw new PlayFailedException("平台没有正常停止。");
        }
    }

    /// <summary>Several callers act for a while; one who is cut off is done.</summary>
    public async Task Work(TimeSpan howLong, CancellationToken ct) => await Work(() => Task.Delay(howLong, ct), ct);

    /// <summary>Several callers act for as long as something else goes on.</summary>
    public async Task Work(Func<Task> meanwhile, CancellationToken ct)
    {
        using var channels = new RoleChannels(Product);
        var seen = new SeenSoFar();
        _cast = await Cast.SignIn(role => channels.To(role).Intercept(seen), printer: null, ct);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = _workers.Count;
        _workers.AddRange(Enumerable.Range(first, Workers).Select(number => new Worker(() => _cast, _history, new Random(HashCode.Combine(_seed, number)))));
        var working = Task.WhenAll(_workers[first..].Select(worker => Task.Run(() => worker.Run(round.Token), ct)));
        try
        {
            await meanwhile();
        }
        finally
        {
            await round.CancelAsync();
            await working;
        }
    }

    /// <summary>One act as a user sees it: null where it is answered, else the refusal.</summary>
    public async Task<Refusal?> Act(CancellationToken ct)
    {
        var before = Acknowledged;
        try
        {
            await Work(() => Until(() => Acknowledged > before, LongestLook, ct), ct);
            return Acknowledged > before ? null : new(StatusCode.Unknown, "", "没有应答", []);
        }
        catch (RpcException error)
        {
            return Refusal.Of(error);
        }
    }

    /// <summary>What was acknowledged is kept once, and nothing is kept that was refused; throws <see cref="PlayFailedException"/> else.</summary>
    public void RequireAllKept()
    {
        var verdict = HistoryChecker.Check([.. _history.Acts.Select(act => act.Known)], [.. _ledgers.SelectMany(role => Kept(role, _before[role.Name]))], []);
        if (!verdict.Faults.IsEmpty)
        {
            throw new PlayFailedException($"核对已确认的操作：{string.Join('；', verdict.Faults.Take(3))}（共{verdict.Faults.Length}处）。");
        }
    }

    /// <summary>
    /// Starts the product on what was done to it, and waits for somebody to notice: the start itself, readiness, the log, in the end <c>enforce verify</c>.
    /// </summary>
    /// <param name="place">The words that tell what is wrong.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Noticed> NoticedFromStart(Regex place, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Product.Start(ct);
        }
        catch (ProductFailedException refused)
        {
            await Product.Kill();
            return Line(place, refused.Message) is { } line
                ? new(Stopwatch.GetElapsedTime(began), "启动检查（未启动）", line)
                : throw new PlayFailedException($"没有启动，但没有说明原因：{Last(refused.Message)}");
        }

        if (await Running(place, began, ct) is { } noticed)
        {
            return noticed;
        }

        await Product.Kill();
        return await NoticedByVerify(place, ct);
    }

    /// <summary>Waits until the running product notices, by readiness or in its log.</summary>
    public async Task<Noticed> NoticedWhileRunning(Regex place, CancellationToken ct) =>
        await Running(place, Stopwatch.GetTimestamp(), ct) ?? throw new PlayFailedException($"运行中{LongestLook.TotalSeconds:0}秒内没有发现（{place}）。{Environment.NewLine}{Last(Output())}");

    /// <summary>Asks <c>enforce verify</c>, which reads everything.</summary>
    public async Task<Noticed> NoticedByVerify(Regex place, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var (code, printed) = await Enforce(["verify", "--full", "--views", .. FolderOptions()], ct);
        return code != CommandLine.Done && Line(place, printed) is { } line
            ? new(Stopwatch.GetElapsedTime(began), "enforce verify", line)
            : throw new PlayFailedException($"没有发现：平台照常启动，enforce verify 退出码{code}，没有提到“{place}”。{Environment.NewLine}{Last(printed)}");
    }

    /// <summary>The installation is ready, takes acts, and verifies.</summary>
    public async Task RequireWell(CancellationToken ct)
    {
        if (!await IsTrue(async () => await Unready(ct) is null, LongestLook, ct))
        {
            throw new PlayFailedException($"处置后没有就绪：{await Unready(ct)}");
        }

        if (await Act(ct) is { } refused)
        {
            throw new PlayFailedException($"处置后不能办理：{refused}");
        }

        await Stop();
        RequireAllKept();
        var (code, printed) = await Enforce(["verify", "--full", "--views", .. FolderOptions()], ct);
        if (code != CommandLine.Done)
        {
            throw new PlayFailedException($"处置后核验不通过：{Last(printed)}");
        }
    }

    /// <summary>What readiness says; null while every role is ready.</summary>
    public async Task<string?> Unready(CancellationToken ct)
    {
        foreach (var role in _roles)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(Product.HttpOf(role), "/health/ready"), ct);
                if (!answer.IsSuccessStatusCode)
                {
                    return $"{role} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}";
                }
            }
            catch (HttpRequestException error)
            {
                return $"{role} {error.Message}";
            }
        }

        return null;
    }

    /// <summary>Runs a command of this program and gives its exit code and what it printed.</summary>
    public async Task<(int Code, string Printed)> Enforce(IEnumerable<string> words, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(ServeProcess.ProgramPath, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The folders as options of commands.</summary>
    public IEnumerable<string> FolderOptions() => ["--data", Folders.Data, "--keys", Folders.Keys, "--anchors", Folders.Anchors];

    /// <summary>Makes a backup of the installation and gives its folder.</summary>
    public async Task<string> Backup(CancellationToken ct)
    {
        var target = Aside($"backup-{Guid.NewGuid():N}");
        var (code, printed) = await Enforce(["backup", target, .. FolderOptions()], ct);
        return code == CommandLine.Done ? target : throw new PlayFailedException($"备份没有成：{Last(printed)}");
    }

    /// <summary>The cure that most findings print: the data directory is moved away, and the backup put in its place.</summary>
    public async Task Restore(string backup, CancellationToken ct)
    {
        Directory.Move(Folders.Data, Aside($"damaged-{Guid.NewGuid():N}"));
        var (code, printed) = await Enforce(["restore", backup, .. FolderOptions()], ct);
        if (code != CommandLine.Done)
        {
            throw new PlayFailedException($"恢复没有成：{Last(printed)}");
        }
    }

    /// <summary>Carries out statements in a file of a role, as somebody with sqlite3 and no key would.</summary>
    public void Alter(string role, string file, string sql)
    {
        using var db = SqliteConnections.Open(Path.Combine(Folders.Data, role, file), readOnly: false);
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>One value of a file of a role.</summary>
    public T Ask<T>(string role, string file, string sql)
    {
        using var db = SqliteConnections.Open(Path.Combine(Folders.Data, role, file), readOnly: true);
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>An entry in the middle of the records' ledger.</summary>
    public long SomeEntry()
    {
        var count = Ask<long>("records", "ledger.db", "SELECT count(*) FROM entries");
        return count / 4 + Random.NextInt64(count / 2);
    }

    public string Output() => string.Join('\n', Product.Processes.Select(process => process.Output()));

    /// <summary>Copies a folder with all that is in it, as an operator would, whether the product runs or not.</summary>
    public static async Task Copy(string from, string to, CancellationToken ct)
    {
        Directory.CreateDirectory(to);
        using var process = Process.Start(new ProcessStartInfo("cp", ["-a", Path.Combine(from, "."), to])
        {
            RedirectStandardError = true, Environment = { ["LC_ALL"] = "C" },
        })!;
        var errors = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);

        // A file that the running product replaces while the folder is read is missing from the copy: nothing else may be.
        if (errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => !line.EndsWith("No such file or directory", StringComparison.Ordinal)) is { } error)
        {
            throw new PlayFailedException($"没有复制成：{error}");
        }
    }

    /// <summary>Words that name an entry by its position.</summary>
    public static Regex Entry(long position) => new($@"(entry|entries|条目|记录|第|位置|position|@|\() ?{position}(?!\d)", RegexOptions.CultureInvariant);

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        _folder.Dispose();
    }

    private IReadOnlyList<KeptAct> Kept(VerifiableRole role, long start)
    {
        using var rows = LedgerFolder.Open(Folders, role.Name).Rows();
        return KeptActs.Read(rows, start);
    }

    private async Task<Noticed?> Running(Regex place, long began, CancellationToken ct)
    {
        Noticed? noticed = null;
        await IsTrue(
            async () =>
            {
                var unready = await Unready(ct);
                var line = Line(place, unready ?? "") ?? Line(place, Output());
                noticed = line is null ? null : new(Stopwatch.GetElapsedTime(began), unready is null ? "日志" : "就绪检查（503）", line);
                return noticed is not null;
            },
            LongestLook,
            ct);
        return noticed;
    }

    private static async Task Until(Func<bool> holds, TimeSpan longest, CancellationToken ct) => await IsTrue(() => Task.FromResult(holds()), longest, ct);

    private static async Task<bool> IsTrue(Func<Task<bool>> holds, TimeSpan longest, CancellationToken ct)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            if (await holds())
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(began) > longest)
            {
                return false;
            }

            await Task.Delay(Between, ct);
        }
    }

    private static string? Line(Regex place, string printed) => printed.Split('\n').FirstOrDefault(line => place.IsMatch(line))?.Trim();

    private static string Last(string printed) => string.Join('\n', printed.TrimEnd().Split('\n').TakeLast(8));
}
