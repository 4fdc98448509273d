using System.Net;
using System.Net.Sockets;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Review;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Review;

/// <summary>The roles records and review as they ship, with the demonstration's people: real ports, real tokens, ledgers on disk.</summary>
public abstract class ReviewFixture : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "qin.yanqiu", "lu.huaiyuan", "qi.wangshu", "wen.ruogu", "he.zhixin", "shang.minghui", "cen.zhiyuan", "bu.qingshu", "lu.chengping", "kang.lingyi", "qiao.anlan",
        "liu.yingchuan", "jian.congzhou",
    ];

    private readonly Dictionary<string, (string Token, string PersonId)> _people = [];
    private CallInvoker _records = null!;
    private CallInvoker _review = null!;

    /// <summary>Process of records.</summary>
    private protected abstract TestPlatform Records { get; }

    /// <summary>Process of review.</summary>
    private protected abstract TestPlatform ReviewPlatform { get; }

    internal IServiceProvider ReviewServices => ReviewPlatform.Platform.Services;

    public virtual async ValueTask InitializeAsync()
    {
        await Start();
        foreach (var demo in Records.Platform.Services.GetServices<IDemoData>())
        {
            await demo.Prepare(CancellationToken.None);
        }

        _records = Records.Calls(ServiceRole.Records).Intercept(new EndsWithTheTest());
        _review = ReviewPlatform.Calls(ServiceRole.Review).Intercept(new EndsWithTheTest());
        foreach (var name in Names)
        {
            var signedIn = await new AccountsService.AccountsServiceClient(_records).SignInAsync(new() { UserName = name, Password = RecordsFixture.Password });
            var me = await new AccountsService.AccountsServiceClient(With(_records, signedIn.Token)).GetMeAsync(new());
            _people[name] = (signedIn.Token, me.PersonId);
        }

        await Eventually(KnowsEverybody);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Calls in the name of a person.</summary>
    public CallInvoker As(string person, CallInvoker invoker) => With(invoker, _people[person].Token);

    /// <summary>Everybody who is signed in.</summary>
    protected IEnumerable<string> Everybody => _people.Keys;

    public CaseService.CaseServiceClient Cases(string person) => new(With(_records, _people[person].Token));

    public DocumentService.DocumentServiceClient Documents(string person) => new(With(_records, _people[person].Token));

    public EvidenceService.EvidenceServiceClient Evidence(string person) => new(With(_records, _people[person].Token));

    public PeopleService.PeopleServiceClient People(string person) => new(With(_records, _people[person].Token));

    public AccountsService.AccountsServiceClient Accounts(string person) => new(With(_records, _people[person].Token));

    public EditionService.EditionServiceClient Editions(string person) => new(With(_records, _people[person].Token));

    public ReviewService.ReviewServiceClient Reviews(string person) => new(With(_review, _people[person].Token));

    /// <summary>Calls to review with any token.</summary>
    public ReviewService.ReviewServiceClient ReviewsWith(string token) => new(With(_review, token));

    public async Task<string> Token(string userName, string password) =>
        (await new AccountsService.AccountsServiceClient(_records).SignInAsync(new() { UserName = userName, Password = password })).Token;

    public string IdOf(string person) => _people[person].PersonId;

    /// <summary>Calls to review in the name of records.</summary>
    public ReviewService.ReviewServiceClient ReviewsAsRecords() =>
        new(Records.Platform.Services.GetRequiredService<Peers>().To(ServiceRole.Review, ServiceRole.Records).Intercept(new EndsWithTheTest()));

    /// <summary>Waits for what a notice brings about.</summary>
    public static async Task Eventually(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private protected abstract Task Start();

    /// <summary>Free ports for processes that must know each other's before they start.</summary>
    private protected static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }

    private async Task<bool> KnowsEverybody()
    {
        foreach (var (token, _) in _people.Values)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => ReviewsWith(token).GetReviewAsync(new() { CaseId = Guid.NewGuid().ToString() }).ResponseAsync);
            if (refused.StatusCode is StatusCode.Unauthenticated or StatusCode.Unavailable) // review has not reached records yet
            {
                return false;
            }
        }

        return (await ReviewServices.GetRequiredService<Streams<ReviewersState>>().Load("pds-gxj", CancellationToken.None)).Known.Count == 2;
    }

    private static CallInvoker With(CallInvoker invoker, string token) => invoker.Intercept(headers =>
    {
        headers.Add("authorization", $"Bearer {token}");
        return headers;
    });
}

/// <summary>Both roles in one process.</summary>
public sealed class Together : ReviewFixture
{
    private TestPlatform? _both;

    private protected override TestPlatform Records => _both!;

    private protected override TestPlatform ReviewPlatform => _both!;

    public override ValueTask DisposeAsync() => _both!.DisposeAsync();

    private protected override async Task Start() => _both = await TestPlatform.Start([new RecordsModule(), new ReviewModule()], replace: Suite.Adapters);
}

/// <summary>Each role on a platform of its own, with folders and keys of its own: they know of each other what the settings say.</summary>
public sealed class Apart : ReviewFixture
{
    private readonly int[] _ports = FreePorts(4);
    private TestPlatform? _records;
    private TestPlatform? _review;

    private protected override TestPlatform Records => _records!;

    private protected override TestPlatform ReviewPlatform => _review!;

    /// <summary>Ends review for good.</summary>
    public async Task StopReview()
    {
        await _review!.DisposeAsync();
        _review = null;
    }

    public override async ValueTask DisposeAsync()
    {
        await _records!.DisposeAsync();
        if (_review is not null)
        {
            await _review.DisposeAsync();
        }
    }

    private protected override async Task Start()
    {
        string? data = null;
        _review = await TestPlatform.Start(
            [new ReviewModule()],
            options => At(options, ServiceRole.Review, 2, ServiceRole.Records, 1) with { DataDirectory = data = options.DataDirectory },
            Suite.Adapters);
        var key = await File.ReadAllTextAsync(Path.Combine(data!, ServiceRole.Review, "vkey"));
        _records = await TestPlatform.Start(
            [new RecordsModule()],
            options => At(options, ServiceRole.Records, 0, ServiceRole.Review, 3) with { TrustedLogs = new() { [ServiceRole.Review] = key.Trim() } },
            Suite.Adapters);
    }

    private PlatformOptions At(PlatformOptions options, string role, int first, string peer, int peerGrpc) => options with
    {
        Ports = new() { [role] = new() { Http = _ports[first], Grpc = _ports[first + 1] } },
        Peers = new() { [peer] = new($"http://127.0.0.1:{_ports[peerGrpc]}") },
    };
}
