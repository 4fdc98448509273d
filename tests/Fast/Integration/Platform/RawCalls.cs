using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Rpc;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration;

/// <summary>What came back, whichever way it was asked.</summary>
/// <param name="Http">HTTP status.</param>
/// <param name="Status">google.rpc.Status of the answer; code 0 where it succeeded.</param>
internal sealed record Reply(HttpStatusCode Http, Google.Rpc.Status Status)
{
    public string Reason => Detail<ErrorInfo>()?.Reason ?? "";

    public T? Detail<T>()
        where T : class, IMessage<T>, new() =>
        Status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();

    public IEnumerable<string> Fields => Detail<BadRequest>()?.FieldViolations.Select(violation => $"{violation.Field}: {violation.Reason}") ?? [];
}

/// <summary>Calls below the generated clients, so that what is sent can be wrong in every way.</summary>
internal static class RawCalls
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithTypeRegistry(Google.Protobuf.Reflection.TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>A gRPC call over HTTP/2 with the message's bytes as given.</summary>
    public static Task<Reply> Grpc(Uri address, string rpc, byte[] message, string? token)
    {
        var frame = new byte[message.Length + 5];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return GrpcFrame(address, rpc, frame, token);
    }

    /// <summary>A gRPC call with the whole body as given.</summary>
    public static async Task<Reply> GrpcFrame(Uri address, string rpc, byte[] frame, string? token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, rpc))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new("application/grpc") } },
        };
        request.Headers.TE.Add(new("trailers"));
        Sign(request, token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, StatusIn(response));
    }

    /// <summary>An HTTP/1.1 call with the body as given.</summary>
    public static async Task<Reply> Http(Uri address, HttpMethod method, string path, byte[]? body, string? token, string contentType = "application/json")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, address.GetLeftPart(UriPartial.Authority) + path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        }

        Sign(request, token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(response.StatusCode, response.IsSuccessStatusCode ? new() : Json.Parse<Google.Rpc.Status>(text));
    }

    private static void Sign(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }
    }

    private static Google.Rpc.Status StatusIn(HttpResponseMessage response)
    {
        var code = int.Parse(First(response, "grpc-status") ?? "0");
        var details = First(response, "grpc-status-details-bin");
        var status = details is null ? new Google.Rpc.Status { Code = code } : Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(Pad(details)));
        Assert.Equal(code, status.Code);
        return status;
    }

    private static string? First(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailers) ? trailers.First()
        : response.Headers.TryGetValues(name, out var headers) ? headers.First()
        : null;

    private static string Pad(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');
}
