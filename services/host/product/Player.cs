using EnforcementPlatform.Contracts.Records;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Product;

/// <summary>A person who has signed in, with the services as that person reaches them.</summary>
internal sealed class Player
{
    private Player(GetMeResponse me, CallInvoker calls)
    {
        Me = me;
        Cases = new(calls);
        Evidence = new(calls);
        Documents = new(calls);
    }

    /// <summary>Who it is.</summary>
    public GetMeResponse Me { get; }

    /// <summary>Person id.</summary>
    public string Id => Me.PersonId;

    public CaseService.CaseServiceClient Cases { get; }

    public EvidenceService.EvidenceServiceClient Evidence { get; }

    public DocumentService.DocumentServiceClient Documents { get; }

    /// <summary>Signs in with name and password, as anybody does.</summary>
    public static async Task<Player> SignIn(CallInvoker records, string account, string password, CancellationToken ct)
    {
        var signedIn = await new AccountsService.AccountsServiceClient(records)
            .SignInAsync(new SignInRequest { UserName = account, Password = password }, cancellationToken: ct);
        var calls = records.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {signedIn.Token}");
            return headers;
        });
        var me = await new AccountsService.AccountsServiceClient(calls).GetMeAsync(new(), cancellationToken: ct);
        return new(me, calls);
    }
}
