using EnforcementPlatform.Contracts.Records;
using Grpc.Core;

namespace EnforcementPlatform.Records;

internal sealed partial class AccountRpcs
{
    /// <summary>Public: whoever is shown a token of ours can check it.</summary>
    public override Task<GetSigningKeysResponse> GetSigningKeys(GetSigningKeysRequest request, ServerCallContext context)
    {
        var key = signingKey.Public;
        var response = new GetSigningKeysResponse();
        response.Keys.Add(new Contracts.Records.SigningKey { Kty = "EC", Crv = "P-256", Kid = key.Kid, Alg = "ES256", Use = "sig", X = key.X, Y = key.Y });
        return Task.FromResult(response);
    }
}
