using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EnforcementPlatform.Kernel;

/// <summary>Finds the keys of issuers.</summary>
public interface IIssuerKeys
{
    /// <summary>
    /// The issuer's key with that id, or null. MUST NOT let the id choose where to look. Throws <see cref="KernelFaults.PeerUnavailable"/> where
    /// the issuer cannot be asked.
    /// </summary>
    ValueTask<PublicKey?> Find(string issuer, string kid, CancellationToken ct);
}

/// <summary>Who a checked token speaks for.</summary>
/// <param name="Issuer">Who vouches.</param>
/// <param name="Subject">Account id; <c>service/&lt;role&gt;</c> for a service.</param>
/// <param name="Amr">How the person signed in (RFC 8176).</param>
/// <param name="AuthTime">When the person signed in.</param>
/// <param name="Expires">When the token ends.</param>
public sealed record Bearer(string Issuer, string Subject, ImmutableArray<string> Amr, DateTimeOffset AuthTime, DateTimeOffset Expires)
{
    /// <summary>Session of a person's token; empty for a service.</summary>
    public string Session { get; init; } = "";

    /// <summary>Epoch of the account under which a person's token was written.</summary>
    public long Epoch { get; init; }

    /// <summary>True for a token that allows reading alone.</summary>
    public bool ReadingOnly { get; init; }

    /// <summary>Role of a calling service, or null for a person.</summary>
    public string? Service => Issuer == Subject ? Subject["service/".Length..] : null;
}

/// <summary>
/// Checks tokens: ES256 alone, type JWT, a known issuer's key, audience, times with thirty seconds of grace. Every failure is the same
/// refusal, so that nobody learns which check failed. An accepted token is remembered by its SHA-256 until it ends.
/// </summary>
/// <param name="role">Role that is called.</param>
public sealed class TokenVerifier(string role, IIssuerKeys keys, TimeProvider clock)
{
    private const int Longest = 4096;
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly BoundedMemory<Digest, Bearer> _accepted = new(MostRemembered);

    /// <summary>Who the token speaks for; throws <see cref="KernelFaults.NotSignedIn"/>.</summary>
    public async ValueTask<Bearer> Verify(string token, CancellationToken ct)
    {
        if (token.Length is 0 or > Longest)
        {
            throw KernelFaults.NotSignedIn.Now();
        }

        var digest = Digest.Of(token);
        var now = clock.GetUtcNow();
        if (_accepted.TryFind(digest, out var known) && now < known.Expires)
        {
            return known;
        }

        var bearer = await Check(token, now, ct) ?? throw KernelFaults.NotSignedIn.Now();
        _accepted.Keep(digest, bearer);
        return bearer;
    }

    private async ValueTask<Bearer?> Check(string token, DateTimeOffset now, CancellationToken ct)
    {
        if (Read(token) is not { Alg: SecurityAlgorithms.EcdsaSha256, Kid.Length: > 0 } claimed || AudienceFor(claimed) is not { } audience)
        {
            return null;
        }

        if (await keys.Find(claimed.Issuer, claimed.Kid, ct) is not { } key)
        {
            return null;
        }

        var result = await Handler.ValidateTokenAsync(claimed, Rules(claimed.Issuer, audience, key, now));
        return result.IsValid ? BearerOf(claimed) : null;
    }

    private static JsonWebToken? Read(string token)
    {
        try
        {
            return Handler.CanReadToken(token) ? Handler.ReadJsonWebToken(token) : null;
        }
        catch (Exception error) when (error is SecurityTokenException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A service speaks in its own name to this role alone; people speak to the suite.</summary>
    private string? AudienceFor(JsonWebToken token) =>
        token.Issuer == Issuers.Accounts ? Tokens.Suite
        : token.Issuer.StartsWith("service/", StringComparison.Ordinal) && token.Issuer == token.Subject ? Tokens.Service(role)
        : null;

    private static TokenValidationParameters Rules(string issuer, string audience, PublicKey key, DateTimeOffset now) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = ["JWT"],
        ValidIssuer = issuer,
        ValidAudience = audience,
        IssuerSigningKey = key.ToSecurityKey(),
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => notBefore - Grace <= now.UtcDateTime && now.UtcDateTime < expires + Grace && expires - notBefore <= Tokens.Life,
    };

    private static Bearer? BearerOf(JsonWebToken token)
    {
        var isService = token.Issuer != Issuers.Accounts;
        if (token.Subject.Length == 0 || (!isService && !token.TryGetPayloadValue<long>("auth_time", out _)))
        {
            return null;
        }

        var authTime = isService ? token.IssuedAt : DateTimeOffset.FromUnixTimeSeconds(token.GetPayloadValue<long>("auth_time"));
        var amr = token.Claims.Where(claim => claim.Type == "amr").Select(claim => claim.Value);
        return new(token.Issuer, token.Subject, [.. amr], authTime, new DateTimeOffset(token.ValidTo, TimeSpan.Zero))
        {
            Session = token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var session) ? session : "",
            Epoch = token.TryGetPayloadValue<long>(Tokens.Epoch, out var epoch) ? epoch : 0,

            // Any scope that is not known narrows to the least.
            ReadingOnly = token.TryGetPayloadValue<object>(Tokens.Scope, out _),
        };
    }

    private readonly record struct Digest(UInt128 High, UInt128 Low)
    {
        public static Digest Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
    }
}
