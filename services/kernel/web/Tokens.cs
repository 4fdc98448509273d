using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// Writes the tokens of one role: JWT (RFC 7519) signed ES256, ten minutes. A token says who signed in and how, and nothing about rights.
/// </summary>
/// <param name="role">Role whose key signs.</param>
/// <param name="key">That role's key.</param>
public sealed class Tokens(string role, SigningKey key, TimeProvider clock)
{
    /// <summary>Life of every token.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Claim that says under which epoch of the account the token was written.</summary>
    internal const string Epoch = "epoch";

    /// <summary>Life of a token for reading alone.</summary>
    public static readonly TimeSpan LifeOfReading = TimeSpan.FromMinutes(5);

    /// <summary>Claim that narrows a token (RFC 8693 section 4.2), and its only value here.</summary>
    internal const string Scope = "scope";

    internal const string ReadingScope = "read";

    /// <summary>Audience of tokens for people: the suite, since a service may have to show the user's token to another.</summary>
    public const string Suite = "enforcement";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Issuer of a role's own tokens, and their subject.</summary>
    public static string Service(string role) => $"service/{role}";

    /// <summary>A token for a person who has just signed in.</summary>
    /// <param name="subject">Opaque account id.</param>
    /// <param name="amr">How (RFC 8176), e.g. <c>pwd</c>.</param>
    /// <param name="authTime">When.</param>
    /// <param name="session">Session it belongs to (OpenID Connect Front-Channel Logout, <c>sid</c>).</param>
    /// <param name="epoch">Epoch of the account: a later one ends the token.</param>
    public string ForPerson(string subject, IReadOnlyList<string> amr, DateTimeOffset authTime, string session, long epoch) => Write(Issuers.Accounts, subject, Suite, new()
    {
        ["amr"] = JsonSerializer.SerializeToElement(amr),
        ["auth_time"] = authTime.ToUnixTimeSeconds(),
        [JwtRegisteredClaimNames.Sid] = session,
        [Epoch] = epoch,
    });

    /// <summary>
    /// A token for a person whose sign-in could not be entered in the ledger, because it takes no appends: short, and for reading alone.
    /// </summary>
    public string ForReading(string subject, IReadOnlyList<string> amr, DateTimeOffset authTime, long epoch) => Write(
        Issuers.Accounts,
        subject,
        Suite,
        new() { ["amr"] = JsonSerializer.SerializeToElement(amr), ["auth_time"] = authTime.ToUnixTimeSeconds(), [Scope] = ReadingScope, [Epoch] = epoch },
        LifeOfReading);

    /// <summary>A token by which this role calls another in its own name.</summary>
    public string ForService(string callee) => Write(Service(role), Service(role), Service(callee), []);

    private string Write(string issuer, string subject, string audience, Dictionary<string, object> claims, TimeSpan? life = null)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        claims[JwtRegisteredClaimNames.Sub] = subject;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + (life ?? Life),
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }
}
