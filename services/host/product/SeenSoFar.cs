using EnforcementPlatform.Kernel;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EnforcementPlatform.Host.Product;

/// <summary>
/// Carries what has been seen (header <c>ep-after</c>) from every answer into every later question, so that a list shows what was just done.
/// Shared by all who work together.
/// </summary>
internal sealed class SeenSoFar : Interceptor
{
    private readonly Lock _lock = new();
    private string _seen = "";

    /// <summary>Newest position seen of a role's ledger; -1 for none.</summary>
    public long PositionOf(string role)
    {
        lock (_lock)
        {
            return AfterTokens.Parse(_seen).GetValueOrDefault(role, -1);
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, With(context));
        return new(Learn(call.ResponseAsync, call.ResponseHeadersAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, With(context));

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(With(context));
        return new(call.RequestStream, Learn(call.ResponseAsync, call.ResponseHeadersAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    /// <summary>Takes over what an answer's headers say. Of a stream that is read nobody else does.</summary>
    public void Learn(Metadata headers)
    {
        if (headers.GetValue(AfterTokens.Header) is { } token)
        {
            lock (_lock)
            {
                _seen = AfterTokens.Merge(_seen, token);
            }
        }
    }

    private async Task<TResponse> Learn<TResponse>(Task<TResponse> answer, Task<Metadata> headers)
    {
        var response = await answer;
        Learn(await headers);
        return response;
    }

    private ClientInterceptorContext<TRequest, TResponse> With<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        string seen;
        lock (_lock)
        {
            seen = _seen;
        }

        if (seen.Length == 0)
        {
            return context;
        }

        var headers = new Metadata { { AfterTokens.Header, seen } };
        foreach (var header in context.Options.Headers ?? [])
        {
            headers.Add(header);
        }

        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
