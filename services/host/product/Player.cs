using EnforcementPlatform.Contracts.Disclosure;
using EnforcementPlatform.Contracts.Gateway;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Contracts.Supervision;
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
    }

    /// <summary>Calls to a role as that person.</summary>
    public Func<string, CallInvoker> CallsTo { get; }

    /// <summary>Who it is.</summary>
    public GetMeResponse Me { get; }

    /// <summary>Person id.</summary>
    public string Id => Me.PersonId;

    public CaseService.CaseServiceClient Cases => new(CallsTo(ServiceRole.Records));

    public EvidenceService.EvidenceServiceClient Evidence => new(CallsTo(ServiceRole.Records));

    public DocumentService.DocumentServiceClient Documents => new(CallsTo(ServiceRole.Records));

    /// <summary>A visitor who has not signed in: for what anybody may ask, and for the printed line.</summary>
    public static Player Anybody { get; } = new(new() { Name = "公众", Title = "未登录" }, _ => throw new InvalidOperationException("nobody has signed in"));

    public ReviewService.ReviewServiceClient Reviews => new(CallsTo(ServiceRole.Review));

    public DisclosureService.DisclosureServiceClient Disclosures => new(CallsTo(ServiceRole.Disclosure));

    public DeliveryService.DeliveryServiceClient Deliveries => new(CallsTo(ServiceRole.Gateway));

    public SupervisionService.SupervisionServiceClient Supervision => new(CallsTo(ServiceRole.Supervision));

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
