using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Bench.Seed;

/// <summary>People of the demonstration that act here. Accounts and password are those that <c>serve --demo</c> prints.</summary>
internal static class Staff
{
    public const string Officer = "qin.yanqiu";
    public const string Partner = "lu.huaiyuan";
    public const string Lead = "qi.wangshu";

    public const string Password = "Yanshi-2026";

    /// <summary>Signs in as anybody does; the metadata that each further call carries.</summary>
    public static async Task<Metadata> SignIn(CallInvoker records, string userName, CancellationToken ct)
    {
        var signedIn = await new AccountsService.AccountsServiceClient(records)
            .SignInAsync(new SignInRequest { UserName = userName, Password = Password }, cancellationToken: ct);
        return new() { { "authorization", $"Bearer {signedIn.Token}" } };
    }
}
