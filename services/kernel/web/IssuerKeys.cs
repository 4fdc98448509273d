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
/// Keys of the roles in this process from memory, of other roles from the key set they publish: see <see cref="PeerKeys"/>.
/// </summary>
/// <param name="own">Keys of this process by role.</param>
/// <param name="peers">Addresses of roles in other processes.</param>
/// <param name="patience">How long one of them may take to answer.</param>
internal sealed partial class IssuerKeys(
    IReadOnlyDictionary<string, SigningKey> own, IReadOnlyDictionary<string, Uri> peers, TimeSpan patience, TimeProvider clock, ILogger<IssuerKeys> log)
    : IIssuerKeys, IDisposable
{
    private readonly HttpClient _http = new()
    {
        Timeout = patience, DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly ConcurrentDictionary<string, PeerKeys> _peers = new();

    public async ValueTask<PublicKey?> Find(string issuer, string kid, CancellationToken ct)
    {
        var role = issuer == Issuers.Accounts ? ServiceRole.Records : issuer["service/".Length..];
        if (own.TryGetValue(role, out var key))
        {
            return key.Public.Kid == kid ? key.Public : null;
        }

        return peers.TryGetValue(role, out var address)
            ? await _peers.GetOrAdd(role, _ => new(role, () => Read(role, address), clock)).Find(kid, ct)
            : null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyDictionary<string, PublicKey>?> Read(string role, Uri address)
    {
        try
        {
            var set = await _http.GetFromJsonAsync<JsonWebKeys>(new Uri(address, JsonWebKeys.Path));
            return set?.Keys.Where(key => key is { Kty: "EC", Crv: "P-256" }).Select(key => new PublicKey(key.X, key.Y)).ToDictionary(key => key.Kid);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException or System.Text.Json.JsonException)
        {
            LogSilent(role, error.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "读取{Role}的签名公钥失败：{Error}")]
    private partial void LogSilent(string role, string error);
}

/// <summary>
/// The key set that one role elsewhere publishes. A known key is served at once; from its fifth minute on the set is read again beside that, and
/// after ten it is forgotten, so that a withdrawn key dies. For an unknown key the set is read again, once for all who wait, at most every
/// thirty seconds. An issuer that does not answer is <see cref="KernelFaults.PeerUnavailable"/>: nobody is told to sign in again for it.
/// </summary>
/// <param name="read">Reads the set; null where the role does not answer. MUST NOT throw.</param>
internal sealed class PeerKeys(string role, Func<Task<IReadOnlyDictionary<string, PublicKey>?>> read, TimeProvider clock)
{
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterSilence = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private KeySet _known = new(new Dictionary<string, PublicKey>(), DateTimeOffset.MinValue, DateTimeOffset.MinValue);
    private Task<KeySet>? _reading;

    /// <summary>The key of that id, or null where the role publishes none.</summary>
    public async ValueTask<PublicKey?> Find(string kid, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = Volatile.Read(ref _known);
        if (now - known.Read < Fresh && known.Keys.TryGetValue(kid, out var key))
        {
            if (now - known.Read >= Young)
            {
                _ = ReadAgain(now);
            }

            return key;
        }

        if (now - known.Read < BetweenReadings)
        {
            return null;
        }

        var newest = await ReadAgain(now).WaitAsync(ct);
        return newest.Silent > newest.Read ? throw KernelFaults.PeerUnavailable.With(("service", role)) : newest.Keys.GetValueOrDefault(kid);
    }

    private Task<KeySet> ReadAgain(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false } reading)
            {
                return reading;
            }

            return now - _known.Silent < AfterSilence ? Task.FromResult(_known) : _reading = Read();
        }
    }

    private async Task<KeySet> Read()
    {
        var keys = await read();
        var now = clock.GetUtcNow();
        var newest = keys is null ? _known with { Silent = now } : new(keys, now, DateTimeOffset.MinValue);
        Volatile.Write(ref _known, newest);
        return newest;
    }

    /// <param name="Keys">By key id.</param>
    /// <param name="Read">When the set was read last.</param>
    /// <param name="Silent">When the role last did not answer.</param>
    private sealed record KeySet(IReadOnlyDictionary<string, PublicKey> Keys, DateTimeOffset Read, DateTimeOffset Silent);
}
