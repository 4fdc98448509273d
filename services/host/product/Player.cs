using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Law;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Product;

/// <summary>A person who has signed in, with the services as that person reaches them.</summary>
internal sealed class Player
{
    private Player(GetMeResponse me, Func<string, CallInvoker> callsTo)
    {
        Me = me;
        CallsTo = callsTo;
        Cases = new(callsTo(ServiceRole.Records));
        Evidence = new(callsTo(ServiceRole.Records));
        Documents = new(callsTo(ServiceRole.Records));
    }

    /// <summary>Calls to a role as that person.</summary>
    public Func<string, CallInvoker> CallsTo { get; }

    /// <summary>Who it is.</summary>
    public GetMeResponse Me { get; }

    /// <summary>Person id.</summary>
    public string Id => Me.PersonId;

    public CaseService.CaseServiceClient Cases { get; }

    public EvidenceService.EvidenceServiceClient Evidence { get; }

    public DocumentService.DocumentServiceClient Documents { get; }

    public ReviewService.ReviewServiceClient Reviews => new(CallsTo(ServiceRole.Review));

    /// <summary>Signs in with name and password, as anybody does.</summary>
    /// <param name="anybodyTo">Calls to a role without a token.</param>
    public static async Task<Player> SignIn(Func<string, CallInvoker> anybodyTo, string account, string password, CancellationToken ct)
    {
        var signedIn = await new AccountsService.AccountsServiceClient(anybodyTo(ServiceRole.Records))
            .SignInAsync(new SignInRequest { UserName = account, Password = password }, cancellationToken: ct);
        var me = await new AccountsService.AccountsServiceClient(SignedCallsTo(ServiceRole.Records)).GetMeAsync(new(), cancellationToken: ct);
        return new(me, SignedCallsTo);

        CallInvoker SignedCallsTo(string role) => anybodyTo(role).Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {signedIn.Token}");
            return headers;
        });
    }
}
