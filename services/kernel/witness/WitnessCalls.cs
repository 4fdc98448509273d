using System.Globalization;
using System.Net;
using EnforcementPlatform.Ledger;

namespace EnforcementPlatform.Kernel.Witnesses;

/// <summary>What came back from a witness.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">Type of the body; empty where it has none.</param>
/// <param name="Body">Body, bounded.</param>
internal sealed record WitnessReply(HttpStatusCode Status, string MediaType, string Body)
{
    /// <summary>
    /// The size that the witness says to have cosigned last, behind a 409; null where it names none. The media type is what tells a witness's word
    /// (C2SP tlog-witness) from that of a proxy or of some page that happens to answer there.
    /// </summary>
    public long? Size =>
        MediaType == WitnessAnswer.SizeType && long.TryParse(Body.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;
}

/// <summary>Calls witnesses over HTTP, the one protocol between services that is not in <c>proto/</c>. One for the process.</summary>
internal sealed class WitnessCalls : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Straight to the address of the settings: a head goes nowhere else, and carries no trace.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = Note.MaxBytes,
    };

    /// <exception cref="HttpRequestException">No answer, or one that is too long.</exception>
    /// <exception cref="TaskCanceledException">No answer in time, or cancelled.</exception>
    public async Task<WitnessReply> Send(Uri prefix, AddCheckpoint asked, CancellationToken ct)
    {
        using var body = new ByteArrayContent(asked.ToBytes());
        body.Headers.ContentType = new("text/plain") { CharSet = "utf-8" };
        using var answer = await _http.PostAsync(new Uri(prefix.AbsoluteUri.TrimEnd('/') + WitnessPaths.Call), body, ct);
        return new(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The head of a log that a witness cosigned last, as its page shows it; null where it has no such page, or nothing that is a note.</summary>
    /// <exception cref="HttpRequestException">No answer, or one that is too long.</exception>
    /// <exception cref="TaskCanceledException">No answer in time, or cancelled.</exception>
    public async Task<byte[]?> Cosigned(Uri prefix, string origin, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri($"{prefix.AbsoluteUri.TrimEnd('/')}{WitnessPaths.Page}?origin={Uri.EscapeDataString(origin)}"), ct);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsByteArrayAsync(ct) : null;
    }

    public void Dispose() => _http.Dispose();
}
