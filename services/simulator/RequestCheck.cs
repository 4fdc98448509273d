using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnforcementPlatform.Simulator;

/// <summary>Checks who sent a request, that it is new, and that not a byte of it was changed. The formula stands in the README.</summary>
internal sealed class RequestCheck(string appKey, string secret, TimeProvider clock)
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _nonces = [];

    /// <summary>Null when it holds, else the code of the refusal.</summary>
    public string? Fault(HttpRequest request, string pathAndQuery, byte[] body)
    {
        string Header(string name) => request.Headers[name].ToString();
        var digest = Convert.ToHexStringLower(SHA256.HashData(body));
        if (Header("X-Sign-Profile") != "hmac-sha256" || Header("X-App-Key") != appKey)
        {
            return "APP_UNKNOWN";
        }

        var text = string.Join('\n', "hmac-sha256", request.Method, pathAndQuery, appKey, Header("X-Timestamp"), Header("X-Nonce"), digest);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
        if (Header("X-Body-SHA256") != digest || !CryptographicOperations.FixedTimeEquals(expected, BytesOf(Header("X-Signature"))))
        {
            return "SIGNATURE_INVALID";
        }

        var now = clock.GetUtcNow();
        if (!long.TryParse(Header("X-Timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            || Math.Abs(now.ToUnixTimeMilliseconds() - sent) > LargestSkew.TotalMilliseconds)
        {
            return "TIMESTAMP_INVALID";
        }

        return IsNew(Header("X-Nonce"), now) ? null : "NONCE_REUSED";
    }

    private bool IsNew(string nonce, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var old in _nonces.Where(one => now - one.Value > 2 * LargestSkew).Select(one => one.Key).ToArray())
            {
                _nonces.Remove(old);
            }

            return nonce.Length >= 16 && _nonces.TryAdd(nonce, now);
        }
    }

    private static byte[] BytesOf(string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
