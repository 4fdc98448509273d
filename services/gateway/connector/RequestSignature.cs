using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Gateway.Connector;

/// <summary>
/// Signs requests so that the platform knows whose they are, that they are new, and that no byte was changed. Profile <c>hmac-sha256</c>:
/// <code>
/// text      = profile LF method LF path-and-query LF appKey LF timestamp LF nonce LF hex(SHA-256(body))
/// signature = hex(HMAC-SHA256(secret, text))
/// </code>
/// UTF-8, LF = 0x0A, hex in lower case, timestamp = milliseconds since 1970 UTC. The signature that platforms commonly ask for,
/// <c>sha1(appKey + secret + timestamp)</c>, covers neither body nor address, so whoever sees one request can send another; it would be a
/// profile of its own.
/// </summary>
/// <param name="appKey">Public name of this installation at the platform.</param>
/// <param name="secret">Shared secret; never logged, never part of any message.</param>
/// <param name="clock">The clock for the timestamp.</param>
internal sealed class RequestSignature(string appKey, byte[] secret, TimeProvider clock)
{
    /// <summary>Name of the profile in settings and in the header.</summary>
    public const string Profile = "hmac-sha256";

    private const int NonceSize = 16;

    /// <summary>The headers of one request; each call makes a new nonce.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers(string method, string pathAndQuery, ReadOnlySpan<byte> body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var nonce = RandomNumberGenerator.GetHexString(NonceSize * 2, lowercase: true);
        var digest = Convert.ToHexStringLower(SHA256.HashData(body));
        return
        [
            new("X-Sign-Profile", Profile),
            new("X-App-Key", appKey),
            new("X-Timestamp", timestamp),
            new("X-Nonce", nonce),
            new("X-Body-SHA256", digest),
            new("X-Signature", Sign(secret, method, pathAndQuery, appKey, timestamp, nonce, digest)),
        ];
    }

    /// <summary>The formula.</summary>
    internal static string Sign(byte[] secret, string method, string pathAndQuery, string appKey, string timestamp, string nonce, string bodyDigest)
    {
        var text = string.Join('\n', Profile, method, pathAndQuery, appKey, timestamp, nonce, bodyDigest);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
    }
}
