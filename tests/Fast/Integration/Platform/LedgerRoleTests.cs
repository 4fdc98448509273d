using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using System.Text.Json;
using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Feed;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>What roles with a ledger share in a process, and what an operator sees of them.</summary>
public sealed class LedgerRoleTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_say_how_far_ledgers_and_views_are_and_what_is_parked()
    {
        await using var test = await Start([new NotesRole(ServiceRole.Records, []), new NotesRole(ServiceRole.Review, [new Refuser()])]);
        await Tell(test, "a", "b");

        var metrics = "";
        for (var turn = 0; turn < 600 && !All(metrics); turn++)
        {
            await Task.Delay(100, Ct);
            metrics = await test.Http(ServiceRole.Records).GetStringAsync("/metrics", Ct);
        }

        Assert.True(All(metrics), string.Join('\n', metrics.Split('\n').Where(line => line.Contains("enforcement_", StringComparison.Ordinal))));
        Assert.DoesNotContain("notes/a", metrics);

        static bool All(string metrics) => new (string Name, string Labels, int Value)[]
        {
            ("ledger_head", "role=\"records\"", 2),
            ("ledger_signed", "role=\"records\"", 2),
            ("view_lag", "role=\"records\",view=\"notes\"", 0),
            ("notices_parked", "handler=\"Refuser\",role=\"review\"", 2),
        }.All(line => System.Text.RegularExpressions.Regex.IsMatch(metrics, $"(?m)^enforcement_{line.Name}[^{{]*{{[^}}]*{line.Labels}[^}}]*}} {line.Value}\\b"));
    }

    [Fact]
    public async Task Metrics_count_the_tags_made_and_checked_by_role_and_purpose()
    {
        await using var test = await Start([new NotesRole(ServiceRole.Records, []), new NotesRole(ServiceRole.Review, [])]);
        await Tell(test, "a", "b");
        await test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records).Store.ReadFrom(0, 2, Ct);

        var metrics = await test.Http(ServiceRole.Records).GetStringAsync("/metrics", Ct);

        Assert.Equal(2, TagsIn(metrics, ServiceRole.Records, TagPurpose.Row, "made"));
        Assert.InRange(TagsIn(metrics, ServiceRole.Records, TagPurpose.Row, "checked"), 2, int.MaxValue);
        Assert.InRange(TagsIn(metrics, ServiceRole.Records, TagPurpose.Cell, "made"), 1, int.MaxValue);
        Assert.Equal(0, TagsIn(metrics, ServiceRole.Review, TagPurpose.Row, "made"));

        static int TagsIn(string metrics, string role, string purpose, string step) => int.Parse(
            System.Text.RegularExpressions.Regex.Match(
                metrics, $"(?m)^enforcement_tags_total\\{{[^}}]*purpose=\"{purpose}\",role=\"{role}\",step=\"{step}\"[^}}]*\\}} (\\d+)\\b").Groups[1].ValueSpan,
            System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Metrics_are_those_of_this_platform_though_another_runs_in_the_process()
    {
        await using var ours = await Start([new NotesRole(ServiceRole.Records, [])]);
        await using var other = await Start([new NotesRole(ServiceRole.Records, [])]);
        await Tell(ours, "a");
        await Tell(other, "a", "b", "c");
        for (var turn = 0; turn < 5; turn++)
        {
            var metrics = await ours.Http(ServiceRole.Records).GetStringAsync("/metrics", Ct);
            Assert.Matches("(?m)^enforcement_ledger_head\\{[^}]*role=\"records\"[^}]*\\} 1\\b", metrics);
            await Task.Delay(400, Ct); // the exporter gives the same answer again for 300 ms
        }
    }

    [Fact]
    public async Task Readiness_tells_this_machine_alone_what_is_waited_for_and_what_was_found()
    {
        await using var test = await Start([new NotesRole(ServiceRole.Records, [])]);
        var role = test.Platform.Services.GetRequiredKeyedService<RoleParts>(ServiceRole.Records);
        role.Ledger.Watch.Witnessed("far", "far.example.cn", DateTimeOffset.UtcNow.AddHours(-1));
        for (var turn = 0; turn < 600 && await test.Platform.WaitsFor(Ct) is not null; turn++)
        {
            await Task.Delay(100, Ct);
        }

        using var http = test.Http(ServiceRole.Records);
        using var ready = JsonDocument.Parse(await http.GetStringAsync("/health/ready", Ct));
        Assert.Equal(JsonValueKind.Null, ready.RootElement.GetProperty("waitsFor").ValueKind);
        var details = ready.RootElement.GetProperty("details");
        Assert.Equal(["clock", "scrub", "witnessesWithOtherTime"], details.EnumerateObject().Select(detail => detail.Name).Order());
        var other = Assert.Single(details.GetProperty("witnessesWithOtherTime").EnumerateArray());
        Assert.Equal("far", other.GetProperty("witness").GetString());
        Assert.InRange(other.GetProperty("seconds").GetInt64(), 3500, 3700);

        role.Running.Halt(RollbackGuard.Gone("origin", "ledger.db"));
        using var unready = await http.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        using var why = JsonDocument.Parse(await unready.Content.ReadAsStringAsync(Ct));
        Assert.Equal("ledger", why.RootElement.GetProperty("waitsFor").GetString());

        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var outside = await http.GetAsync("/health/ready", Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (outside.StatusCode, await outside.Content.ReadAsStringAsync(Ct)));
    }

    [Fact]
    public async Task All_connections_to_views_of_all_roles_share_one_page_cache()
    {
        var engine = new Watched();
        await using var test = await Start([new NotesRole(ServiceRole.Records, []), new NotesRole(ServiceRole.Review, [])], engine);
        for (var turn = 0; turn < 1200 && engine.Caches.Count < 2; turn++)
        {
            await Task.Delay(50, Ct);
        }

        var connections = 2 * RoleViews.ConnectionsOf(views: 1);
        Assert.InRange(engine.Caches.Max() * connections, 32 * 1024, 64 * 1024);
    }

    [Fact]
    public async Task A_publisher_that_is_nowhere_is_named_in_the_log()
    {
        var log = new KeptLog<LedgerRole>();
        await using var test = await Start([new NotesRole(ServiceRole.Review, [new Refuser()])], new SqliteEngine(), log);
        for (var turn = 0; turn < 1200 && !log.Lines.Any(IsAboutIt); turn++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.Single(log.Lines, IsAboutIt);

        static bool IsAboutIt(string line) => line.Contains("Refuser：找不到records的通知来源", StringComparison.Ordinal);
    }

    private static Task<TestPlatform> Start(IReadOnlyList<IRole> roles, ILedgerEngine? engine = null, ILoggerProvider? log = null) => TestPlatform.Start(
        roles,
        replace: services =>
        {
            services.AddSingleton(engine ?? new SqliteEngine()).AddSingleton(new Subscriptions(new Subscription(ServiceRole.Review, StringValue.Descriptor.FullName)));
            if (log is not null)
            {
                services.AddLogging(logging => logging.AddProvider(log));
            }
        });

    private static async Task Tell(TestPlatform test, params string[] keys)
    {
        var notes = new Streams<NoteState>(test.Platform.Services.GetRequiredKeyedService<ServiceLedger>(ServiceRole.Records), "notes", "note_id");
        foreach (var key in keys)
        {
            await notes.Run(key, Sample.Id(key), NotesService.Service, "test/Tell", new StringValue { Value = key }, (_, _) => new(Told(key)), Ct);
        }
    }

    private static Decision Told(string text) => Decision.Of(new StringValue { Value = text }).WithNotice(new StringValue { Value = text });

    /// <summary>A role that keeps notes and a view of them.</summary>
    private sealed class NotesRole(string name, IReadOnlyCollection<INoticeHandler> handlers) : LedgerRole
    {
        public override string Name => name;

        public override RolePorts Ports => new();

        protected override IEnumerable<FileDescriptor> Messages => [StringValue.Descriptor.File];

        protected override IReadOnlyCollection<View> Views => [new NotesView()];

        public override void Map(RoleEndpoints endpoints)
        {
        }

        protected override void Register(IServiceCollection services, PlatformOptions options)
        {
            foreach (var handler in handlers)
            {
                services.AddKeyedSingleton(Name, handler);
            }
        }
    }

    /// <summary>Can handle nothing.</summary>
    private sealed class Refuser : INoticeHandler
    {
        public string Publisher => ServiceRole.Records;

        public MessageDescriptor NoticeType => StringValue.Descriptor;

        public HandlerStart Start => HandlerStart.FromBeginning;

        public Task Handle(Notice notice, HandlerRun run) => throw KernelFaults.PartDestroyed.Now();
    }

    /// <summary>Remembers how much cache each connection to a view was given, KiB.</summary>
    private sealed class Watched : ILedgerEngine, IViewFiles
    {
        private readonly SqliteEngine _engine = new();

        public ConcurrentBag<int> Caches { get; } = [];

        public IViewFiles ViewFiles => this;

        public LedgerFiles Open(string directory, OpenRing ring) => _engine.Open(directory, ring);

        public DbConnection Open(string path, bool readOnly, int cacheKiB)
        {
            Caches.Add(cacheKiB);
            return _engine.ViewFiles.Open(path, readOnly, cacheKiB);
        }

        public bool IsDamage(DbException error) => _engine.ViewFiles.IsDamage(error);
    }
}
