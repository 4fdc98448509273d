using System.Collections.Concurrent;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Host;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Records;
using EnforcementPlatform.Tests.Fast.Integration;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(RecordsFixture))]

namespace EnforcementPlatform.Tests.Fast.Integration.Records;

/// <summary>The role records as it ships, on SQLite, with the demonstration's organs and people; real clients, real tokens. Started once.</summary>
public sealed class RecordsFixture : IAsyncLifetime
{
    public const string Password = "Yanshi-2026";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = [];
    private TestPlatform? _test;
    private CallInvoker? _calls;

    internal IServiceProvider Services => _test!.Platform.Services;

    /// <summary>Calls without a token.</summary>
    public CallInvoker Anybody => _calls!.Intercept(new EndsWithTheTest());

    public async ValueTask InitializeAsync()
    {
        _test = await TestPlatform.Start([new RecordsModule()], replace: services => Suite.Adapters(services));
        await Services.GetRequiredService<IDemoData>().Prepare(CancellationToken.None);
        _calls = _test.Calls("records");
    }

    public ValueTask DisposeAsync() => _test!.DisposeAsync();

    /// <summary>Calls as a person of the demonstration, who signs in once.</summary>
    public async Task<CallInvoker> As(string userName)
    {
        var token = await _tokens.GetOrAdd(userName, name => new(() => Token(name, Password))).Value;
        return With(token);
    }

    /// <summary>Calls with a token.</summary>
    public CallInvoker With(string token) => Anybody.Intercept(headers =>
    {
        headers.Add("authorization", $"Bearer {token}");
        return headers;
    });

    /// <summary>An account that one administrator proposed and another approved.</summary>
    public async Task<Account> OpenAccount(string personId, string userName, string initialPassword)
    {
        var proposed = (await new AccountsService.AccountsServiceClient(await As("qiao.anlan")).OpenAccountAsync(
            new() { RequestId = NewId(), PersonId = personId, UserName = userName, InitialPassword = initialPassword })).Account;
        return await Approve(proposed);
    }

    /// <summary>What waits, approved by the other administrator.</summary>
    public async Task<Account> Approve(Account proposed) =>
        (await new AccountsService.AccountsServiceClient(await As("shao.jingxing")).ApproveAccountChangeAsync(
            new() { RequestId = NewId(), Etag = proposed.Etag, AccountId = proposed.AccountId, ProposalId = proposed.Pending.ProposalId })).Account;

    public async Task<string> Token(string userName, string password) =>
        (await new AccountsService.AccountsServiceClient(Anybody).SignInAsync(new() { UserName = userName, Password = password })).Token;

    public async Task<GetMeResponse> Me(string userName) => await new AccountsService.AccountsServiceClient(await As(userName)).GetMeAsync(new());

    /// <summary>A new request id.</summary>
    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>The reason of a refused call.</summary>
    public static async Task<string> Reason(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<RpcException>(call);
        return error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason;
    }
}
