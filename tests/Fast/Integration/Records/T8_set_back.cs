using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Host.Clock;
using EnforcementPlatform.Host.Product;
using EnforcementPlatform.Host.Verify;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Post = EnforcementPlatform.Law.Post;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>A clock that was a year ahead and was set right: people read, two of them state it, and everything goes on, verified.</summary>
public sealed class T8_set_back : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ep-t8-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static InstallationPlan Plan { get; } = InstallationPlan.Demo();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task T8_Two_administrators_end_what_a_clock_ahead_began()
    {
        var (one, other) = Administrators();
        await Play(TimeSpan.FromDays(365), async platform =>
        {
            await platform.Services.GetRequiredService<IDemoData>().Prepare(Ct);
            Assert.False((await SignIn(platform)).ReadingOnly);
        });
        await Play(TimeSpan.Zero, async platform =>
        {
            Assert.True((await SignIn(platform)).ReadingOnly);
            Assert.Equal("records: clock", await Waits(platform));
            var operators = platform.Services.GetRequiredService<IOperators>();
            Assert.Null(await operators.Recognise(one, "wrong-password-1", Law.Duty.AdministerSystem, Ct));
            Assert.Null(await operators.Recognise(Plan.People.First(person => person.Posts is [Post.Officer]).UserName, Plan.Password, Law.Duty.AdministerSystem, Ct));
            var first = await operators.Recognise(one, Plan.Password, Law.Duty.AdministerSystem, Ct);
            var people = platform.Services.GetRequiredKeyedService<IPeople>("records");
            var keys = platform.Services.GetRequiredService<HeldKeys>();
            var second = await people.Find(Issuers.Accounts, (await keys.Find(keys.OfUserName(other), Ct)).Holder, DateTimeOffset.UtcNow, Ct);

            var entered = await platform.SetClockBack(first!, second!, "服务器时钟曾超前一年，已校准", Ct);
            var again = await platform.SetClockBack(first!, second!, "服务器时钟曾超前一年，已校准", Ct);

            Assert.Equal("records", Assert.Single(entered).Role);
            Assert.Empty(again);
            Assert.False((await SignIn(platform)).ReadingOnly);
            Assert.Null(await Waits(platform));
        });
        await Play(TimeSpan.Zero, async platform => Assert.False((await SignIn(platform)).ReadingOnly));

        var verified = await InstallationVerifier.Verify(
            new(Path.Combine(_folder, "data"), Path.Combine(_folder, "keys"), Path.Combine(_folder, "anchors")), new("records", new RecordsModule().Contents), withViews: false, Ct);
        Assert.Empty(verified.Faults);
    }

    /// <summary>At the machine nobody is served, no role begins its work (deliveries would go out), and the entries are signed all the same.</summary>
    [Fact]
    public async Task T8_The_command_opens_ledgers_and_starts_no_role()
    {
        var (one, another) = Administrators();
        await Play(TimeSpan.FromDays(365), platform => platform.Services.GetRequiredService<IDemoData>().Prepare(Ct));
        var (other, said) = (new StartedRole(), new StringWriter());

        Assert.Equal(CommandLine.Done, await SetBack(said, other).Run(Words(one, another), Ct));
        Assert.Contains("已登记时钟拨回", said.ToString(), StringComparison.Ordinal);
        await Play(TimeSpan.Zero, async platform => Assert.False((await SignIn(platform)).ReadingOnly));
        Assert.False(other.IsStarted);
        Assert.Equal(0, other.Handled);
    }

    [Fact]
    public async Task T8_The_command_refuses_one_administrator_named_twice_and_enters_nothing()
    {
        var (one, _) = Administrators();
        await Play(TimeSpan.FromDays(365), platform => platform.Services.GetRequiredService<IDemoData>().Prepare(Ct));

        var refused = await Assert.ThrowsAsync<UsageException>(() => SetBack(TextWriter.Null, new StartedRole()).Run(Words(one, one), Ct));

        Assert.Contains("两名不同", refused.Message, StringComparison.Ordinal);
        await Play(TimeSpan.Zero, async platform => Assert.True((await SignIn(platform)).ReadingOnly));
    }

    /// <summary>A role that says when it is started.</summary>
    private sealed class StartedRole : LedgerRole
    {
        public bool IsStarted { get; private set; }

        public int Handled { get; private set; }

        public override string Name => "gateway";

        public override RolePorts Ports => new();

        protected override IEnumerable<Google.Protobuf.Reflection.FileDescriptor> Messages => [Google.Protobuf.WellKnownTypes.StringValue.Descriptor.File];

        public override Task Start(IServiceProvider services, CancellationToken ct)
        {
            IsStarted = true;
            return base.Start(services, ct);
        }

        public override void Map(RoleEndpoints endpoints)
        {
        }

        protected override void Register(IServiceCollection services, PlatformOptions options) =>
            services.AddKeyedSingleton<Kernel.Feed.INoticeHandler>(Name, (_, _) =>
            {
                Handled++;
                throw new InvalidOperationException("nobody hears while the clock is set back");
            });
    }

    [Fact]
    public async Task T8_The_command_wants_two_names_and_a_reason()
    {
        var command = new ClockSetBackCommand([new RecordsModule()], new(TextReader.Null, TextWriter.Null, key: null), TextWriter.Null);

        Assert.Equal("缺少 --second。", (await Assert.ThrowsAsync<UsageException>(() => command.Run(["--first", "a"], Ct))).Message);
        Assert.Contains("5到200个字符", (await Assert.ThrowsAsync<UsageException>(() => command.Run(["--first", "a", "--second", "b", "--reason", "x"], Ct))).Message, StringComparison.Ordinal);
    }

    /// <summary>The two system administrators whom the demonstration must have: one alone can state nothing.</summary>
    private static (string First, string Second) Administrators()
    {
        var names = Plan.People.Where(person => person.Posts.Contains(Post.SystemAdministrator))
            .Select(person => person.UserName).ToArray();
        Assert.True(names.Length > 1);
        return (names[0], names[1]);
    }

    private static ClockSetBackCommand SetBack(TextWriter said, IRole other) => new(
        [new RecordsModule(), other], new(new StringReader($"{Plan.Password}\n{Plan.Password}\n"), said, key: null), said,
        services => Suite.Adapters(services.AddLogging(logging => logging.ClearProviders())));

    private string[] Words(string first, string second) =>
    [
        "--first", first, "--second", second, "--reason", "服务器时钟曾超前一年，已校准",
        $"--Platform:DataDirectory={Path.Combine(_folder, "data")}",
        $"--Platform:KeyDirectory={Path.Combine(_folder, "keys")}",
        $"--Platform:Anchors={Path.Combine(_folder, "anchors")}",
    ];

    private async Task Play(TimeSpan ahead, Func<Platform, Task> act)
    {
        IRole[] roles = [new RecordsModule()];
        await using var platform = Platform.Build(TestPlatform.Options(_folder, roles) with { ScrubEntriesPerSecond = 0 }, roles, services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            services.AddSingleton<TimeProvider>(new AheadClock(ahead));
            Suite.Adapters(services);
        });
        await platform.Start(Ct);
        await act(platform);
        await platform.Stop();
    }

    private static async Task<SignInResponse> SignIn(Platform platform)
    {
        using var channel = GrpcChannel.ForAddress(platform.GrpcOf("records"));
        return await new AccountsService.AccountsServiceClient(channel).SignInAsync(new() { UserName = Plan.People[0].UserName, Password = Plan.Password });
    }

    /// <summary>What the role still waits for once its views have caught up.</summary>
    private static async Task<string?> Waits(Platform platform)
    {
        var waits = await platform.WaitsFor(Ct);
        for (var tries = 0; tries < 3000 && waits == "records: views"; tries++)
        {
            await Task.Delay(20, Ct);
            waits = await platform.WaitsFor(Ct);
        }

        return waits;
    }

    private sealed class AheadClock(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
