using System.Net.Http.Headers;
using System.Net.Sockets;
using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Adapters.Http;

/// <summary>HTTP/1.1 with a connection for each exchange.</summary>
/// <remarks>
/// Connections are not kept: the handler would send a request again by itself when a kept one turns out dead, and nobody could say any more
/// how often it was sent.
/// </remarks>
public sealed class HttpExchange : IHttpExchange, IDisposable
{
    private const int LargestHeadersKiB = 16;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _clock;

    public HttpExchange(TimeProvider clock)
    {
        _clock = clock;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = LargestHeadersKiB,
            ConnectCallback = Connect,
            ActivityHeadersPropagator = null,
        });
    }

    public async Task<HttpOutcome> Send(HttpCall call, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(call.TimeLimit, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var request = RequestOf(call);
            using var response = await _http.SendAsync(request, both.Token);
            return await Read(response, call.LargestAnswer, both.Token);
        }
        catch (HttpRequestException error) when (NothingWasSent(error.HttpRequestError))
        {
            return new HttpOutcome.NotSent(error.HttpRequestError.ToString());
        }
        catch (HttpRequestException error)
        {
            return new HttpOutcome.Lost(error.HttpRequestError.ToString());
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return new HttpOutcome.Lost(limit.IsCancellationRequested ? "TimeLimit" : error.GetType().Name);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage RequestOf(HttpCall call)
    {
        var request = new HttpRequestMessage(new(call.Method), call.Address) { Version = new(1, 1), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (!call.Body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        return request;
    }

    private async Task<HttpOutcome> Read(HttpResponseMessage response, int largest, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[largest + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return length > largest
            ? new HttpOutcome.Lost("AnswerTooLarge")
            : new HttpOutcome.Answered((int)response.StatusCode, bytes[..length], RetryAfterOf(response));
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - _clock.GetUtcNow() : null;

    /// <summary>Only errors before a connection stood: everything later may have carried bytes.</summary>
    private static bool NothingWasSent(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    /// <summary>A connection that does not come about in time is told as such; the handler's own limit would look like a lost answer.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(LongestConnect, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, both.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            throw error is OperationCanceledException && limit.IsCancellationRequested ? new SocketException((int)SocketError.TimedOut) : error;
        }
    }
}
