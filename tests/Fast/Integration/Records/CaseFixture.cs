using System.Collections.Immutable;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Fakes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>The role records as it ships, with the demonstration's people, beside a fake of review's API. One process, real ports and tokens.</summary>
public sealed class CaseFixture : IAsyncLifetime
{
    private readonly Dictionary<string, (CallInvoker Invoker, string PersonId)> _people = [];
    private TestPlatform? _test;

    internal FakeReviewRole Review { get; } = new();

    internal IServiceProvider Services => _test!.Platform.Services;

    public async ValueTask InitializeAsync()
    {
        _test = await TestPlatform.Start(
            [new RecordsModule(), Review],
            options => options with { TrustedLogs = new() { [ServiceRole.Review] = Review.Log.Key.ToString() } },
            Suite.Adapters);
        await Services.GetRequiredService<IDemoData>().Prepare(CancellationToken.None);
        var anybody = _test.Calls(ServiceRole.Records);
        foreach (var name in new[] { "qin.yanqiu", "lu.huaiyuan", "qi.wangshu", "shang.minghui", "cen.zhiyuan", "bu.qingshu", "qiao.anlan", "wen.ruogu", "su.jianwei", "kang.lingyi", "lu.chengping" })
        {
            var signedIn = await new AccountsService.AccountsServiceClient(anybody).SignInAsync(new() { UserName = name, Password = RecordsFixture.Password });
            var invoker = anybody.Intercept(headers =>
            {
                headers.Add("authorization", $"Bearer {signedIn.Token}");
                return headers;
            });
            var me = await new AccountsService.AccountsServiceClient(invoker).GetMeAsync(new());
            _people[name] = (invoker, me.PersonId);
        }
    }

    public ValueTask DisposeAsync() => _test!.DisposeAsync();

    public CallInvoker Invoker(string person) => _people[person].Invoker;

    public string IdOf(string person) => _people[person].PersonId;
}

/// <summary>The review API, written by hand: it shows the clearances the test gave it, or fails as the test says.</summary>
internal sealed class FakeReviewRole : IRole
{
    public FakeReviewLog Log { get; } = new("ep.test/review");

    public ImmutableArray<Clearance> Clearances { get; set; } = [];

    public bool IsBroken { get; set; }

    public string Name => ServiceRole.Review;

    public RolePorts Ports => new();

    public void Services(IServiceCollection services, PlatformOptions options)
    {
        services.AddKeyedSingleton<IPeople>(Name, new Nobody());
        services.AddSingleton(new FakeReview(this));
    }

    public void Map(RoleEndpoints endpoints) => endpoints.Grpc<FakeReview>();

    public Task Start(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;

    internal sealed class FakeReview(FakeReviewRole role) : ReviewService.ReviewServiceBase
    {
        public override Task<FindClearanceResponse> FindClearance(FindClearanceRequest request, ServerCallContext context) =>
            role.IsBroken
                ? throw new InvalidOperationException("broken")
                : Task.FromResult(new FindClearanceResponse { Clearance = role.Clearances.FirstOrDefault(one => one.DraftDigest.Equals(request.DraftDigest)) });
    }

    private sealed class Nobody : IPeople
    {
        public ValueTask<Actor?> Find(string issuer, string subject, DateTimeOffset at, CancellationToken ct) => new((Actor?)null);
    }
}
