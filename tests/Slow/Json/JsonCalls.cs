using System.Collections.Concurrent;
using System.Net.Http.Headers;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace EnforcementPlatform.Tests.Slow.Json;

/// <summary>
/// The generated clients over HTTP/JSON: what has an address is called by it, everything else over gRPC. So whoever plays the story through
/// this plays it as an application without gRPC would.
/// </summary>
/// <param name="grpc">For streams, which have no address.</param>
/// <param name="address">HTTP/1.1 address of the role.</param>
/// <param name="documented">What the role says of its answers: each is held against it.</param>
/// <param name="asked">Operations asked so far, by name: true once one was carried out, false while all were refused.</param>
internal sealed class JsonCalls(
    CallInvoker grpc, HttpClient http, Uri address, AsDocumented documented, ConcurrentDictionary<string, bool> asked) : CallInvoker
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        if (Operation.Of(method.ServiceName, method.Name) is not { } operation)
        {
            return grpc.AsyncUnaryCall(method, host, options, request);
        }

        var headers = new TaskCompletionSource<Metadata>();
        return new(Call<TResponse>(operation, options, (IMessage)request, headers), headers.Task, () => Grpc.Core.Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException("the story waits for nothing with a thread");

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        grpc.AsyncServerStreamingCall(method, host, options, request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        grpc.AsyncClientStreamingCall(method, host, options);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        grpc.AsyncDuplexStreamingCall(method, host, options);

    private async Task<TResponse> Call<TResponse>(Operation operation, CallOptions options, IMessage request, TaskCompletionSource<Metadata> headers)
    {
        using var message = operation.Write(address, request);
        foreach (var header in options.Headers ?? [])
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        using var response = await http.SendAsync(message, options.CancellationToken);
        headers.SetResult(HeadersOf(response.Headers));
        var body = await response.Content.ReadAsStringAsync(options.CancellationToken);
        asked.AddOrUpdate(operation.Name, response.IsSuccessStatusCode, (_, before) => before || response.IsSuccessStatusCode);
        if (!response.IsSuccessStatusCode)
        {
            throw Json.Parse<Google.Rpc.Status>(body).ToRpcException();
        }

        documented.Compare(operation.Name, body);
        return (TResponse)Json.Parse(body, operation.Rpc.OutputType);
    }

    private static Metadata HeadersOf(HttpResponseHeaders headers) =>
        headers.TryGetValues(AfterTokens.Header, out var tokens) ? new() { { AfterTokens.Header, tokens.First() } } : [];
}
