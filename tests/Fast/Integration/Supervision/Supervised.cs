using EnforcementPlatform.Contracts.Supervision;
using EnforcementPlatform.Host;
using EnforcementPlatform.Law;
using EnforcementPlatform.Records;
using EnforcementPlatform.Review;
using EnforcementPlatform.Supervision;
using EnforcementPlatform.Tests.Fast.Integration.Records;
using EnforcementPlatform.Tests.Fast.Integration.Review;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Tests.Fast.Integration.Supervision;

/// <summary>Records, review and supervision in one process; disclosure and gateway are nowhere.</summary>
public sealed class Supervised : ReviewFixture
{
    public const string Inspector = "jian.congzhou";

    private TestPlatform? _all;

    internal TestPlatform All => _all!;

    private protected override TestPlatform Records => _all!;

    private protected override TestPlatform ReviewPlatform => _all!;

    /// <summary>Supervision as somebody of the demonstration asks it; waits until it knows the person.</summary>
    public async Task<SupervisionService.SupervisionServiceClient> Oversight(string person = Inspector)
    {
        var token = await Token(person, RecordsFixture.Password);
        var client = new SupervisionService.SupervisionServiceClient(_all!.Calls(ServiceRole.Supervision).Intercept(new EndsWithTheTest()).Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {token}");
            return headers;
        }));
        await Eventually(async () => await StatusOf(client, Guid.NewGuid().ToString()) != StatusCode.Unauthenticated);
        return client;
    }

    /// <summary>How a case is answered to somebody.</summary>
    public static async Task<StatusCode> StatusOf(SupervisionService.SupervisionServiceClient client, string caseId)
    {
        try
        {
            await client.GetCaseOversightAsync(new() { CaseId = caseId });
            return StatusCode.OK;
        }
        catch (RpcException refused)
        {
            return refused.StatusCode;
        }
    }

    public override ValueTask DisposeAsync() => _all!.DisposeAsync();

    private protected override async Task Start() =>
        _all = await TestPlatform.Start([new RecordsModule(), new ReviewModule(), new SupervisionModule()], replace: Suite.Adapters);
}
