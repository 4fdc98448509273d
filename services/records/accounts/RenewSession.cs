using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>Public: the renewal key is what is shown. No entry: the sign-in was one, and a token says nothing that the session did not.</summary>
    public override async Task<RenewSessionResponse> RenewSession(RenewSessionRequest request, ServerCallContext context)
    {
        new Check().Text(request.RenewalKey, "renewal_key", max: 200).ThrowIfAny();
        var now = ledger.Clock.GetUtcNow();
        var (accountId, sessionId, secret) = Sessions.Read(request.RenewalKey) ?? throw AccountFaults.SessionOver.Now();
        var account = await accounts.Load(accountId, CancellationToken.None);
        var session = account.Exists ? await sessions.Renew(account, sessionId, secret, now) : null;
        if (session is null || await actors.Find(Issuers.Accounts, accountId, now, CancellationToken.None) is null)
        {
            throw AccountFaults.SessionOver.Now();
        }

        var signedIn = DateTimeOffset.FromUnixTimeMilliseconds(session.AuthTime);
        return new()
        {
            Token = tokens.ForPerson(accountId, [.. session.Amr], signedIn, sessionId, account.Epoch),
            Expires = Timestamp.FromDateTimeOffset(now + Tokens.Life),
            SessionEnds = Timestamp.FromDateTimeOffset(signedIn + Sessions.Longest),
        };
    }
}
