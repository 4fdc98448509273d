using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using EnforcementPlatform.Law;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Kernel;

/// <summary>A set of public keys as RFC 7517 writes it.</summary>
internal sealed record JsonWebKeys([property: JsonPropertyName("keys")] IReadOnlyList<JsonWebKeys.Key> Keys)
{
    /// <summary>Where each role publishes its own.</summary>
    public const string Path = "/.well-known/jwks.json";

    internal sealed record Key(
        [property: JsonPropertyName("kty")] string Kty,
        [property: JsonPropertyName("crv")] string Crv,
        [property: JsonPropertyName("use")] string Use,
        [property: JsonPropertyName("alg")] string Alg,
        [property: JsonPropertyName("kid")] string Kid,
        [property: JsonPropertyName("x")] string X,
        [property: JsonPropertyName("y")] string Y);

    public static JsonWebKeys Of(params IEnumerable<PublicKey> keys) =>
        new([.. keys.Select(key => new Key("EC", "P-256", "sig", "ES256", key.Kid, key.X, key.Y))]);
}

/// <summary>
/// Keys of the roles in this process from memory, of other roles from the key set they publish. A key set is asked for again when a key is
/// not found, at most every thirty seconds; a key not seen again within ten minutes is forgotten, so that a withdrawn key dies.
/// </summary>
/// <param name="own">Keys of this process by role.</param>
internal sealed partial class IssuerKeys(IReadOnlyDictionary<string, SigningKey> own, PlatformOptions options, TimeProvider clock, ILogger<IssuerKeys> log)
    : IIssuerKeys, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = Patience, DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private readonly ConcurrentDictionary<string, KeySet> _peers = new();

    public async ValueTask<PublicKey?> Find(string issuer, string kid, CancellationToken ct)
    {
        var role = issuer == Tokens.Accounts ? ServiceRole.Records : issuer["service/".Length..];
        if (own.TryGetValue(role, out var key))
        {
            return key.Public.Kid == kid ? key.Public : null;
        }

        return options.Peers.TryGetValue(role, out var address) ? await FindAtPeer(role, address, kid, ct) : null;
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<PublicKey?> FindAtPeer(string role, Uri address, string kid, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = _peers.GetValueOrDefault(role, KeySet.None);
        if (now - known.Read < Fresh && known.Keys.TryGetValue(kid, out var key))
        {
            return key;
        }

        if (now - known.Asked < BetweenQuestions)
        {
            return null;
        }

        _peers[role] = known with { Asked = now };
        return await Ask(role, address, ct) is { } keys
            ? (_peers[role] = new(keys, now, now)).Keys.GetValueOrDefault(kid)
            : null;
    }

    private async Task<IReadOnlyDictionary<string, PublicKey>?> Ask(string role, Uri address, CancellationToken ct)
    {
        try
        {
            var set = await _http.GetFromJsonAsync<JsonWebKeys>(new Uri(address, JsonWebKeys.Path), ct);
            return set!.Keys.Where(key => key is { Kty: "EC", Crv: "P-256" }).Select(key => new PublicKey(key.X, key.Y)).ToDictionary(key => key.Kid);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
        {
            ct.ThrowIfCancellationRequested();
            LogSilent(role, error.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "signing keys of {Role} could not be read: {Error}")]
    private partial void LogSilent(string role, string error);

    private sealed record KeySet(IReadOnlyDictionary<string, PublicKey> Keys, DateTimeOffset Read, DateTimeOffset Asked)
    {
        public static readonly KeySet None = new(new Dictionary<string, PublicKey>(), DateTimeOffset.MinValue, DateTimeOffset.MinValue);
    }
}
